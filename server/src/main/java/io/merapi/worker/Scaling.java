// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.WorkerState;
import io.merapi.worker.limit.MemoryUse;
import io.merapi.worker.scaling.Sample;
import io.merapi.worker.scaling.ScalingLimits;
import io.merapi.worker.scaling.ScalingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Has as many workers as there is work for: once a second a {@link ScalingPolicy} is told what they have been doing,
 * and says how many more or fewer there are to be. One that is not needed leaves only when it has nothing to do.
 *
 * <p>Owned by the pool's loop.
 */
final class Scaling {
    private static final int LOOK_MILLIS = 1000;

    private final Generation generation;
    private final Dispatcher dispatcher;
    private final PoolListener listener;
    private final ScalingLimits limits;
    private final ScalingPolicy policy;
    private int most;
    private Map<Worker, Long> busyBefore = new HashMap<>();
    private long lookedNanos;
    private long admittedBefore;
    private long activeNanos;

    Scaling(Generation generation, PoolListener listener) {
        this.generation = generation;
        this.dispatcher = generation.dispatcher();
        this.listener = listener;
        this.limits = generation.config().limits().scaling();
        this.policy = limits.policy();
        this.most = generation.config().processes();
    }

    /** Looks from now on, as long as the generation serves. */
    void begin() {
        if (limits.isAny()) {
            lookedNanos = dispatcher.nanoTime();
            activeNanos = lookedNanos;
            dispatcher.after(LOOK_MILLIS, this::look);
        }
    }

    /** There is a request, and no worker: they come back. */
    void wake() {
        if (generation.wanted() == 0) {
            want(limits.awake(most), "there is something to do");
        }
    }

    private void look() {
        if (!generation.state().serves()) {
            return;
        }
        long now = dispatcher.nanoTime();
        List<Worker> ready = ready();
        Sample sample = sample(ready, now);
        boolean active = dispatcher.admitted() != admittedBefore || sample.idle() < ready.size() || sample.queued() > 0;
        admittedBefore = dispatcher.admitted();
        activeNanos = active ? now : activeNanos;
        long after = limits.idle().after().toNanos();
        boolean resting = after > 0 && now - activeNanos >= after;
        if (resting && limits.idle().ends()) {
            listener.idle("nothing to do for " + TimeUnit.NANOSECONDS.toSeconds(now - activeNanos) + " s");
            return;
        }
        if (resting) {
            rest("nothing to do for " + TimeUnit.NANOSECONDS.toSeconds(now - activeNanos) + " s");
        } else if (generation.wanted() > 0 && limits.least() > 0) {
            scale(sample);
        }
        dispatcher.after(LOOK_MILLIS, this::look);
    }

    private List<Worker> ready() {
        List<Worker> ready = new ArrayList<>();
        for (Worker worker : generation.workers()) {
            if (worker.state() == WorkerState.READY) {
                ready.add(worker);
            }
        }
        return ready;
    }

    private Sample sample(List<Worker> ready, long now) {
        Map<Worker, Long> busyNow = new HashMap<>();
        long busy = 0;
        int idle = 0;
        for (Worker worker : ready) {
            long total = worker.busyNanos(now);
            busyNow.put(worker, total);
            busy += total - busyBefore.getOrDefault(worker, total);
            idle += worker.busyLinks() == 0 ? 1 : 0;
        }
        long time = (now - lookedNanos) * Math.max(1, ready.size() * generation.threads());
        busyBefore = busyNow;
        lookedNanos = now;
        int percent = (int) Math.min(100, busy * 100 / Math.max(1, time));
        return new Sample(generation.wanted(), idle, dispatcher.queued(), percent);
    }

    private void scale(Sample sample) {
        int workers = generation.wanted();
        int wanted = limits.bounded(workers, policy.change(sample), most, rssBytes());
        String why = sample.queued() + " requests wait, " + sample.idle() + " workers are idle, " + sample.busyPercent()
                + "% of the time they were busy";
        if (wanted > workers) {
            want(wanted, why);
        } else if (wanted < workers && generation.state() == GenerationState.SERVING && generation.retireIdle()) {
            listener.note("scaling to " + wanted + " workers: " + why);
        }
    }

    /** Has so many from now on; where their number goes by what there is to do, so many at most. */
    void scaleTo(int workers) {
        most = workers;
        if (workers < generation.wanted()) {
            generation.shrink(workers);
            listener.note("scaling to " + workers + " workers: as was asked for");
        } else if (workers > generation.wanted()) {
            want(workers, "as was asked for");
        }
    }

    private void want(int workers, String why) {
        generation.wanted(workers);
        generation.forkMissing();
        listener.note("scaling to " + workers + " workers: " + why);
    }

    /** All workers leave that have nothing to do. */
    void rest(String why) {
        int before = generation.wanted();
        while (generation.wanted() > 0 && generation.retireIdle()) {
            // the next one
        }
        if (generation.wanted() < before) {
            listener.note("scaling to " + generation.wanted() + " workers: " + why);
        }
    }

    private long rssBytes() {
        long sum = 0;
        for (Worker worker : generation.workers()) {
            MemoryUse use = worker.memory();
            sum += use == null ? 0 : use.rss();
        }
        return sum;
    }
}
