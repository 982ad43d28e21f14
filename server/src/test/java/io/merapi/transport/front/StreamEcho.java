// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.exchange.BodyStream;
import io.merapi.exchange.Exchange;
import io.merapi.exchange.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Answers a streamed body with itself, part by part. */
final class StreamEcho implements BodyStream.Receiver {
    private final Exchange exchange;

    private StreamEcho(Exchange exchange) {
        this.exchange = exchange;
    }

    static void answer(Exchange exchange) {
        if (exchange.request().body() instanceof RequestBody.Streaming(BodyStream stream, long _)) {
            exchange.begin(Answers.ok(-1), Unpooled.EMPTY_BUFFER, false);
            stream.start(new StreamEcho(exchange));
        } else {
            Answers.answer(exchange, "");
        }
    }

    @Override
    public void data(ByteBuf data) {
        exchange.write(data);
    }

    @Override
    public void end() {
        exchange.finish();
    }

    @Override
    public void broken() {
        // the connection has said so already
    }
}
