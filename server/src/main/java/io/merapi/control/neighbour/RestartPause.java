// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.time.Duration;

/**
 * How long to wait before a daemon that has ended is started again: not at all when it had lived for more than three
 * seconds, else a second longer each time, as under uWSGI.
 */
final class RestartPause {
    private static final Duration OF_USE = Duration.ofSeconds(3);

    private final Duration longest;
    private int failures;

    RestartPause(Duration longest) {
        this.longest = longest;
    }

    /** It has ended; returns the pause. */
    Duration after(Duration lived) {
        failures = lived.compareTo(OF_USE) > 0 ? 0 : failures + 1;
        Duration pause = Duration.ofSeconds(failures);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
