// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.WorkerState;
import io.merapi.worker.limit.MemoryUse;
import io.merapi.worker.limit.RecyclingLimits;
import io.merapi.worker.limit.WorkerLimits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers that are worn out ({@link RecyclingLimits}), before they leave: a successor is forked, and when that
 * serves the old one gets nothing more, and leaves when it has finished what it has. At most one worker in four, but at
 * least one, is being replaced at a time, so that neither the memory nor the time that new ones need is noticed.
 *
 * <p>The number of its requests tells at once that a worker may be worn out; age and memory are looked at every so
 * often. Memory is read on a thread of its own.
 *
 * <p>Owned by the pool's loop.
 */
final class Recycling {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final int ONE_IN = 4;
    private static final int LOOK_MILLIS = 1000;
    private static final int LOOK_AT_MEMORY_MILLIS = 250;
    private static final int LOOK_AT_SHARES_MILLIS = 2000;

    private final Generation generation;
    private final RecyclingLimits limits;
    private final Consumer<String> log;
    /** Whether memory is measured although no single worker has a limit of it. */
    private final boolean measures;

    private boolean measuring;

    /** {@code log} takes a line for each worker that is replaced. */
    Recycling(Generation generation, Consumer<String> log) {
        this.generation = generation;
        this.limits = generation.config().limits().recycling();
        this.log = log;
        WorkerLimits all = generation.config().limits();
        this.measures = all.tellsMemory() || all.scaling().memory().isAny();
    }

    /** Looks at age and memory from now on, as long as the generation serves. */
    void begin() {
        if (limits.isAny() || measures) {
            lookAtAll();
        }
    }

    private void lookLater() {
        int memoryMillis = limits.isCostly() ? LOOK_AT_SHARES_MILLIS : LOOK_AT_MEMORY_MILLIS;
        generation.dispatcher().after(limits.isOfMemory() || measures ? memoryMillis : LOOK_MILLIS, this::lookAtAll);
    }

    private void lookAtAll() {
        if (!generation.state().serves()) {
            return;
        }
        if ((limits.isOfMemory() || measures) && !measuring) {
            measure();
        }
        look();
        lookLater();
    }

    // ---- memory

    /** Reads it for all workers, on another thread. */
    private void measure() {
        measuring = true;
        Map<Worker, Integer> pids = new HashMap<>();
        for (Worker worker : generation.workers()) {
            if (worker.pid() > 0 && worker.exit() == null) {
                pids.put(worker, worker.pid());
            }
        }
        boolean shares = limits.isCostly();
        Thread.ofVirtual().name("memory").start(() -> {
            Map<Worker, MemoryUse> found = new HashMap<>();
            pids.forEach((worker, pid) -> {
                MemoryUse use = read(pid, shares);
                if (use != null) {
                    found.put(worker, use);
                }
            });
            generation.dispatcher().execute(() -> measured(found));
        });
    }

    private static @Nullable MemoryUse read(int pid, boolean shares) {
        try {
            return MemoryUse.of(pid, shares);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the memory of process " + pid, e);
            return null;
        }
    }

    private void measured(Map<Worker, MemoryUse> found) {
        measuring = false;
        found.forEach(Worker::memory);
        look();
    }

    // ---- who is worn out

    /** Begins to replace those that are worn out, as many as may be at a time. */
    void look() {
        if (generation.state() != GenerationState.SERVING) {
            return;
        }
        for (Worker worker : List.copyOf(generation.workers())) {
            RecyclingLimits.Reason reason = worker.state() == WorkerState.READY ? judge(worker) : null;
            if (reason != null && reason.kills()) {
                log.accept(worker + " is killed: " + reason.text());
                generation.kill(worker);
            } else if (reason != null && !generation.hasHeir(worker) && isTurn()) {
                recycle(worker, reason.text());
            }
        }
    }

    private RecyclingLimits.@Nullable Reason judge(Worker worker) {
        String reason = worker.wornOutBy();
        if (reason != null) {
            return new RecyclingLimits.Reason(reason, false);
        }
        long age = generation.dispatcher().nanoTime() - worker.startedNanos();
        return limits.judge(worker.quota(), new RecyclingLimits.Use(worker.requests(), age, worker.memory()));
    }

    private boolean isTurn() {
        long replaced = generation.workers().stream()
                .filter(generation::isBeingReplaced)
                .count();
        return replaced < Math.max(1, generation.config().processes() / ONE_IN);
    }

    private void recycle(Worker worker, String reason) {
        if (generation.spawn(worker.number(), generation.dispatcher().nanoTime())) {
            log.accept(worker + " is replaced: " + reason);
        }
    }
}
