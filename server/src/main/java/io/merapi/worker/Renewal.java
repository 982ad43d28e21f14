// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.lifecycle.ReloadOutcome;
import io.merapi.worker.lifecycle.WorkerState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Workers that are replaced by others from the same zygote. It is over when none of them takes requests any more, or
 * one does and nobody is on the way to succeed it.
 *
 * @param before those that are replaced
 */
record Renewal(Generation generation, List<Worker> before, long sinceNanos, CompletableFuture<ReloadOutcome> outcome) {

    /** Forks the successors. */
    static Renewal begin(Generation generation, boolean merciful, long nowNanos) {
        List<Worker> before = generation.workers().stream()
                .filter(worker -> worker.state() == WorkerState.READY)
                .toList();
        generation.renewWorkers(merciful);
        return new Renewal(generation, before, nowNanos, new CompletableFuture<>());
    }

    /** Whether it is over; then those who wait for it are told. */
    boolean look(long nowNanos) {
        List<Worker> left = before.stream()
                .filter(worker -> worker.state() == WorkerState.READY)
                .toList();
        if (left.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos);
            outcome.complete(new ReloadOutcome.Serves("workers replaced in " + millis + " ms"));
        } else if (left.stream().noneMatch(generation::hasHeir)) {
            String which = left.getFirst().toString();
            outcome.complete(new ReloadOutcome.Failed(which + " serves on: none that was to succeed it has lived"));
        }
        return outcome.isDone();
    }
}
