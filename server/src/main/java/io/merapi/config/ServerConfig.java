// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.HttpOptions;
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
import io.merapi.worker.PoolConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the server is told: the settings, turned into the records that the other packages own.
 *
 * @param listeners where HTTP is spoken
 * @param backlog how many connections the kernel keeps for each listener
 * @param limits what HTTP clients may ask
 * @param eventLoops how many threads serve connections
 * @param pool the application and its workers
 * @param log what is logged
 * @param control how the operator finds the process
 */
public record ServerConfig(
        List<ListenAddress> listeners,
        int backlog,
        HttpLimits limits,
        int eventLoops,
        PoolConfig pool,
        LogConfig log,
        ControlConfig control) {
    private static final int MOST_AUTOMATIC_LOOPS = 4;
    private static final int USUAL_BACKLOG = 4096;

    /**
     * Fills the records from settings.
     *
     * @throws io.merapi.config.option.ConfigException with all that is wrong, what the problems held before included
     */
    public static ServerConfig from(Settings settings, Surroundings surroundings, Problems problems) {
        ServerConfig config = new ServerConfig(
                listeners(settings, problems),
                backlog(settings, surroundings, problems),
                new HttpSettings(settings, surroundings, problems).limits(),
                eventLoops(settings),
                new PoolSettings(settings, surroundings, problems).pool(),
                new LogConfig(
                        path(settings.value(LogOptions.LOGTO), surroundings), settings.value(LogOptions.REQUEST_LINES)),
                new ControlConfig(
                        path(settings.value(ProcessOptions.PIDFILE), surroundings),
                        settings.value(ProcessOptions.VACUUM)));
        problems.throwIfErrors();
        return config;
    }

    private static @Nullable Path path(String written, Surroundings surroundings) {
        return written.isEmpty() ? null : surroundings.resolve(written);
    }

    private static List<ListenAddress> listeners(Settings settings, Problems problems) {
        List<Setting> written = Stream.of(HttpOptions.HTTP, HttpOptions.HTTP_SOCKET)
                .flatMap(option -> settings.settings(option).stream())
                .toList();
        if (written.isEmpty()) {
            problems.error(new Problem(
                    Origin.DEFAULT, "", "there is nowhere to listen", "add --http :8000, or http = :8000 in a file"));
        }
        return written.stream()
                .map(setting -> ListenAddress.parse(setting, problems))
                .filter(Objects::nonNull)
                .toList();
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

    private static int eventLoops(Settings settings) {
        int wanted = settings.value(ProcessOptions.EVENT_LOOPS);
        int processors = Runtime.getRuntime().availableProcessors();
        return wanted > 0 ? wanted : Math.clamp(processors / 2, 1, MOST_AUTOMATIC_LOOPS);
    }
}
