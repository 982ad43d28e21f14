// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/**
 * What the handler that answers an exchange hears back from the client's side. All calls are on the exchange's loop.
 */
public interface Responder {

    /**
     * The client is gone, or has been answered by its connection because its request broke off: nothing that is still
     * written reaches anybody. Called at most once.
     */
    void clientGone();

    /**
     * The client has shut down its sending side while its request was waiting or running. It may still read (RFC 9112
     * section 9.6), but has most likely left: a queue may drop the request, what has been started goes on. Called at
     * most once; a shutdown right after the request is a deliberate half-close and not told.
     */
    void inputEnded();

    /** {@link Exchange#isWritable()} has become true again after it was false. */
    void writable();
}
