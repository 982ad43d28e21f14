// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.LimitOptions;
import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.ProxyOptions;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.ReloadOptions;
import io.merapi.config.option.ScalingOptions;
import io.merapi.config.option.Status;
import io.merapi.config.option.WorkerLimitOptions;
import io.merapi.control.ControlConfig;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.transport.BodyLimits;
import io.merapi.transport.Timeouts;
import io.merapi.transport.client.Network;
import io.merapi.transport.client.TrustedProxies;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;
import io.merapi.worker.PoolConfig.QueueLimits;
import io.merapi.worker.limit.HarakiriLimits;
import io.merapi.worker.limit.MemoryLimit;
import io.merapi.worker.limit.MemoryUse.Measure;
import io.merapi.worker.limit.ProcessLimits;
import io.merapi.worker.limit.RecyclingLimits;
import io.merapi.worker.scaling.Busyness;
import io.merapi.worker.scaling.ScalingLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option that has an effect: its default, and another value that arrives in the record of its owner. */
final class OptionEffectTest {
    private static final Set<Option<?>> TESTED_ELSEWHERE = Set.of(
            ListenOptions.HTTP, // ListeningTest
            ListenOptions.HTTP_SOCKET, // ListeningTest
            ListenOptions.SOCKET, // ListeningTest
            ListenOptions.UWSGI_SOCKET, // ListeningTest
            ListenOptions.FASTCGI_SOCKET, // ListeningTest
            ListenOptions.FASTCGI_NPH_SOCKET, // ListeningTest
            ListenOptions.SCGI_SOCKET, // ListeningTest
            ListenOptions.SCGI_NPH_SOCKET, // ListeningTest
            ListenOptions.SHARED_SOCKET, // ListeningTest
            ListenOptions.CHMOD_SOCKET, // ListeningTest
            ListenOptions.CHOWN_SOCKET, // ListeningTest
            ListenOptions.ABSTRACT_SOCKET, // ListeningTest
            HttpOptions.SOCKET_TIMEOUT, // ServerConfigTest
            PythonOptions.MODULE, // ServerConfigTest
            PythonOptions.MOUNT, // ApplicationsReaderTest
            ProcessOptions.PIDFILE, // OperatingSettingsTest
            ProcessOptions.PIDFILE2, // OperatingSettingsTest
            ProcessOptions.SAFE_PIDFILE, // OperatingSettingsTest
            ProcessOptions.SAFE_PIDFILE2, // OperatingSettingsTest
            ProcessOptions.ADMIN_SOCKET, // OperatingSettingsTest
            ProcessOptions.DAEMONIZE, // OperatingSettingsTest
            ProcessOptions.DAEMONIZE2, // OperatingSettingsTest
            ProcessOptions.STOP, // PidfileSignalsTest
            ProcessOptions.RELOAD, // PidfileSignalsTest
            ProcessOptions.UID, // IdentitySettingsTest
            ProcessOptions.GID, // IdentitySettingsTest
            ProcessOptions.ADD_GID, // IdentitySettingsTest
            ProcessOptions.NO_INITGROUPS, // IdentitySettingsTest
            ProcessOptions.IMMEDIATE_UID, // IdentitySettingsTest
            ProcessOptions.IMMEDIATE_GID, // IdentitySettingsTest
            ProcessOptions.MASTER_AS_ROOT, // IdentitySettingsTest
            ProcessOptions.PRIO, // ProcessTraitsSettingsTest
            ProcessOptions.CPU_AFFINITY, // ProcessTraitsSettingsTest
            ProcessOptions.SCHED_BATCH, // ProcessTraitsSettingsTest
            ProcessOptions.AUTO_PROCNAME, // ProcessTraitsSettingsTest
            ProcessOptions.PROCNAME, // ProcessTraitsSettingsTest
            ProcessOptions.PROCNAME_MASTER, // ProcessTraitsSettingsTest
            ProcessOptions.PROCNAME_PREFIX, // ProcessTraitsSettingsTest
            ProcessOptions.PROCNAME_PREFIX_SPACED, // ProcessTraitsSettingsTest
            ProcessOptions.PROCNAME_APPEND, // ProcessTraitsSettingsTest
            PythonOptions.FORCE_CWD, // InvocationTest
            ScalingOptions.CHEAPER, // WorkerLimitSettingsTest
            ScalingOptions.CHEAPER_INITIAL, // WorkerLimitSettingsTest
            NeighbourOptions.DAEMONS_HONOUR_STDIN, // NeighbourSettingsTest
            NeighbourOptions.CRON_HARAKIRI, // NeighbourSettingsTest
            LogOptions.FORMAT_STRFTIME, // LogSettingsTest
            LogOptions.LOGTO2, // LoggersTest
            LogOptions.LOGGER, // LoggersTest
            LogOptions.REQ_LOGGER, // LoggersTest
            LogOptions.SOCKET, // LoggersTest
            LogOptions.SYSLOG, // LoggersTest
            LogOptions.ROUTE, // LoggersTest
            LogOptions.REQ_ROUTE, // LoggersTest
            LogOptions.ENCODER, // LoggersTest
            LogOptions.REQ_ENCODER, // LoggersTest
            LogOptions.DRAIN, // LoggersTest
            LogOptions.FILTER, // LoggersTest
            LogOptions.RSYSLOG_PACKET_SIZE, // LoggersTest
            LogOptions.RSYSLOG_SPLIT_MESSAGES, // LoggersTest
            LoadingOptions.FALLBACK_CONFIG, // InvocationTest
            LoadingOptions.STRICT, // SettingsTest
            LoadingOptions.EXIT, // InvocationTest
            LoadingOptions.GET, // InvocationTest
            LoadingOptions.SHOW_CONFIG, // InvocationTest
            LoadingOptions.DUMP_OPTIONS, // InvocationTest
            LoadingOptions.NO_SERVER, // InvocationTest
            LoadingOptions.HELP, // InvocationTest
            LoadingOptions.VERSION, // InvocationTest
            LoadingOptions.OPTIONS_MD); // InvocationTest

