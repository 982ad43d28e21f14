// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import io.merapi.worker.scaling.ScalingLimits;

/**
 * Every limit of a pool's workers.
 *
 * @param harakiri how long a request may run
 * @param recycling when a worker is worn out
 * @param process what a worker watches over itself
 * @param scaling how many workers there are
 * @param tellsMemory whether the log tells their memory, so that it is measured even without a limit of it
 */
public record WorkerLimits(
        HarakiriLimits harakiri,
        RecyclingLimits recycling,
        ProcessLimits process,
        ScalingLimits scaling,
        boolean tellsMemory) {

    /** No limits. */
    public static final WorkerLimits NONE =
            new WorkerLimits(HarakiriLimits.NONE, RecyclingLimits.NONE, ProcessLimits.NONE, ScalingLimits.NONE, false);

    public WorkerLimits with(HarakiriLimits other) {
        return new WorkerLimits(other, recycling, process, scaling, tellsMemory);
    }

    public WorkerLimits with(RecyclingLimits other) {
        return new WorkerLimits(harakiri, other, process, scaling, tellsMemory);
    }

    public WorkerLimits with(ScalingLimits other) {
        return new WorkerLimits(harakiri, recycling, process, other, tellsMemory);
    }
}
