// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.ReloadOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.option.Status;
import java.util.List;
import java.util.Set;

/** What a configuration that is read again can change, and what it cannot. */
public final class Rereading {
    private Rereading() {}

    /** Options that are looked at when the server stops, or all the time. */
    private static final Set<Option<?>> LOOKED_AT = Set.of(
            ReloadOptions.RELOAD_MERCY,
            ReloadOptions.DRAIN_DELAY,
            ReloadOptions.EXIT_ON_RELOAD,
            ProcessOptions.VACUUM,
            NeighbourOptions.HOOK_TOUCH,
            NeighbourOptions.TOUCH_EXEC,
            NeighbourOptions.HOOK_AS_USER_ATEXIT,
            NeighbourOptions.EXEC_AS_USER_ATEXIT);

    /**
     * The names of the options whose values differ and take effect at a start alone: they are of the sockets and
     * connections, which stay as they are.
     */
    public static List<String> leftToTheNextStart(Settings before, Settings after) {
        return Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .filter(option -> option.status() == Status.EFFECTIVE && !isHeeded(option))
                .filter(option -> differs(option, before, after))
                .map(Option::name)
                .toList();
    }

    private static boolean isHeeded(Option<?> option) {
        return PoolSettings.OPTIONS.contains(option)
                || LOOKED_AT.contains(option)
                || NeighbourOptions.DAEMONS_AND_JOBS.options().contains(option);
    }

    private static boolean differs(Option<?> option, Settings before, Settings after) {
        return !before.value(option).equals(after.value(option));
    }
}
