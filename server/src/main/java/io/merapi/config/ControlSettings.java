// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.file.FileRulesReader;
import io.merapi.config.neighbour.HookReader;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.ReloadOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.control.Command;
import io.merapi.control.ControlConfig;
import io.merapi.control.FileWatch;
import io.merapi.control.Look;
import io.merapi.control.identity.Privileges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Turns the options by which an operator reaches the server into its configuration. */
final class ControlSettings {
    private static final List<Watch> WATCHES = List.of(
            new Watch(ReloadOptions.TOUCH_RELOAD, Look.TOUCHED, Command.RELOAD),
            new Watch(ReloadOptions.TOUCH_WORKERS_RELOAD, Look.TOUCHED, Command.RELOAD_WORKERS),
            new Watch(ReloadOptions.TOUCH_CHAIN_RELOAD, Look.TOUCHED, Command.RELOAD_CHAIN),
            new Watch(LogOptions.TOUCH_LOGREOPEN, Look.TOUCHED, Command.REOPEN_LOG),
            new Watch(LogOptions.TOUCH_LOGROTATE, Look.TOUCHED, Command.ROTATE_LOG),
            new Watch(ReloadOptions.FS_RELOAD, Look.CHANGED, Command.RELOAD),
            new Watch(ReloadOptions.FS_BRUTAL_RELOAD, Look.CHANGED, Command.RELOAD_BRUTALLY));

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    ControlSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    private record Watch(Option<List<String>> option, Look look, Command command) {}

    ControlConfig control(ControlConfig.Whereabouts whereabouts, Privileges.Plan privileges) {
        return new ControlConfig(
                whereabouts,
                settings.value(ProcessOptions.VACUUM),
                new FileRulesReader(settings, problems).umask(),
                privileges,
                paths(ReloadOptions.MASTER_FIFO).toList(),
                WATCHES.stream().flatMap(this::triggers).toList(),
                new HookReader(settings, problems).signals(),
                new ControlConfig.End(
                        settings.value(ReloadOptions.DRAIN_DELAY),
                        mercy(),
                        settings.value(ReloadOptions.EXIT_ON_RELOAD)));
    }

    private Duration mercy() {
        Duration whole = settings.value(ReloadOptions.RELOAD_MERCY);
        return whole.isZero() ? settings.value(ReloadOptions.WORKER_RELOAD_MERCY) : whole;
    }

    private Stream<FileWatch.Trigger> triggers(Watch watch) {
        return paths(watch.option())
                .map(path -> new FileWatch.Trigger(
                        path, watch.look(), watch.command(), watch.option().name()));
    }

    private Stream<Path> paths(Option<List<String>> option) {
        return settings.value(option).stream().map(surroundings::resolve);
    }
}
