// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.process;

import org.jspecify.annotations.Nullable;

/**
 * How the processes of the application differ from others.
 *
 * @param titles what they are called, or null: as they were started
 * @param priority as setpriority(2) has it; 0: as it was inherited
 * @param processorsEach how many processors each worker is bound to; 0: to none
 * @param directory where the workers go when the application is loaded; empty: nowhere
 */
public record ProcessTraits(@Nullable Titles titles, int priority, int processorsEach, String directory) {
    /** No difference. */
    public static final ProcessTraits NONE = new ProcessTraits(null, 0, 0, "");
}
