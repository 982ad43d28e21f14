// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import io.merapi.control.identity.Privileges;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the operator finds the process, and tells it what to do.
 *
 * @param whereabouts where it is found
 * @param vacuum whether the pidfiles, and the master FIFO, are removed at the end
 * @param umask permissions that new files do not get; -1: as they were inherited
 * @param privileges who the server and its workers become
 * @param fifos the slots of the master FIFO
 * @param triggers files that are watched
 * @param signals what signals, without SIG, ask for, where that is not the usual
 * @param end how it stops
 */
public record ControlConfig(
        Whereabouts whereabouts,
        boolean vacuum,
        int umask,
        Privileges.Plan privileges,
        List<Path> fifos,
        List<FileWatch.Trigger> triggers,
        Map<String, Command> signals,
        End end) {

    /**
     * Where the process is found.
     *
     * @param pidfiles the files its process id is written to
     * @param daemon how it goes to the background, or null where it stays
     * @param admin where it is asked and told
     * @param name what the system calls it; empty: as it was started
     */
    public record Whereabouts(List<Pidfile> pidfiles, Daemon.@Nullable Plan daemon, Admin admin, String name) {}

    /**
     * The admin socket.
     *
     * @param isOn whether there is one
     * @param path where; null: where it is by convention
     */
    public record Admin(boolean isOn, @Nullable Path path) {}

    /**
     * How the server stops.
     *
     * @param drainDelay how long it still accepts connections
     * @param mercy how long what has been accepted may take from then on
     * @param onReload a reload is a stop
     */
    public record End(Duration drainDelay, Duration mercy, boolean onReload) {}
}