    /** Stands for the directory of the test in values. */
    static final String HERE = "HERE";

    private static final Network TEN = Objects.requireNonNull(Network.parse("10.0.0.0/8"));
    private static final int K = 1024;
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    @TempDir
    Path directory;

    /**
     * What an option does.
     *
     * @param given a value other than the default
     * @param field where it arrives
     * @param initially what is there by default
     * @param then what is there when it is given
     */
    record Effect(Option<?> option, String given, Function<ServerConfig, Object> field, Object initially, Object then) {
        @Override
        public String toString() {
            return option.name() + " = " + given;
        }
    }

    static Stream<Effect> effects() {
        return Stream.of(
                        sockets(),
                        http(),
                        limits(),
                        PythonEffects.application(),
                        PythonEffects.loading(),
                        processes(),
                        reload(),
                        harakiri(),
                        recycling(),
                        memory(),
                        process(),
                        scaling(),
                        LogEffects.all(),
                        NeighbourEffects.daemonsAndJobs(),
                        NeighbourEffects.hooks())
                .flatMap(Function.identity());
    }

    private static Stream<Effect> sockets() {
        return Stream.of(
                new Effect(
                        ListenOptions.LISTEN,
                        "100",
                        config -> config.listening().rules().backlog(),
                        4096,
                        100),
                new Effect(
                        ListenOptions.PROTOCOL,
                        "scgi-nph",
                        config -> config.listening().rules().protocol(),
                        ListenerProtocol.UWSGI,
                        ListenerProtocol.SCGI_NPH),
                socket(ListenOptions.REUSE_PORT, "true", SocketOptions::reusePort, false, true),
                socket(ListenOptions.FREEBIND, "true", SocketOptions::freeBind, false, true),
                socket(ListenOptions.KEEPALIVE, "true", SocketOptions::keepAlive, false, true),
                socket(ListenOptions.FAST_OPEN, "5", SocketOptions::fastOpen, 0, 5),
                socket(
                        ListenOptions.SEND_BUFFER,
                        "64k",
                        options -> options.buffers().sendBytes(),
                        0,
                        64 * K),
                socket(
                        ListenOptions.RECEIVE_BUFFER,
                        "64k",
                        options -> options.buffers().receiveBytes(),
                        0,
                        64 * K));
    }

