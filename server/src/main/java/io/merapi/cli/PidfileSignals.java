// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.control.ServerProcess;
import io.merapi.control.ServerProcess.Signal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that send a signal to the server that a pidfile names: {@code --stop}, {@code --reload} and others. */
final class PidfileSignals {
    private static final Map<Option<String>, Signal> SIGNALS = Map.of(
            ProcessOptions.STOP, Signal.INT,
            ProcessOptions.RELOAD, Signal.HUP);

    private PidfileSignals() {}

    /** What is to be sent, or why it cannot be; null where none of the options is given. */
    static @Nullable Invocation asked(Settings settings, Surroundings surroundings) {
        for (Map.Entry<Option<String>, Signal> each : SIGNALS.entrySet()) {
            String pidfile = settings.value(each.getKey());
            if (!pidfile.isEmpty()) {
                return asked(surroundings, pidfile, each.getValue());
            }
        }
        return null;
    }

    private static Invocation asked(Surroundings surroundings, String pidfile, Signal signal) {
        try {
            return new Invocation.Send(ServerProcess.of(surroundings.resolve(pidfile)), signal);
        } catch (IOException e) {
            return new Invocation.Refuse("merapi: " + e.getMessage() + "\n", Invocation.CONFIGURATION_ERROR);
        }
    }
}
