// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import java.nio.file.Path;

/** The body of a request as the front holds it. */
public sealed interface RequestBody {

    /** No body. */
    RequestBody EMPTY = new Empty();

    /** The whole length in octets, or -1 when it is not known (streamed and chunked). */
    long length();

    /** There is none. */
    record Empty() implements RequestBody {
        @Override
        public long length() {
            return 0;
        }
    }

    /** All of it, in memory. Owned (and released) by the exchange; readers take a retained duplicate. */
    record InMemory(ByteBuf content) implements RequestBody {
        @Override
        public long length() {
            return content.readableBytes();
        }
    }

    /**
     * All of it, in a temporary file.
     *
     * @param use held by the exchange until it is over, and by whoever may open the file after that: when nobody holds
     *     it any more the path may lead to something else, be it another request's body
     */
    record InFile(Path path, long length, ReferenceCounted use) implements RequestBody {}

    /**
     * Still coming in from the client ({@code request-buffering = off}).
     *
     * @param stream where the handler takes it from
     */
    record Streaming(BodyStream stream, long length) implements RequestBody {}
}
