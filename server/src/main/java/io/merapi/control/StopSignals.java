// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * SIGTERM and SIGINT: the first stops the server once it has finished what it had accepted, a second at once. One that
 * comes on the heels of the first is the same one: timeout(1) and a terminal signal the process and its group.
 */
public final class StopSignals {
    private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Stopping stopping;
    private final LongSupplier clock;
    private boolean told;
    private long toldAt;

    private StopSignals(Stopping stopping, LongSupplier clock) {
        this.stopping = stopping;
        this.clock = clock;
    }

    /** What is told to stop. Called on threads of the JVM's. */
    public interface Stopping {
        /** Finish what has been accepted, then leave. */
        void gracefully(String signal);

        /** Leave at once; called for each signal after the first. */
        void atOnce(String signal);
    }

    /** From now on the signals reach {@code stopping}. */
    public static void install(SignalSource signals, Stopping stopping) {
        install(signals, stopping, System::nanoTime);
    }

    static void install(SignalSource signals, Stopping stopping, LongSupplier nanoClock) {
        StopSignals handler = new StopSignals(stopping, nanoClock);
        signals.handle("TERM", () -> handler.signalled("SIGTERM"));
        signals.handle("INT", () -> handler.signalled("SIGINT"));
    }

    private synchronized void signalled(String signal) {
        long now = clock.getAsLong();
        if (!told) {
            told = true;
            toldAt = now;
            stopping.gracefully(signal);
        } else if (now - toldAt > SAME_NANOS) {
            stopping.atOnce(signal);
        }
    }
}
