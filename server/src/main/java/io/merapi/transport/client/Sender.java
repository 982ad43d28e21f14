// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.exchange.Vars;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request and whom it is for, as far as its own head does not say.
 *
 * @param address the client's address as text; empty where it has none
 * @param vars REMOTE_ADDR, REMOTE_PORT, SCRIPT_NAME, SERVER_NAME, SERVER_PORT and wsgi.url_scheme
 * @param host what counts instead of its Host field; null where that field counts
 * @param passed which of the fields about forwarding the application gets
 */
public record Sender(String address, Vars vars, @Nullable String host, Passed passed) {

    /** Which fields about forwarding the application gets. */
    public enum Passed {
        /** None: they are a stranger's. */
        NONE,
        /** Those that are believed: without {@code Forwarded}, which is the client's own. */
        X_FORWARDED,
        ALL
    }
}
