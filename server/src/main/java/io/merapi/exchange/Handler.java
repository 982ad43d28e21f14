// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/** Answers exchanges: an application pool, later also static files and upstreams. */
public interface Handler {

    /**
     * Takes the exchange over: from here on the handler answers it exactly once, now or later. Called on
     * {@link Exchange#loop()}, with the request head complete and the body either complete or streaming
     * ({@link Request#body()}).
     */
    void handle(Exchange exchange);
}
