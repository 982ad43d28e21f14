// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestDecoderTest {

    @Test
    void readsAllThatAHeadSays() {
        Conversation.Reading reading = Conversation.read(lines(
                        "POST /a%20b/c?d=e&f HTTP/1.1",
                        "Host: example.com:8080",
                        "Accept: */*",
                        "X-Empty:",
                        "X-Padded: \t a b \t ",
                        "Content-Length: 5",
                        "")
                + "hello");
        Conversation.Message message = reading.only();
        RequestHead head = message.head();
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a%20b/c?d=e&f");
        assertThat(head.form()).isEqualTo(TargetForm.ORIGIN);
        assertThat(head.rawPath()).isEqualTo("/a%20b/c");
        assertThat(head.rawQuery()).isEqualTo("d=e&f");
        assertThat(head.host()).isEqualTo("example.com:8080");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fieldCount()).isEqualTo(5);
        assertThat(Conversation.name(head, 1)).isEqualTo("Accept");
        assertThat(head.value("x-empty")).isEmpty();
        assertThat(head.value("x-padded")).isEqualTo("a b");
        assertThat(head.value("x-absent")).isNull();
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(message.body()).isEqualTo("hello");
    }

    @Test
    void consumesExactlyTheHead() {
        ByteBuf in = buffer("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next");
        RequestDecoder decoder = new RequestDecoder(Conversation.LIMITS);
        assertThat(decoder.decode(in)).isNotNull();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("GET /next");
        in.release();
    }

    @Test
    void readsPipelinedRequestsInOrder() {
        Conversation.Reading reading = Conversation.read(lines("GET /1 HTTP/1.1", "Host: a", "")
                + lines("POST /2 HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "3", "abc", "0", "")
                + lines("GET /3 HTTP/1.1", "Host: a", "")
                + "GE");
        assertThat(reading.messages())
                .extracting(message -> message.head().target())
                .containsExactly("/1", "/2", "/3");
        assertThat(reading.messages()).extracting(Conversation.Message::body).containsExactly("", "abc", "");
        assertThat(reading.rest()).isEqualTo("GE");
    }

    @Test
    void isMidHeadFromTheFirstOctetToTheLast() {
        RequestDecoder decoder = new RequestDecoder(Conversation.LIMITS);
        ByteBuf in = buffer("\r\n");
        assertThat(decoder.decode(in)).isNull();
        assertThat(decoder.isMidHead()).as("after an empty line").isFalse();
        for (byte octet : "GET / HTTP/1.1\r\nHost: a\r\n\r".getBytes(StandardCharsets.US_ASCII)) {
            in.writeByte(octet);
            assertThat(decoder.decode(in)).isNull();
            assertThat(decoder.isMidHead()).isTrue();
        }
        in.writeByte('\n');
        assertThat(decoder.decode(in)).isNotNull();
        assertThat(decoder.isMidHead()).as("after the head").isFalse();
        in.release();
    }

    @Test
    void refusesFurtherUseAfterAnError() {
        RequestDecoder decoder = new RequestDecoder(Conversation.LIMITS);
        ByteBuf in = buffer("GET / HTTP/1.1\r\n\r\n");
        assertThat(refusal(decoder, in)).isEqualTo(Http1Violation.HOST_MISSING);
        in.clear().writeBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(refusal(decoder, in)).isEqualTo(Http1Violation.HOST_MISSING);
        assertThat(in.readableBytes()).as("octets after the error").isEqualTo(27);
        in.release();
    }

    @Test
    void looksAtNoOctetTwiceForTheEndOfTheHead() {
        RequestDecoder decoder = new RequestDecoder(Conversation.LIMITS);
        ByteBuf in = buffer("GET /aaaa");
        assertThat(decoder.decode(in)).isNull();
        in.setByte(5, '\n');
        in.writeBytes(octets(" HTTP/1.1\r\nHost: a\r\nX: aaaa"));
        assertThat(decoder.decode(in)).as("a LF where it has been is not seen").isNull();
        in.setByte(5, 'a').setByte(in.writerIndex() - 1, '\n');
        in.writeBytes(octets("a\r"));
        assertThat(decoder.decode(in)).as("nor is one in the fields").isNull();
        in.setByte(in.writerIndex() - 3, 'a');
        in.writeBytes(octets("\n\r\n"));
        assertThat(decoder.decode(in)).isNotNull();
        in.release();
    }

    private static @Nullable Violation refusal(RequestDecoder decoder, ByteBuf in) {
        try {
            decoder.decode(in);
            return null;
        } catch (ProtocolException e) {
            return e.violation();
        }
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.buffer().writeBytes(octets(text));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
