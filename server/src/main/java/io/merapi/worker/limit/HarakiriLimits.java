// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.time.Duration;

/**
 * How long a request may run, and what happens to its worker then.
 *
 * @param most then its client gets 504 and its worker is replaced; zero: it may run for ever
 * @param warn then the stacks are logged, and nothing else happens; zero: never
 * @param verbose whether the log says, too, where each thread is in the kernel
 * @param grace how long the worker may take after the signal until it is killed; zero: it is killed at once
 * @param signal what the worker is sent first, where there is a grace
 */
public record HarakiriLimits(Duration most, Duration warn, boolean verbose, Duration grace, int signal) {

    /** SIGTERM, uWSGI's default. */
    public static final int USUAL_SIGNAL = 15;

    /** No request is ever stuck. */
    public static final HarakiriLimits NONE =
            new HarakiriLimits(Duration.ZERO, Duration.ZERO, false, Duration.ZERO, USUAL_SIGNAL);

    /** Whether a request that has run for so long is to end. */
    public boolean isOver(long nanos) {
        return !most.isZero() && nanos >= most.toNanos();
    }

    /** Whether a request that has run for so long is worth a warning. */
    public boolean isSlow(long nanos) {
        return !warn.isZero() && nanos >= warn.toNanos();
    }
}
