// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Banner;
import io.merapi.config.option.Catalogue;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.Option;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.control.ControlConfig;
import io.merapi.control.Daemon;
import io.merapi.control.Pidfile;
import io.merapi.control.Pidfile.Phase;
import io.merapi.control.ProcessName;
import io.merapi.control.ServerProcess;
import io.merapi.control.systemd.NotifySocket;
import io.merapi.transport.front.EventLoops;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells whoever has started the server, and whoever looks for it, how far it has got. */
final class Presence implements AutoCloseable {
    private static final long PID = ProcessHandle.current().pid();

    private final ControlConfig config;
    private final Settings settings;
    private final Banner banner;
    private final NotifySocket manager;

    Presence(ControlConfig config, Settings settings, Banner banner, NotifySocket manager) {
        this.config = config;
        this.settings = settings;
        this.banner = banner;
        this.manager = manager;
    }

    /** The configuration has been read. */
    void begun() {
        if (Daemon.isBackground()) {
            Daemon.leaveSession();
        }
        String name = config.whereabouts().name();
        if (!name.isEmpty()) {
            ProcessName.set(name);
        }
        writePidfiles(Phase.BEGUN);
    }

    /** The sockets are open; from now on a loop that is stuck is seen. */
    void listening(EventLoops loops) {
        writePidfiles(Phase.LISTENING);
        long interval = manager.watchdogInterval().toNanos();
        if (interval > 0) {
            Runnable beat = () -> {
                var _ = loops.turn().thenRun(manager::alive);
            };
            var _ = loops.group().next().scheduleAtFixedRate(beat, 0, interval, TimeUnit.NANOSECONDS);
        }
    }

    /** The application is loaded and served; what tells of it must not be on an event loop. */
    void loaded() {
        try {
            writePidfiles(Phase.READY);
        } catch (ConfigException e) {
            e.problems().forEach(banner::problem);
        }
    }

    /** All of that has been told in the log. */
    void ready() {
        manager.ready("serving");
        if (Daemon.isBackground()) {
            Daemon.ready();
        }
    }

    private void writePidfiles(Phase phase) {
        for (Pidfile pidfile : config.whereabouts().pidfiles()) {
            if (pidfile.phase() == phase) {
                write(pidfile);
            }
        }
    }

    private void write(Pidfile pidfile) {
        try {
            Optional<ServerProcess> other = pidfile.write(PID);
            other.ifPresent(process -> banner.pidfileTaken(pidfile.path(), process.pid()));
        } catch (IOException e) {
            Option<?> option = Objects.requireNonNull(Catalogue.find(pidfile.option()));
            throw new ConfigException(List.of(settings.problem(option, IoReason.of(e), "")));
        }
    }

    @Override
    public void close() {
        for (Pidfile pidfile : config.whereabouts().pidfiles()) {
            try {
                if (config.vacuum()) {
                    pidfile.remove(PID);
                }
            } catch (IOException e) {
                banner.pidfileStays(pidfile.path(), IoReason.of(e));
            }
        }
    }
}
