// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import java.time.Duration;
import java.util.List;

/**
 * How a pool fares at a moment.
 *
 * @param generation the number of the one that serves; 0 while there is none
 * @param isLoading whether another one is to follow it
 * @param failure why the application has not loaded when that was last tried, with its traceback; empty when it has
 * @param wanted how many workers the one that serves is to have
 * @param workers of all generations, the one that serves last
 * @param queued how many requests wait
 * @param maxQueue how many may
 * @param isPaused whether they wait because nothing is given to workers
 */
public record PoolStatus(
        int generation,
        boolean isLoading,
        String failure,
        int wanted,
        List<Member> workers,
        int queued,
        int maxQueue,
        boolean isPaused) {

    /**
     * A worker.
     *
     * @param age since it was forked
     * @param served how many requests it has finished
     * @param running what its threads are at
     */
    public record Member(
            int generation,
            int number,
            long pid,
            WorkerState state,
            Duration age,
            long served,
            List<Running> running) {}

    /**
     * A request that a worker runs.
     *
     * @param thread which of its threads, from 0
     * @param elapsed since it was given to that thread
     * @param queued how long it waited before that
     */
    public record Running(int thread, String method, String uri, Duration elapsed, Duration queued) {}

    /** Whether requests are, or will be, answered by the application: some worker is ready. */
    public boolean isHealthy() {
        return workers.stream().anyMatch(worker -> worker.state() == WorkerState.READY);
    }
}
