// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Handler;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Handlers in a line, and what they are made of. */
public final class Answers {
    private Answers() {}

    public static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** A 200 with this Content-Length, -1 for none. */
    static ResponseHead ok(long contentLength) {
        return status(200, "OK", contentLength);
    }

    static ResponseHead status(int status, String reason, long contentLength) {
        byte[] fields = "Content-Type: text/plain\r\n".getBytes(StandardCharsets.US_ASCII);
        return new ResponseHead(status, reason, fields, 1, contentLength, false);
    }

    /** Answers with a text, complete at once. */
    static Handler text(String text) {
        return exchange -> answer(exchange, text);
    }

    static void answer(Exchange exchange, String text) {
        exchange.begin(ok(text.length()), octets(text), true);
    }

    /** Answers with the request's target. */
    static Handler target() {
        return exchange -> answer(exchange, exchange.request().uri());
    }

    /** Answers with the request's body. */
    static Handler echo() {
        return exchange -> answer(exchange, bodyOf(exchange));
    }

    static String bodyOf(Exchange exchange) {
        try {
            return switch (exchange.request().body()) {
                case RequestBody.Empty _ -> "";
                case RequestBody.InMemory body -> body.content().toString(StandardCharsets.ISO_8859_1);
                case RequestBody.InFile body -> Files.readString(body.path(), StandardCharsets.ISO_8859_1);
                case RequestBody.Streaming _ -> throw new AssertionError("not expected to be streamed");
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
