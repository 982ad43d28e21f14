// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.file.OutputFiles;
import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.control.ControlConfig;
import io.merapi.control.Daemon;
import io.merapi.control.Pidfile;
import io.merapi.control.Pidfile.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the options by which an operator finds the server into its configuration. */
final class OperatingSettings {
    private static final List<Written> PIDFILES = List.of(
            new Written(ProcessOptions.PIDFILE, Phase.BEGUN),
            new Written(ProcessOptions.PIDFILE2, Phase.LISTENING),
            new Written(ProcessOptions.SAFE_PIDFILE, Phase.READY),
            new Written(ProcessOptions.SAFE_PIDFILE2, Phase.READY));

    private final Settings settings;
    private final OutputFiles files;
    private final OutputFiles later;
    private final ProcessTraitsSettings traits;

    /**
     * Reads them.
     *
     * @param files those that are written at the very start
     * @param later the others
     */
    OperatingSettings(Settings settings, OutputFiles files, OutputFiles later, ProcessTraitsSettings traits) {
        this.settings = settings;
        this.files = files;
        this.later = later;
        this.traits = traits;
    }

    private record Written(Option<String> option, Phase phase) {}

    ControlConfig.Whereabouts whereabouts() {
        return new ControlConfig.Whereabouts(
                PIDFILES.stream().flatMap(this::pidfile).toList(), daemon(), admin(), traits.ofFront());
    }

    private Stream<Pidfile> pidfile(Written written) {
        Path path = (written.phase() == Phase.BEGUN ? files : later).path(written.option());
        return path == null
                ? Stream.empty()
                : Stream.of(new Pidfile(written.option().name(), path, written.phase()));
    }

    private ControlConfig.Admin admin() {
        boolean isOn = !settings.value(ProcessOptions.ADMIN_SOCKET).equals(ProcessOptions.OFF);
        return new ControlConfig.Admin(isOn, isOn ? files.path(ProcessOptions.ADMIN_SOCKET) : null);
    }

    private Daemon.@Nullable Plan daemon() {
        boolean showsStart = settings.isGiven(ProcessOptions.DAEMONIZE2);
        Path log = files.path(showsStart ? ProcessOptions.DAEMONIZE2 : ProcessOptions.DAEMONIZE);
        return log == null ? null : new Daemon.Plan(log, showsStart);
    }
}
