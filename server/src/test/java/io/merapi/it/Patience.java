// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How long a test waits for what must come. Only a test that fails waits that long. */
public final class Patience {
    public static final Duration LIMIT = Duration.ofSeconds(45);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Patience() {}

    /** Returns once the condition holds. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, condition, () -> "");
    }

    /**
     * The same.
     *
     * @param circumstances what the failure is to tell besides
     */
    public static void until(String what, Callable<Boolean> condition, Supplier<String> circumstances)
            throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain until " + what + "\n" + circumstances.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
