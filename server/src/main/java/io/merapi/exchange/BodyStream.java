// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.netty.buffer.ByteBuf;

/**
 * A request body that is passed on while it is received. The source pushes to a {@link Receiver}; the receiver holds it
 * back with {@link #pause} and {@link #resume}, which reaches the client as TCP back-pressure. All on the exchange's
 * loop.
 */
public interface BodyStream {

    /** Starts the flow; called once. */
    void start(Receiver receiver);

    /** Stops reading from the client; what has been read already may still arrive. */
    void pause();

    void resume();

    /** Nobody wants the rest: the source discards what still comes. */
    void discard();

    /** Takes the body's parts. */
    interface Receiver {
        /** One part, owned by the callee. */
        void data(ByteBuf data);

        /** The body is complete. */
        void end();

        /** The body ended early (client gone, malformed chunk, timeout); nothing follows. */
        void broken();
    }
}
