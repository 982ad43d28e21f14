// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Banner;
import io.merapi.cli.Invocation;
import io.merapi.config.ConfiguredListener;
import io.merapi.config.ServerConfig;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.config.source.Surroundings;
import io.merapi.control.Command;
import io.merapi.control.SignalSource;
import io.merapi.control.Signals;
import io.merapi.control.Umask;
import io.merapi.control.identity.Accounts;
import io.merapi.control.neighbour.HookException;
import io.merapi.control.neighbour.Neighbours;
import io.merapi.control.neighbour.Phase;
import io.merapi.control.systemd.NotifySocket;
import io.merapi.observe.ApplicationOutput;
import io.merapi.observe.Counters;
import io.merapi.observe.Logs;
import io.merapi.observe.RequestLog;
import io.merapi.observe.sink.LogRecords;
import io.merapi.observe.sink.ServerLog;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.transport.Clocks;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.HttpService;
import io.merapi.transport.front.EventLoops;
import io.merapi.transport.front.HttpFront;
import io.merapi.transport.socket.HandedOverSockets;
import io.merapi.transport.socket.UnixDatagram;
import io.merapi.worker.Pool;
import io.merapi.worker.PoolListener;
import io.merapi.worker.directory.RuntimeDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One run of the server, from the sockets to the exit code. */
final class Server implements PoolListener, Neighbours.Events {
    /** How long the log may take to be written where somebody waits for it. */
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private static final List<Phase> BEFORE_BINDING = List.of(Phase.ASAP, Phase.PRE_JAIL, Phase.IN_JAIL, Phase.AS_ROOT);

