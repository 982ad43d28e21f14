// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM and SIGINT: the first stops the server once it has finished what it had accepted, a second at once. */
public final class StopSignals {
    private final Stopping stopping;
    private final AtomicBoolean told = new AtomicBoolean();

    private StopSignals(Stopping stopping) {
        this.stopping = stopping;
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
        StopSignals handler = new StopSignals(stopping);
        signals.handle("TERM", () -> handler.signalled("SIGTERM"));
        signals.handle("INT", () -> handler.signalled("SIGINT"));
    }

    private void signalled(String signal) {
        if (told.compareAndSet(false, true)) {
            stopping.gracefully(signal);
        } else {
            stopping.atOnce(signal);
        }
    }
}
