// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

/**
 * How long the pool's application takes for a request lately, and so how many requests may be sent ahead to a worker
 * that is still busy.
 *
 * <p>Theory: a request sent ahead saves two wake-ups, and keeps the worker running where the front has to wait for a
 * processor, but waits for those before it. It is therefore sent only when it will be started within about three
 * milliseconds, a time slice of Linux (docs/decisions/0021). The estimate is an exponentially weighted mean with a
 * weight of 1/16 for the newest: one request of 20 ms among fast ones lifts it over the millisecond, and so stops
 * sending ahead for about the next dozen; an application that takes a millisecond or more is never sent anything ahead.
 */
public final class ServiceTime {
    /** The wait that is accepted for a request that is sent ahead, in microseconds. */
    private static final int AHEAD_MICROS = 3000;

    /** An application that takes so long is slow: what a wake-up costs does not matter to it. */
    private static final int SLOW_MICROS = 1000;

    /** More than this saves nothing measurable: the wake-up is already shared by so many. */
    private static final int MAX_AHEAD = 16;

    /** What a request costs the worker besides the application, in microseconds: about what the fastest take. */
    private static final int OWN_MICROS = 10;

    private static final int WEIGHT_SHIFT = 4;

    /** The mean in 1/16 microseconds; starts above the bound: nothing is sent ahead before the application is known. */
    private long scaledMean = (long) SLOW_MICROS << WEIGHT_SHIFT;

    public void served(long micros) {
        scaledMean += micros - (scaledMean >> WEIGHT_SHIFT);
    }

    long meanMicros() {
        return scaledMean >> WEIGHT_SHIFT;
    }

    /** How many requests may be sent to a worker beyond the one it runs. */
    public int ahead() {
        long each = meanMicros() + OWN_MICROS;
        return each >= SLOW_MICROS ? 0 : (int) Math.min(MAX_AHEAD, AHEAD_MICROS / each);
    }
}
