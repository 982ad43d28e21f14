// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.process;

import org.jspecify.annotations.Nullable;

/**
 * How the processes of the application differ from others.
 *
 * @param titles what they are called, or null: as they were started
 * @param scheduling when and where they run
 * @param directory where the workers go when the application is loaded; empty: nowhere
 * @param readsInput whether their standard input is the server's; else there is nothing to read
 */
public record ProcessTraits(@Nullable Titles titles, Scheduling scheduling, String directory, boolean readsInput) {
    /** Where nothing is asked for. */
    public static final ProcessTraits USUAL = new ProcessTraits(null, Scheduling.USUAL, "", false);
}
