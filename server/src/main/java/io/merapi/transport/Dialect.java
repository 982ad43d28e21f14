// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.netty.buffer.ByteBuf;

/**
 * What a {@link SerialConnection} speaks: how the heads of its requests are read, one after the other, and how those of
 * its answers are written. It is the {@link Incoming} request that it has read last.
 */
public interface Dialect extends Incoming {

    /** What has been read. */
    enum Read {
        /** No whole head yet. */
        NOTHING,
        /** The head of a request. */
        REQUEST,
        /** Somebody asks whether anybody is there; {@link #pong} is all the answer. */
        PING
    }

    /**
     * Takes one head off {@code in}, exactly its octets.
     *
     * @throws ProtocolException when it is not a request that is served
     */
    Read decode(ByteBuf in);

    /** The answer to a ping, owned by the caller. */
    ByteBuf pong();

    /** Whether a part of a head has been seen. */
    boolean isMidHead();

    /** Whether the client has said that no other request follows this one. */
    boolean isLast();

    /**
     * How the answer is delimited.
     *
     * @param contentLength length of its body, or -1 when not known
     * @param persist whether we are willing to go on
     */
    ResponseFraming framing(int status, long contentLength, boolean persist);

    /** Appends the head of an answer. */
    void encode(ByteBuf out, ResponseLines lines, ResponseFraming framing);

    /** The request has been answered: forgets it. */
    void forget();
}
