// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import io.merapi.exchange.ExchangeObserver;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.ResponseHead;
import io.merapi.exchange.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Takes every answer and keeps nothing, where only the log of it is of interest. */
public final class Discarding implements ResponseSink {
    /** The head of an answer, 45 octets as sent. */
    public static final ResponseHead OK = new ResponseHead(
            200, "OK", "Content-Type: text/plain\r\n".getBytes(StandardCharsets.US_ASCII), 1, -1, false);

    static final ExchangeObserver NO_OBSERVER = _ -> {};

    /** So many octets of a body. */
    public static ByteBuf body(int bytes) {
        return Unpooled.wrappedBuffer(new byte[bytes]);
    }

    @Override
    public void head(ResponseHead head, ByteBuf data, boolean last) {
        data.release();
    }

    @Override
    public void data(ByteBuf data) {
        data.release();
    }

    @Override
    public void file(FileRange file) {
        try {
            file.channel().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void end() {}

    @Override
    public void cut() {}

    @Override
    public boolean isWritable() {
        return true;
    }
}
