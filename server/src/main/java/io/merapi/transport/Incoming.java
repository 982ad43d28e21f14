// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.protocol.BodyReader;
import io.merapi.transport.client.Client;

/** A request whose head has been read, as its protocol has it: all that a {@link Turn} needs to know of it. */
public interface Incoming {

    /** Length of the body as announced, or -1. */
    long contentLength();

    /** Whether body octets follow the head. */
    boolean hasBody();

    /** Reads the body, from its first octet. */
    BodyReader bodyReader();

    /** Whether the client waits to be asked for the body. */
    boolean expectsContinue();

    /** Whether a client that shuts down its sending side may still want its answer; otherwise it has left. */
    boolean mayHalfClose();

    /**
     * The request for the handler.
     *
     * @param contentLength length of the body, or -1 where there is none or it is not known
     */
    Request request(Client client, RequestBody body, long contentLength);

    /** {@code METHOD target protocol} where the head was complete, else empty. */
    String requestLine();
}