    private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());
    private static final long PID = ProcessHandle.current().pid();

    private final ServerConfig config;
    private final Settings settings;
    private final Logs logs;
    private final ServerLog log;
    private final Banner banner;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Demotion demotion;
    private final Presence presence;
    private final Neighbours neighbours;
    private final Operations operations;
    private volatile @Nullable Reach reach;
    private volatile boolean served;

    private Server(Invocation.Serve serve, Logs logs) {
        this.config = serve.config();
        this.settings = serve.settings();
        this.logs = logs;
        this.log = new ServerLog(logs.messages());
        this.banner = new Banner(log);
        NotifySocket manager = NotifySocket.of(System.getenv(), PID);
        this.demotion = new Demotion(config, settings, log);
        this.presence = new Presence(config.control(), settings, banner, manager);
        this.neighbours =
                new Neighbours(config.neighbours(), logs.messages(), CLOCK, Accounts.ofSystem()::currentUser, this);
        this.operations = new Operations(serve, logs, manager, neighbours, exit);
    }

    /** Serves until told to stop. */
    static Departure run(Invocation.Serve serve) throws InterruptedException {
        if (serve.config().control().umask() >= 0) {
            int _ = Umask.set(serve.config().control().umask());
        }
        try (Logs logs = Logs.open(serve.config().log(), CLOCK, UnixDatagram::connect)) {
            Server server = new Server(serve, logs);
            int status = server.serve(serve.problems());
            return new Departure(status, server.served);
        } catch (Logs.UnopenedException e) {
            boolean isStandard = e.place().equals(serve.config().log().standard());
            String what = e.place() + ": " + IoReason.of(e.reason());
            System.err.println(
                    "merapi: " + serve.settings().problem(isStandard ? LogOptions.LOGTO : LogOptions.LOGGER, what, ""));
            return Departure.refused();
        }
    }

    private int serve(Problems problems) throws InterruptedException {
        LogRecords.routeTo(log);
        banner.starting(PID, Path.of("").toAbsolutePath().toString());
        banner.problems(problems);
        Counters counters = new Counters();
        try (presence;
                neighbours) {
            presence.begun();
            Signals.install(
                    SignalSource.ofProcess(), operations, config.control().signals());
            neighbours.prepare(BEFORE_BINDING, exit);
            return serve(counters);
        } catch (HookException e) {
            return exit.isDone() ? exit.join() : hookFailed(e);
        } catch (ConfigException e) {
            e.problems().forEach(problem -> log.error(problem.toString()));
            return Invocation.CONFIGURATION_ERROR;
        } catch (IOException e) {
            log.error("cannot start: " + IoReason.of(e));
            return Invocation.CONFIGURATION_ERROR;
        } finally {
            banner.stopped(counters, logs.droppedLines());
            logs.flush(LAST_LINES);
        }
    }

    private int hookFailed(HookException e) {
        log.error(String.valueOf(e.getMessage()));
        return e.status();
    }

    private int serve(Counters counters) throws IOException, HookException {
        RequestLog requests = new RequestLog(
                logs.requests(), counters, CLOCK, (int) PID, config.log().requests());
        // closed from the last to the first: bodies are let go with their connections, then the directory they lie in
        try (RuntimeDirectory directory = RuntimeDirectory.create(
                        config.limits().body().directory().path());
                ExecutorService files = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("files").daemon().factory());
                EventLoops loops = EventLoops.open(config.eventLoops())) {
            Pool pool =
                    new Pool(operations.settled(config.pool()), loops.group().next(), loops.isEpoll(), directory, this);
            HttpLimits limits = config.limits().withBodiesIn(demotion.bodies(directory));
            HttpService service = new HttpService(
                    pool,
                    limits,
                    new HttpService.Observers(requests, requests),
                    serverName(),
                    config.proxies(),
                    files,
                    Clocks.SYSTEM);
            HandedOverSockets handedOver =
                    new HandedOverSockets(config.listening().handedOver());
            HttpFront front = new HttpFront(loops, service, handedOver);
            Health health = new Health(front, pool, counters);
            operations.running(front, pool, health);
            try {
                listen(front, handedOver);
                demotion.listening(directory);
                neighbours.prepare(List.of(Phase.AS_USER), exit);
                front.accept();
                return serve(loops, pool, health);
            } finally {
                front.stopListening();
            }
        }
    }

    private int serve(EventLoops loops, Pool pool, Health health) {
        Administration administration = new Administration(operations, health);
        try (Reach open = new Reach(config.control(), settings, operations, administration, banner)) {
            reach = open;
            presence.listening(loops);
            start(pool);
            return exit.join();
        }
    }

    private void start(Pool pool) {
        try {
            pool.start();
        } catch (IOException e) {
            interpreterUnusable(IoReason.of(e));
        }
    }

    private void listen(HttpFront front, HandedOverSockets handedOver) {
        Problems refused = new Problems();
        for (ConfiguredListener each : config.listening().listeners()) {
            try {
                banner.listening(front.bind(each.spec()).url());
            } catch (IOException e) {
                refused.error(each.refused(e));
            }
        }
        for (int descriptor : handedOver.left()) {
            try {
                String url =
                        front.bind(config.listening().unclaimed(descriptor)).url();
                banner.listening(url + ", handed over as descriptor " + descriptor);
            } catch (IOException e) {
                refused.error(new Problem(Origin.environment("LISTEN_FDS"), "", IoReason.of(e), ""));
            }
        }
        refused.throwIfErrors();
    }

    /** SERVER_NAME, which PEP 3333 wants to be there and not empty. */
    private static String serverName() {
        String name = Surroundings.hostName();
        return name.isEmpty() ? "localhost" : name;
    }

    // ---- Neighbours.Events

    @Override
    public void controlLost(String reason) {
        operations.perform(Command.STOP, reason);
    }

    // ---- PoolListener

    @Override
    public void loaded(ControlEvent.Loading loading) {
        banner.interpreter(loading.implementation(), loading.version(), loading.executable());
        loading.applications().forEach(banner::application);
        if (loading.threads() > 0) {
            banner.threadsBeforeFork(loading.threads());
        }
    }

    @Override
    public void modules(List<String> files) {
        Reach open = reach;
        if (open != null) {
            open.watchModules(files);
        }
    }

    @Override
    public void forking() {
        neighbours.begin();
    }

    @Override
    public void serving(int worker, int pid) {
        banner.worker(worker, pid);
    }

    @Override
    public void ready() {
        served = true;
        Duration took = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        Thread.ofPlatform().name("ready").daemon().start(() -> ready(took));
    }

    private void ready(Duration took) {
        presence.loaded();
        banner.ready(took);
        try {
            logs.flush(LAST_LINES);
            presence.ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void note(String what) {
        log.info(what);
    }

    @Override
    public void idle(String why) {
        operations.perform(Command.STOP, why);
    }

    @Override
    public void fatal(int exitCode, String reason) {
        log.error(reason);
        operations.end(exitCode);
    }

    @Override
    public void interpreterUnusable(String reason) {
        fatal(
                Invocation.CONFIGURATION_ERROR,
                ServerConfig.interpreterUnusable(settings, reason).toString());
    }

    @Override
    public void output(InputStream output) {
        ApplicationOutput.carry(output, logs.messages());
    }
}
