// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/**
 * What the handler that answers an exchange hears back from the client's side. All calls are on the exchange's loop.
 */
public interface Responder {

    /**
     * The client is gone: nothing that is still written reaches anybody. The exchange is already over; called at most
     * once.
     */
    void clientGone();

    /** {@link Exchange#isWritable()} has become true again after it was false. */
    void writable();
}
