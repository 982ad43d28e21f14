// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

/** What has come of a reload. */
public sealed interface ReloadOutcome {
    /** It was overtaken by the end of the server. */
    ReloadOutcome STOPPING = new Failed("the server stops");

    /**
     * What was asked for serves.
     *
     * @param how a line
     */
    record Serves(String how) implements ReloadOutcome {}

    /**
     * It has failed; what was there before serves on.
     *
     * @param reason a line, then the traceback where there is one
     */
    record Failed(String reason) implements ReloadOutcome {}
}
