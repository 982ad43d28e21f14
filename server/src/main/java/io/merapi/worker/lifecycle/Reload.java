// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

/** How the processes of a pool are replaced. */
public enum Reload {
    /**
     * A new generation loads the application anew; when all its workers are ready it takes over, and the old one
     * finishes what it has.
     */
    GRACEFUL,
    /** The same, but the old one is killed as soon as the new one has taken over. */
    BRUTAL,
    /** A new generation loads the application anew and takes over worker by worker: one more process at a time. */
    CHAIN,
    /** Each worker is replaced by one that is forked from the same zygote. */
    WORKERS,
    /** The same, but each is killed as soon as its successor is ready. */
    WORKERS_BRUTAL;

    /** Whether the application is not loaded again, but where each worker does so. */
    public boolean isOfWorkers() {
        return this == WORKERS || this == WORKERS_BRUTAL;
    }

    /** Whether the old processes may finish what they have. */
    public boolean isMerciful() {
        return this != BRUTAL && this != WORKERS_BRUTAL;
    }
}
