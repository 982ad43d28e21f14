// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the operator finds the process, and what is true of all its files.
 *
 * @param whereabouts where it is found
 * @param vacuum whether the pidfiles are removed at the end
 * @param umask permissions that new files do not get; -1: as they were inherited
 */
public record ControlConfig(Whereabouts whereabouts, boolean vacuum, int umask) {

    /**
     * Where the process is found.
     *
     * @param pidfiles the files its process id is written to
     * @param daemon how it goes to the background, or null where it stays
     */
    public record Whereabouts(List<Pidfile> pidfiles, Daemon.@Nullable Plan daemon) {}
}
