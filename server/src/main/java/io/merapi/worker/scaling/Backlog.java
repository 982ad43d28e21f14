// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/** Goes by the queue alone: more workers when too many requests wait, one fewer when fewer do and one is idle. */
public final class Backlog implements ScalingPolicy {
    private final int most;
    private final int step;

    /**
     * @param most so many requests may wait
     * @param step how many workers more at a time
     */
    public Backlog(int most, int step) {
        this.most = most;
        this.step = step;
    }

    @Override
    public int change(Sample sample) {
        if (sample.queued() > most) {
            return step;
        }
        return sample.queued() < most && sample.idle() > 0 ? -1 : 0;
    }
}
