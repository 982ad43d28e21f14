// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.file.OutputFiles;
import io.merapi.config.log.LogSettings;
import io.merapi.config.neighbour.NeighbourSettings;
import io.merapi.config.option.Catalogue;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.option.Status;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.control.ControlConfig;
import io.merapi.control.Daemon;
import io.merapi.control.identity.Accounts;
import io.merapi.control.identity.Privileges;
import io.merapi.control.neighbour.NeighbourConfig;
import io.merapi.observe.LogConfig;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.client.TrustedProxies;
import io.merapi.worker.PoolConfig;

/**
 * Everything the server is told: the settings, turned into the records that the other packages own.
 *
 * @param listening where the server listens
 * @param limits what HTTP clients may ask
 * @param proxies who is believed for whom a request is forwarded
 * @param eventLoops how many threads serve connections
 * @param pool the application and its workers
 * @param log what is logged
 * @param control how the operator finds the process
 * @param neighbours what runs beside the application
 */
public record ServerConfig(
        Listening listening,
        HttpLimits limits,
        TrustedProxies proxies,
        int eventLoops,
        PoolConfig pool,
        LogConfig log,
        ControlConfig control,
        NeighbourConfig neighbours) {
    private static final int MOST_AUTOMATIC_LOOPS = 4;
    private static final int MOST_LOOPS = 256;

    /**
     * Fills the records from settings. As under uWSGI the log and the first pidfile are opened before {@code chdir} is
     * heeded, so that their relative paths count from where the server was started; all other files are named from
     * there.
     *
     * @throws io.merapi.config.option.ConfigException with all that is wrong, what the problems held before included
     */
    public static ServerConfig from(Settings settings, Surroundings surroundings, Problems problems) {
        Surroundings entered = surroundings.entering(settings.value(PythonOptions.CHDIR));
        OutputFiles files = new OutputFiles(settings, surroundings, problems);
        ProcessTraitsSettings traits = new ProcessTraitsSettings(settings, problems);
        ControlConfig.Whereabouts whereabouts = new OperatingSettings(
                        settings, files, new OutputFiles(settings, entered, problems), traits)
                .whereabouts();
        Privileges.Plan privileges = new IdentitySettings(settings, problems, Accounts.ofSystem()).plan();
        Listening listening = new ListenSettings(settings, entered, problems).listening(privileges.onceListening());
        HttpLimits limits = new HttpSettings(settings, surroundings, problems).limits();
        Daemon.Plan daemon = whereabouts.daemon();
        LogConfig log =
                new LogSettings(settings, surroundings, problems).log(files, daemon == null ? null : daemon.log());
        PoolConfig pool = new PoolSettings(settings, surroundings, problems)
                .pool(traits, log.requests().style().tellsMemory());
        ControlConfig control = new ControlSettings(settings, entered, problems).control(whereabouts, privileges);
        ServerConfig config = new ServerConfig(
                listening,
                limits,
                new ProxySettings(settings, problems).trusted(),
                eventLoops(settings, problems),
                pool,
                log,
                control,
                new NeighbourSettings(settings, entered, problems)
                        .neighbours(pool, log.file(), control.end().mercy()));
        lookForFallback(settings, surroundings, problems);
        problems.throwIfErrors();
        return config;
    }

    /** When it is needed is too late to hear that it is not there. */
    private static void lookForFallback(Settings settings, Surroundings surroundings, Problems problems) {
        String fallback = settings.value(LoadingOptions.FALLBACK_CONFIG);
        if (!fallback.isEmpty() && Loader.lacks(fallback, surroundings)) {
            problems.warn(settings.problem(
                    LoadingOptions.FALLBACK_CONFIG,
                    "there is no " + fallback + " that could be read",
                    "relative names count from " + surroundings.directory()));
        }
    }

    /** What to tell where the interpreter that was found does not run. */
    public static Problem interpreterUnusable(Settings settings, String reason) {
        return Interpreter.unusable(settings, reason);
    }

    /** Whether every file could be read: else what is missing may be in one that could not. */
    static boolean isReadWhole(Problems problems) {
        return problems.errors().stream().noneMatch(ServerConfig::isOfReading);
    }

    private static boolean isOfReading(Problem error) {
        Option<?> option = Catalogue.find(error.key());
        boolean named = error.key().isEmpty() && !error.origin().isDefault();
        return named || (option != null && option.status() == Status.LOADING);
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
