// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/** Leaves it to the operator. */
public final class Manual implements ScalingPolicy {
    @Override
    public int change(Sample sample) {
        return 0;
    }
}
