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
    BRUTAL
}
