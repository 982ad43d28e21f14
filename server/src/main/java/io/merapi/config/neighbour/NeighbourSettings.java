// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.control.neighbour.KeeperPlan;
import io.merapi.control.neighbour.NeighbourConfig;
import io.merapi.control.neighbour.Place;
import io.merapi.worker.PoolConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns the options about what runs beside the application into its configuration. */
public final class NeighbourSettings {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    public NeighbourSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /**
     * Reads them.
     *
     * @param log the file that the log goes to, or null
     * @param mercy how long what is replaced may take to end
     */
    public NeighbourConfig neighbours(PoolConfig pool, @Nullable Path log, Duration mercy) {
        HookReader hooks = new HookReader(settings, problems);
        PoolConfig.Application application = pool.application();
        return new NeighbourConfig(
                hooks.ofTheServer(),
                new DaemonReader(settings, surroundings, problems).daemons(),
                new CronReader(settings, problems).jobs(),
                hooks.touches(surroundings),
                mercy,
                new KeeperPlan(pool.interpreter(), pool.packageDirectory(), log),
                new Place(application.chdir(), application.env()));
    }
}
