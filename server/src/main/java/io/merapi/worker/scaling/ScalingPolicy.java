// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/** Decides how many workers there are to be; keeps count of what it has seen before. */
public sealed interface ScalingPolicy permits Spare, Backlog, Busyness, Manual {

    /** Takes the next second in: how many workers more there are to be, or fewer; bounds are the caller's. */
    int change(Sample sample);
}
