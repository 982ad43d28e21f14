// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

/**
 * Every limit of a pool's workers.
 *
 * @param harakiri how long a request may run
 * @param recycling when a worker is worn out
 * @param process what a worker watches over itself
 */
public record WorkerLimits(HarakiriLimits harakiri, RecyclingLimits recycling, ProcessLimits process) {

    /** No limits. */
    public static final WorkerLimits NONE =
            new WorkerLimits(HarakiriLimits.NONE, RecyclingLimits.NONE, ProcessLimits.NONE);

    public WorkerLimits with(HarakiriLimits other) {
        return new WorkerLimits(other, recycling, process);
    }

    public WorkerLimits with(RecyclingLimits other) {
        return new WorkerLimits(harakiri, other, process);
    }
}
