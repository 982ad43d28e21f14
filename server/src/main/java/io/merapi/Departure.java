// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Invocation;

/**
 * How the command ends.
 *
 * @param status the exit code
 * @param isServed whether that is all there is to it: requests have been served, or nothing was to serve them
 */
record Departure(int status, boolean isServed) {

    /** Nothing has been, or could have been, served by this process. */
    static Departure with(int status) {
        return new Departure(status, true);
    }

    /** The server could not start. */
    static Departure refused() {
        return new Departure(Invocation.CONFIGURATION_ERROR, false);
    }

    /** Whether a server was to start, and could not. */
    boolean isFailedStart() {
        return !isServed && (status == Invocation.CONFIGURATION_ERROR || status == Invocation.FAILED_APP);
    }
}
