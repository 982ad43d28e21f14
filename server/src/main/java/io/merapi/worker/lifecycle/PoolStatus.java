// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import java.util.List;

/**
 * How a pool fares at a moment.
 *
 * @param generation the number of the one that serves; 0 while there is none
 * @param isLoading whether another one is to follow it
 * @param workers of all generations, the one that serves last
 * @param queued how many requests wait
 * @param isPaused whether they wait because nothing is given to workers
 * @param failure why the application has not loaded when that was last tried, with its traceback; empty when it has
 */
public record PoolStatus(
        int generation, boolean isLoading, List<Member> workers, int queued, boolean isPaused, String failure) {

    /**
     * A worker.
     *
     * @param busyThreads how many of its threads have a request
     * @param served how many requests it has finished
     */
    public record Member(int generation, int number, long pid, WorkerState state, int busyThreads, long served) {}

    /** Whether requests are, or will be, answered by the application: some worker is ready. */
    public boolean isHealthy() {
        return workers.stream().anyMatch(worker -> worker.state() == WorkerState.READY);
    }
}
