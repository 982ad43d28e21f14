// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/**
 * Keeps a worker to spare: more of them when none has been idle for a while, one fewer when one has.
 *
 * <p>A second in which all are busy counts up, one in which one is idle counts down, so that single idle moments of a
 * pool that is overloaded do not hide that.
 */
public final class Spare implements ScalingPolicy {
    private final int patience;
    private final int step;
    private int overloaded;
    private int relaxed;

    /**
     * @param patience after more than so many seconds something is done
     * @param step how many workers more at a time
     */
    public Spare(int patience, int step) {
        this.patience = patience;
        this.step = step;
    }

    @Override
    public int change(Sample sample) {
        if (sample.idle() == 0) {
            overloaded++;
            relaxed = 0;
        } else if (overloaded > 0) {
            overloaded--;
        } else {
            relaxed++;
        }
        if (overloaded > patience) {
            overloaded = 0;
            return step;
        }
        if (relaxed > patience) {
            relaxed = 0;
            return -1;
        }
        return 0;
    }
}