    private static Effect socket(
            Option<?> option, String given, Function<SocketOptions, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.listening().rules().options()), initially, then);
    }

    private static Stream<Effect> http() {
        return Stream.of(
                new Effect(
                        ProxyOptions.TRUSTED_PROXIES,
                        "10.0.0.0/8, unix",
                        ServerConfig::proxies,
                        TrustedProxies.onThisMachine(),
                        new TrustedProxies(List.of(TEN), true)),
                new Effect(
                        ProxyOptions.HTTP_PROXY_PROTOCOL,
                        "true",
                        config -> config.listening().rules().proxyHeaders(),
                        new ProxyHeaders(false, false),
                        new ProxyHeaders(true, false)),
                new Effect(
                        ProxyOptions.PROXY_PROTOCOL,
                        "true",
                        config -> config.listening().rules().proxyHeaders(),
                        new ProxyHeaders(false, false),
                        new ProxyHeaders(false, true)),
                time(HttpOptions.HTTP_KEEPALIVE, "20", Timeouts::keepAlive, 75, 20),
                time(HttpOptions.HTTP_TIMEOUT, "600", Timeouts::write, 60, 600),
                time(HttpOptions.HEADER_TIMEOUT, "5", Timeouts::head, 30, 5),
                time(HttpOptions.BODY_TIMEOUT, "5", Timeouts::body, 60, 5),
                body(HttpOptions.REQUEST_BUFFERING, "off", BodyLimits::buffered, true, false));
    }

    private static Stream<Effect> limits() {
        Effect connections = new Effect(
                LimitOptions.CONNECTIONS, "50", config -> config.limits().connections(), 10_000, 50);
        Effect buffer = new Effect(
                LimitOptions.RESPONSE_BUFFER, "1m", config -> config.limits().responseBufferBytes(), 256 * K, K * K);
        return Stream.of(
                connections,
                buffer,
                head(LimitOptions.REQUEST_LINE, "4k", HeadLimits::requestLineBytes, 16 * K, 4 * K),
                head(LimitOptions.HEADER_BLOCK, "8k", HeadLimits::headBytes, 64 * K, 8 * K),
                head(LimitOptions.HEADER_COUNT, "50", HeadLimits::fieldCount, 200, 50),
                head(LimitOptions.BUFFER_SIZE, "128k", HeadLimits::headBytes, 64 * K, 128 * K),
                body(LimitOptions.LIMIT_POST, "1048576", BodyLimits::maxBytes, 0L, 1_048_576L),
                body(LimitOptions.BODY_MEMORY, "1m", BodyLimits::memoryBytes, 256 * K, K * K),
                body(LimitOptions.BODY_FILE_MEMORY, "1m", BodyLimits::fileMemoryBytes, 64L * K * K, (long) K * K),
                body(LimitOptions.POST_BUFFERING, "8192", BodyLimits::memoryBytes, 256 * K, 8192),
                queue(LimitOptions.MAX_QUEUE, "7", QueueLimits::maxQueue, 1024, 7),
                queue(LimitOptions.QUEUE_TIMEOUT, "0.5", QueueLimits::queueTimeout, seconds(30), HALF_A_SECOND));
    }

    private static Effect time(
            Option<?> option, String given, Function<Timeouts, Object> field, long initially, long then) {
        return new Effect(
                option, given, config -> field.apply(config.limits().timeouts()), seconds(initially), seconds(then));
    }

    private static Effect head(
            Option<?> option, String given, Function<HeadLimits, Object> field, int initially, int then) {
        return new Effect(option, given, config -> field.apply(config.limits().head()), initially, then);
    }

    private static Effect body(
            Option<?> option, String given, Function<BodyLimits, Object> field, Object initially, Object then) {
        return new Effect(option, given, config -> field.apply(config.limits().body()), initially, then);
    }

    private static Effect queue(
            Option<?> option, String given, Function<QueueLimits, Object> field, Object initially, Object then) {
        return new Effect(option, given, config -> field.apply(config.pool().queue()), initially, then);
    }

    private static Stream<Effect> reload() {
        return Stream.of(
                trigger(ReloadOptions.TOUCH_RELOAD, "RELOAD TOUCHED"),
                trigger(ReloadOptions.TOUCH_WORKERS_RELOAD, "RELOAD_WORKERS TOUCHED"),
                trigger(ReloadOptions.TOUCH_CHAIN_RELOAD, "RELOAD_CHAIN TOUCHED"),
                trigger(LogOptions.TOUCH_LOGREOPEN, "REOPEN_LOG TOUCHED"),
                trigger(LogOptions.TOUCH_LOGROTATE, "ROTATE_LOG TOUCHED"),
                trigger(ReloadOptions.FS_RELOAD, "RELOAD CHANGED"),
                trigger(ReloadOptions.FS_BRUTAL_RELOAD, "RELOAD_BRUTALLY CHANGED"),
                new Effect(
                        ReloadOptions.MASTER_FIFO,
                        "fifo",
                        config -> config.control().fifos().toString(),
                        "[]",
                        "[" + HERE + "/fifo]"),
                end(ReloadOptions.RELOAD_MERCY, "5", ControlConfig.End::mercy, seconds(60), seconds(5)),
                end(ReloadOptions.DRAIN_DELAY, "0.5", ControlConfig.End::drainDelay, seconds(0), HALF_A_SECOND),
                end(ReloadOptions.EXIT_ON_RELOAD, "true", ControlConfig.End::onReload, false, true));
    }

    private static Effect trigger(Option<?> option, String then) {
        return new Effect(
                option,
                "f",
                config -> config.control().triggers().stream()
                        .map(trigger -> trigger.command() + " " + trigger.look() + " " + trigger.path())
                        .toList()
                        .toString(),
                "[]",
                "[" + then + " " + HERE + "/f]");
    }

    private static Effect end(
            Option<?> option, String given, Function<ControlConfig.End, Object> field, Object initially, Object then) {
        return new Effect(option, given, config -> field.apply(config.control().end()), initially, then);
    }

    private static Stream<Effect> processes() {
        int automatic = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
        return Stream.of(
                new Effect(
                        ProcessOptions.PROCESSES, "4", config -> config.pool().processes(), 1, 4),
                new Effect(ProcessOptions.THREADS, "2", config -> config.pool().threads(), 1, 2),
                new Effect(
                        ProcessOptions.HONOUR_STDIN,
                        "true",
                        config -> config.pool().traits().readsInput(),
                        false,
                        true),
                new Effect(ProcessOptions.EVENT_LOOPS, "9", ServerConfig::eventLoops, automatic, 9),
                new Effect(
                        ReloadOptions.WORKER_RELOAD_MERCY,
                        "5",
                        config -> config.pool().mercy(),
                        seconds(60),
                        seconds(5)),
                new Effect(
                        ProcessOptions.UMASK, "027", config -> config.control().umask(), -1, 23),
                new Effect(
                        ProcessOptions.VACUUM,
                        "true",
                        config -> config.control().vacuum(),
                        false,
                        true),
                new Effect(
                        ProcessOptions.LOGFILE_CHOWN,
                        "true",
                        config -> config.control().privileges().withLog(),
                        false,
                        true),
                new Effect(
                        LogOptions.LOGTO,
                        "site.log",
                        config -> String.valueOf(config.log().file()),
                        "null",
                        HERE + "/site.log"));
    }

    private static Stream<Effect> harakiri() {
        return Stream.of(
                harakiri(WorkerLimitOptions.HARAKIRI, "60", HarakiriLimits::most, seconds(0), seconds(60)),
                harakiri(WorkerLimitOptions.HARAKIRI_WARN, "0.5", HarakiriLimits::warn, seconds(0), HALF_A_SECOND),
                harakiri(WorkerLimitOptions.HARAKIRI_VERBOSE, "true", HarakiriLimits::verbose, false, true),
                harakiri(
                        WorkerLimitOptions.HARAKIRI_GRACEFUL_TIMEOUT,
                        "10",
                        HarakiriLimits::grace,
                        seconds(0),
                        seconds(10)),
                harakiri(WorkerLimitOptions.HARAKIRI_GRACEFUL_SIGNAL, "12", HarakiriLimits::signal, 15, 12));
    }

    private static Stream<Effect> recycling() {
        return Stream.of(
                recycling(WorkerLimitOptions.MAX_REQUESTS, "5000", RecyclingLimits::maxRequests, 0L, 5000L),
                recycling(
                        WorkerLimitOptions.MAX_REQUESTS_DELTA,
                        "100",
                        RecyclingLimits::requestsDelta,
                        RecyclingLimits.AT_RANDOM,
                        100L),
                recycling(
                        WorkerLimitOptions.MIN_WORKER_LIFETIME,
                        "0",
                        RecyclingLimits::minLifetime,
                        seconds(10),
                        seconds(0)),
                recycling(
                        WorkerLimitOptions.MAX_WORKER_LIFETIME,
                        "1h",
                        RecyclingLimits::maxLifetime,
                        seconds(0),
                        seconds(3600)),
                recycling(
                        WorkerLimitOptions.MAX_WORKER_LIFETIME_DELTA,
                        "30",
                        limits -> String.valueOf(limits.lifetimeDelta()),
                        "null",
                        "PT30S"));
    }

    private static Effect recycling(
            Option<?> option, String given, Function<RecyclingLimits, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.pool().limits().recycling()), initially, then);
    }

    private static Stream<Effect> memory() {
        return Stream.of(
                memory(WorkerLimitOptions.RELOAD_ON_RSS, Measure.RSS, false),
                memory(WorkerLimitOptions.RELOAD_ON_AS, Measure.AS, false),
                memory(WorkerLimitOptions.RELOAD_ON_PSS, Measure.PSS, false),
                memory(WorkerLimitOptions.RELOAD_ON_USS, Measure.USS, false),
                memory(WorkerLimitOptions.EVIL_RELOAD_ON_RSS, Measure.RSS, true),
                memory(WorkerLimitOptions.EVIL_RELOAD_ON_AS, Measure.AS, true));
    }

    private static Effect memory(Option<?> option, Measure measure, boolean kills) {
        MemoryLimit then = new MemoryLimit(option.name(), measure, 256L * K * K, kills);
        return recycling(option, "256", RecyclingLimits::memory, List.of(), List.of(then));
    }

    private static Stream<Effect> process() {
        return Stream.of(
                process(WorkerLimitOptions.LIMIT_AS, "512", ProcessLimits::addressSpaceBytes, 0L, 512L * K * K),
                process(WorkerLimitOptions.LIMIT_NPROC, "100", ProcessLimits::processes, 0, 100),
                process(WorkerLimitOptions.MAX_FD, "1000", ProcessLimits::descriptors, 0, 1000),
                process(
                        WorkerLimitOptions.RELOAD_ON_EXCEPTION,
                        "true",
                        limits -> limits.fatal().any(),
                        false,
                        true),
                process(
                        WorkerLimitOptions.RELOAD_ON_EXCEPTION_TYPE,
                        "KeyError",
                        limits -> limits.fatal().types(),
                        List.of(),
                        List.of("KeyError")),
                process(
                        WorkerLimitOptions.RELOAD_ON_EXCEPTION_VALUE,
                        "gone away",
                        limits -> limits.fatal().values(),
                        List.of(),
                        List.of("gone away")),
                process(
                        WorkerLimitOptions.RELOAD_ON_EXCEPTION_REPR,
                        "KeyError(1)",
                        limits -> limits.fatal().reprs(),
                        List.of(),
                        List.of("KeyError(1)")));
    }

    private static Effect process(
            Option<?> option, String given, Function<ProcessLimits, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.pool().limits().process()), initially, then);
    }

    private static Stream<Effect> scaling() {
        return Stream.of(
                scaling(ScalingOptions.CHEAPER_STEP, "2", ScalingLimits::step, 1, 2),
                scaling(ScalingOptions.CHEAPER_OVERLOAD, "10", ScalingLimits::overload, 3, 10),
                scaling(
                        ScalingOptions.CHEAPER_ALGO,
                        "busyness",
                        ScalingLimits::algorithm,
                        ScalingLimits.Algorithm.SPARE,
                        ScalingLimits.Algorithm.BUSYNESS),
                marks(ScalingOptions.BUSYNESS_MAX, "70", Busyness.Marks::max, 50, 70),
                marks(ScalingOptions.BUSYNESS_MIN, "10", Busyness.Marks::min, 25, 10),
                marks(ScalingOptions.BUSYNESS_MULTIPLIER, "20", Busyness.Marks::multiplier, 10, 20),
                marks(ScalingOptions.BUSYNESS_PENALTY, "4", Busyness.Marks::penalty, 2, 4),
                marks(ScalingOptions.BUSYNESS_BACKLOG_ALERT, "16", Busyness.Marks::backlogAlert, 33, 16),
                marks(ScalingOptions.BUSYNESS_BACKLOG_MULTIPLIER, "6", Busyness.Marks::backlogMultiplier, 3, 6),
                marks(ScalingOptions.BUSYNESS_BACKLOG_STEP, "2", Busyness.Marks::backlogStep, 1, 2),
                marks(ScalingOptions.BUSYNESS_BACKLOG_NONZERO, "30", Busyness.Marks::backlogNonzero, 60, 30),
                scaling(
                        ScalingOptions.CHEAPER_RSS_LIMIT_SOFT,
                        "1g",
                        limits -> limits.memory().softBytes(),
                        0L,
                        1L << 30),
                scaling(
                        ScalingOptions.CHEAPER_RSS_LIMIT_HARD,
                        "2g",
                        limits -> limits.memory().hardBytes(),
                        0L,
                        2L << 30),
                scaling(ScalingOptions.CHEAP, "true", limits -> limits.idle().cheap(), false, true),
                scaling(ScalingOptions.IDLE, "60", limits -> limits.idle().after(), seconds(0), seconds(60)),
                scaling(
                        ScalingOptions.DIE_ON_IDLE,
                        "true",
                        limits -> limits.idle().ends(),
                        false,
                        true));
    }

    private static Effect scaling(
            Option<?> option, String given, Function<ScalingLimits, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.pool().limits().scaling()), initially, then);
    }

    private static Effect marks(
            Option<?> option, String given, Function<Busyness.Marks, Object> field, int initially, int then) {
        return scaling(option, given, limits -> field.apply(limits.marks()), initially, then);
    }

    private static Effect harakiri(
            Option<?> option, String given, Function<HarakiriLimits, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.pool().limits().harakiri()), initially, then);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Given given() throws IOException {
        Given given = new Given(directory);
        given.executable("bin/other");
        given.executable("venv/bin/python");
        Files.createDirectories(directory.resolve("envdir"));
        Files.writeString(directory.resolve("envdir/A"), "b\n");
        return given;
    }

    private Object here(Object expected) {
        return expected instanceof String text ? text.replace(HERE, directory.toString()) : expected;
    }

    @ParameterizedTest
    @MethodSource("effects")
    void theDefaultIs(Effect effect) throws IOException {
        assertThat(effect.field.apply(given().served())).isEqualTo(here(effect.initially));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void givenOnTheCommandLineItArrives(Effect effect) throws IOException {
        String argument = "--" + effect.option.name() + "=" + here(effect.given);
        assertThat(effect.field.apply(given().served(argument))).isEqualTo(here(effect.then));
    }

    @ParameterizedTest
    @MethodSource("effects")
    void givenInAFileItArrivesByEveryName(Effect effect) throws IOException {
        Given given = given();
        for (String name : effect.option.names()) {
            Files.writeString(directory.resolve("site.ini"), "[uwsgi]\n" + name + " = " + here(effect.given) + "\n");
            assertThat(effect.field.apply(given.served("site.ini"))).as(name).isEqualTo(here(effect.then));
        }
        assertThat(given.warnings()).isEmpty();
    }

    @Test
    void noEffectiveOptionIsWithoutATest() {
        Stream<Option<?>> tested = Stream.concat(effects().map(Effect::option), TESTED_ELSEWHERE.stream());
        Stream<? extends Option<?>> effective = Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .filter(option -> option.status() == Status.EFFECTIVE);
        assertThat(tested.map(Option::name))
                .containsExactlyInAnyOrderElementsOf(effective.map(Option::name).toList());
    }
}
