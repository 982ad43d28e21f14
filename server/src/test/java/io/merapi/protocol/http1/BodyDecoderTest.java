// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BodyDecoderTest {
    private final ByteBuf in = Unpooled.buffer();

    @AfterEach
    void release() {
        assertThat(in.refCnt()).isEqualTo(1);
        in.release();
    }

    private BodyDecoder decoderAfter(String head) {
        receive(head);
        RequestHead read = new RequestDecoder(Conversation.LIMITS).decode(in);
        return new BodyDecoder(Objects.requireNonNull(read));
    }

    private void receive(String octets) {
        in.writeBytes(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String take(BodyDecoder decoder) {
        ByteBuf part = decoder.decode(in);
        if (part == null) {
            return "";
        }
        try {
            assertThat(part.isReadable()).isTrue();
            return part.toString(StandardCharsets.ISO_8859_1);
        } finally {
            part.release();
        }
    }

    @Test
    void takesAFixedLengthAsItComesAndNoMore() {
        BodyDecoder body = decoderAfter(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 5", ""));
        assertThat(take(body)).isEmpty();
        receive("he");
        assertThat(take(body)).isEqualTo("he");
        assertThat(body.isComplete()).isFalse();
        assertThat(body.received()).isEqualTo(2);
        receive("lloGET");
        assertThat(take(body)).isEqualTo("llo");
        assertThat(body.isComplete()).isTrue();
        assertThat(body.received()).isEqualTo(5);
        assertThat(take(body)).isEmpty();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("GET");
    }

    @Test
    void takesALengthThatNoHeadOfHttpGives() {
        BodyDecoder body = new BodyDecoder(5);
        receive("hello, rest");
        assertThat(take(body)).isEqualTo("hello");
        assertThat(body.isComplete()).isTrue();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo(", rest");
        assertThat(new BodyDecoder(0).isComplete()).isTrue();
    }

    @Test
    void givesPartsThatOutliveTheInput() {
        BodyDecoder body = decoderAfter(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 5", "") + "hello");
        ByteBuf part = Objects.requireNonNull(body.decode(in));
        assertThat(in.refCnt()).isEqualTo(2);
        assertThat(part.toString(StandardCharsets.ISO_8859_1)).isEqualTo("hello");
        part.release();
    }

    @Test
    void countsTheDataOfChunksWithoutTheirFraming() {
        BodyDecoder body = decoderAfter(
                lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "3;x=y", "abc", "2"));
        assertThat(take(body)).isEqualTo("abc");
        assertThat(take(body)).isEmpty();
        receive("d");
        assertThat(take(body)).isEqualTo("d");
        receive("e");
        assertThat(take(body)).isEqualTo("e");
        assertThat(body.received()).isEqualTo(5);
        assertThat(body.isComplete()).isFalse();
        receive("\r\n0\r\n\r\nGET");
        assertThat(take(body)).isEmpty();
        assertThat(body.isComplete()).isTrue();
        assertThat(take(body)).as("after the end").isEmpty();
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("GET");
    }

    @Test
    void isCompleteAtOnceWithoutABody() {
        BodyDecoder body = decoderAfter(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 0", "") + "GET");
        assertThat(body.isComplete()).isTrue();
        assertThat(take(body)).isEmpty();
        assertThat(in.readableBytes()).isEqualTo(3);
    }

    @Test
    void refusesFurtherUseAfterAnError() {
        BodyDecoder body = decoderAfter(lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "") + "x");
        assertThatThrownBy(() -> body.decode(in)).isInstanceOf(ProtocolException.class);
        in.clear();
        receive("0\r\n\r\n");
        assertThatThrownBy(() -> body.decode(in)).isInstanceOf(ProtocolException.class);
        assertThat(body.isComplete()).isFalse();
        assertThat(in.readableBytes()).isEqualTo(5);
    }
}
