// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Banner;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.ReloadOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.control.Command;
import io.merapi.control.ControlConfig;
import io.merapi.control.FileWatch;
import io.merapi.control.Look;
import io.merapi.control.MasterFifo;
import io.merapi.control.admin.AdminPlaces;
import io.merapi.control.admin.AdminSocket;
import io.merapi.control.admin.Administrator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways besides signals in which an operator, or a file that changes, reaches a running server. */
final class Reach implements AutoCloseable {
    /** How often files are looked at of which the system tells nothing. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final long PID = ProcessHandle.current().pid();

    private final Settings settings;
    private final @Nullable MasterFifo fifo;
    private final @Nullable AdminSocket admin;
    private final @Nullable FileWatch files;
    private final @Nullable FileWatch modules;

    /**
     * Opens those that are asked for.
     *
     * @throws ConfigException when one cannot be
     */
    Reach(ControlConfig config, Settings settings, Operations operations, Administrator administrator, Banner banner) {
        this.settings = settings;
        this.fifo = openFifo(config, operations);
        this.admin = openAdmin(config.whereabouts().admin(), administrator, banner);
        List<FileWatch.Trigger> triggers = config.triggers();
        this.files = triggers.isEmpty() ? null : FileWatch.start(operations, LOOK_INTERVAL, triggers);
        Duration interval = settings.value(PythonOptions.PY_AUTORELOAD);
        this.modules = interval.isZero() ? null : FileWatch.start(operations, interval, List.of());
    }

    private @Nullable MasterFifo openFifo(ControlConfig config, Operations operations) {
        List<Path> slots = config.fifos();
        try {
            return slots.isEmpty() ? null : MasterFifo.open(slots, operations, config.vacuum());
        } catch (IOException e) {
            throw refused(ReloadOptions.MASTER_FIFO, e);
        }
    }

    private @Nullable AdminSocket openAdmin(ControlConfig.Admin wanted, Administrator administrator, Banner banner) {
        if (!wanted.isOn()) {
            return null;
        }
        Path named = wanted.path();
        try {
            Path path = named == null ? AdminPlaces.own().make(PID) : named;
            AdminSocket socket = AdminSocket.open(path, administrator);
            banner.admin(path);
            return socket;
        } catch (IOException e) {
            if (named != null) {
                throw refused(ProcessOptions.ADMIN_SOCKET, e);
            }
            banner.noAdmin(IoReason.of(e));
            return null;
        }
    }

    private ConfigException refused(Option<?> option, IOException why) {
        return new ConfigException(List.of(settings.problem(option, IoReason.of(why), "")));
    }

    /** Code comes from these files: when one changes, the application is to be loaded anew. */
    void watchModules(List<String> paths) {
        FileWatch watch = modules;
        if (watch != null) {
            // a look at many files takes a while
            Thread.ofVirtual()
                    .name("modules")
                    .start(() -> paths.forEach(path -> watch.add(new FileWatch.Trigger(
                            Path.of(path), Look.CHANGED, Command.RELOAD, PythonOptions.PY_AUTORELOAD.name()))));
        }
    }

    @Override
    public void close() {
        if (modules != null) {
            modules.close();
        }
        if (files != null) {
            files.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (fifo != null) {
            fifo.close();
        }
    }
}
