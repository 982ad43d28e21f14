// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.merapi.protocol.Violation;

/**
 * Hears of each request that was turned away before there was an {@link Exchange}: malformed, over a limit, or not sent
 * in time. At most once per connection, for a refusal ends it. Called on the connection's loop.
 */
public interface RefusalObserver {

    /**
     * A request has been refused.
     *
     * @param remoteAddress textual address of the client
     * @param violation what it did; its status is what the client was sent, 0 when it was sent nothing
     * @param requestLine {@code METHOD target protocol} where the head was complete, else empty
     */
    void refused(String remoteAddress, Violation violation, String requestLine);
}
