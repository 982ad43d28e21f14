// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.control.ControlConfig;
import io.merapi.observe.LogConfig;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.client.TrustedProxies;
import io.merapi.worker.PoolConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything the server is told: the settings, turned into the records that the other packages own.
 *
 * @param listeners where HTTP is spoken
 * @param backlog how many connections the kernel keeps for each listener
 * @param limits what HTTP clients may ask
 * @param proxyHeaders before which listeners a proxy announces each connection
 * @param proxies who is believed for whom a request is forwarded
 * @param eventLoops how many threads serve connections
 * @param pool the application and its workers
 * @param log what is logged
 * @param control how the operator finds the process
 */
public record ServerConfig(
        List<ListenAddress> listeners,
        int backlog,
        HttpLimits limits,
        ProxyHeaders proxyHeaders,
        TrustedProxies proxies,
        int eventLoops,
        PoolConfig pool,
        LogConfig log,
        ControlConfig control) {
    private static final int MOST_AUTOMATIC_LOOPS = 4;
    private static final int MOST_LOOPS = 256;
    private static final int USUAL_BACKLOG = 4096;

    /**
     * Fills the records from settings.
     *
     * @throws io.merapi.config.option.ConfigException with all that is wrong, what the problems held before included
     */
    public static ServerConfig from(Settings settings, Surroundings surroundings, Problems problems) {
        OutputFiles files = new OutputFiles(settings, surroundings, problems);
        ServerConfig config = new ServerConfig(
                listeners(settings, problems),
                backlog(settings, surroundings, problems),
                new HttpSettings(settings, surroundings, problems).limits(),
                new ProxySettings(settings, problems).headers(),
                new ProxySettings(settings, problems).trusted(),
                eventLoops(settings, problems),
                new PoolSettings(settings, surroundings, problems).pool(),
                new LogConfig(files.path(LogOptions.LOGTO), settings.value(LogOptions.REQUEST_LINES)),
                new ControlConfig(files.path(ProcessOptions.PIDFILE), settings.value(ProcessOptions.VACUUM)));
        problems.throwIfErrors();
        return config;
    }

    /** What to tell where the interpreter that was found does not run. */
    public static Problem interpreterUnusable(Settings settings, String reason) {
        return Interpreter.unusable(settings, reason);
    }

    private static List<ListenAddress> listeners(Settings settings, Problems problems) {
        List<Setting> written = Stream.of(HttpOptions.HTTP, HttpOptions.HTTP_SOCKET)
                .flatMap(option -> settings.settings(option).stream())
                .toList();
        boolean tried = problems.errors().stream().anyMatch(error -> isListening(error.key()));
        if (written.isEmpty() && !tried && isReadWhole(problems)) {
            problems.error(new Problem(
                    Origin.DEFAULT, "", "there is nowhere to listen", "add --http :8000, or http = :8000 in a file"));
        }
        List<ListenAddress> addresses = new ArrayList<>();
        for (Setting setting : written) {
            ListenAddress address = ListenAddress.parse(setting, problems);
            if (address != null && isFree(address, addresses, problems)) {
                addresses.add(address);
            }
        }
        return List.copyOf(addresses);
    }

    private static boolean isListening(String key) {
        return HttpOptions.HTTP.isNamed(key) || HttpOptions.HTTP_SOCKET.isNamed(key);
    }

    /** Whether every file could be read: else what is missing may be in one that could not. */
    static boolean isReadWhole(Problems problems) {
        return problems.errors().stream().noneMatch(ServerConfig::isOfReading);
    }

    private static boolean isOfReading(Problem error) {
        boolean bareFile = error.key().isEmpty() && error.origin().isCommandLine();
        return bareFile || LoadingOptions.INI.isNamed(error.key()) || LoadingOptions.INCLUDE.isNamed(error.key());
    }

    private static boolean isFree(ListenAddress address, List<ListenAddress> taken, Problems problems) {
        for (ListenAddress other : taken) {
            if (address.overlaps(other)) {
                Setting first = other.setting();
                String by = first.key() + " = " + first.value() + " (" + first.origin() + ")";
                problems.error(Problem.with(
                        address.setting(), address + " is listened on already, by " + by, "take one of them away"));
                return false;
            }
        }
        return true;
    }

    private static int backlog(Settings settings, Surroundings surroundings, Problems problems) {
        int limit = surroundings.backlogLimit();
        int wanted = settings.value(HttpOptions.LISTEN);
        if (wanted == 0) {
            return Math.min(USUAL_BACKLOG, limit);
        }
        if (wanted > limit) {
            problems.warn(settings.problem(
                    HttpOptions.LISTEN,
                    "the system keeps at most " + limit + " connections, not " + wanted,
                    "raise it with: sysctl -w net.core.somaxconn=" + wanted));
        }
        return Math.min(wanted, limit);
    }

    private static int eventLoops(Settings settings, Problems problems) {
        int wanted = settings.value(ProcessOptions.EVENT_LOOPS);
        if (wanted > MOST_LOOPS) {
            problems.error(settings.problem(
                    ProcessOptions.EVENT_LOOPS, wanted + " is too many", "write " + MOST_LOOPS + " or fewer"));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        return wanted > 0 ? wanted : Math.clamp(processors / 2, 1, MOST_AUTOMATIC_LOOPS);
    }
}
