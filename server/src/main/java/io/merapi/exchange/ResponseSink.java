// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.netty.buffer.ByteBuf;

/**
 * The protocol's end of an exchange: encodes the answer and writes it to the client's connection. One implementation
 * per protocol. {@link Exchange} guarantees the order head, data*, then end or cut, each on the exchange's loop, and
 * nothing after end or cut.
 */
public interface ResponseSink {

    /**
     * Starts the answer. With {@code last}, {@code data} is the whole body and the answer is complete.
     *
     * @param data the first part of the body, owned by the callee; may be empty
     */
    void head(ResponseHead head, ByteBuf data, boolean last);

    /** Sends more of the body; owns {@code data}. */
    void data(ByteBuf data);

    /** Sends a part of a file as more of the body; the callee closes {@code file} when it is sent or has failed. */
    void file(FileRange file);

    /** The body is complete. */
    void end();

    /** The answer cannot be completed: the connection is cut so that the client can tell (RFC 9112 section 8). */
    void cut();

    /** False while the client takes the answer more slowly than it is written and the buffer is over its limit. */
    boolean isWritable();
}
