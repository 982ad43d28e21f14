// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.process;

/**
 * When and where the processes of the application run.
 *
 * @param priority as setpriority(2) has it; 0: as it was inherited
 * @param processorsEach how many processors each worker is bound to; 0: to none
 * @param batch whether a worker that wakes up lets what is running go on (SCHED_BATCH of sched(7))
 */
public record Scheduling(int priority, int processorsEach, boolean batch) {
    /** Where nothing is asked for. */
    public static final Scheduling USUAL = new Scheduling(0, 0, true);
}
