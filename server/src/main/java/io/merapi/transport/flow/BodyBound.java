// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import io.merapi.protocol.http1.ResponseFraming;
import io.netty.buffer.ByteBuf;

/**
 * How much of what an application gives as the body of an answer goes out: nothing where its status or HEAD forbids a
 * body, and not more than Content-Length.
 */
public final class BodyBound {
    private ResponseFraming.Body form = ResponseFraming.Body.NONE;
    /** Octets that Content-Length still promises. */
    private long remaining;

    /**
     * An answer begins.
     *
     * @param length its Content-Length, if it has one
     */
    public void begin(ResponseFraming framing, long length) {
        form = framing.body();
        remaining = form == ResponseFraming.Body.LENGTH ? length : 0;
    }

    /** How the end of the body is told. */
    public ResponseFraming.Body form() {
        return form;
    }

    /** Cuts off what may not go out, and counts the rest as sent. */
    public ByteBuf trim(ByteBuf data) {
        int most = (int) take(data.readableBytes());
        return data.writerIndex(data.readerIndex() + most);
    }

    /** Counts as many of {@code octets} as may go out as sent; returns how many those are. */
    public long take(long octets) {
        return switch (form) {
            case NONE -> 0;
            case LENGTH -> {
                long allowed = Math.min(remaining, octets);
                remaining -= allowed;
                yield allowed;
            }
            case CHUNKED, CLOSE -> octets;
        };
    }

    /** Whether less has been sent than Content-Length promises. */
    public boolean isShort() {
        return remaining > 0;
    }

    /** Nothing more is promised: the answer has broken off, or is not the application's. */
    public void forgo() {
        remaining = 0;
    }
}
