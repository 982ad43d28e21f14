// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.scaling;

/**
 * What a pool has been doing in the last second.
 *
 * @param workers how many there are, those that start included
 * @param idle how many of them run nothing now
 * @param queued how many requests wait for one now
 * @param busyPercent how much of the time their threads have been at work, 0 to 100
 */
public record Sample(int workers, int idle, int queued, int busyPercent) {}
