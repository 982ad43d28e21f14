// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import java.time.Duration;

/**
 * How long to wait before a dead worker, or zygote, is replaced: not at all when it had been of use, else twice as long
 * each time, from 100 ms to 10 s, so that a process that dies at once does not keep the machine busy.
 */
public final class RespawnPause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private int failures;

    /** One has died; {@code useful} when it had served a request or lived long enough. Returns the pause. */
    public Duration died(boolean useful) {
        if (useful) {
            useful();
            return Duration.ZERO;
        }
        failures++;
        if (failures == 1) {
            return Duration.ZERO;
        }
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 2, 10));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** One is of use. */
    public void useful() {
        failures = 0;
    }

    /** How many have died in a row without having been of use. */
    public int failures() {
        return failures;
    }
}
