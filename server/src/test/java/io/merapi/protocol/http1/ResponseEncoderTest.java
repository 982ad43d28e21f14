// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.http1.ResponseFraming.Body;
import io.merapi.protocol.http1.ResponseFraming.Persistence;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseEncoderTest {
    private static final String DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
    private static final byte[] FIELDS = octets(lines("A: 1", "B: 2"));

    private final ResponseEncoder encoder = new ResponseEncoder(new DateField(() -> 784_111_777_999L));

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer(0);
        try {
            writer.accept(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        } finally {
            out.release();
        }
    }

    private String head(ResponseLines lines, ResponseFraming framing) {
        return written(out -> encoder.head(out, lines, framing));
    }

    @Test
    void writesStatusDateFieldsAndFraming() {
        String head = head(
                new ResponseLines(200, "OK", FIELDS, false),
                new ResponseFraming(Body.LENGTH, 1234567890123L, Persistence.PERSIST));
        assertThat(head).isEqualTo(lines("HTTP/1.1 200 OK", DATE, "A: 1", "B: 2", "Content-Length: 1234567890123", ""));
    }

    @Test
    @DisplayName("RFC 9112 6.1: chunked, and no Content-Length with it")
    void writesChunked() {
        String head = head(
                new ResponseLines(404, "Not Found", new byte[0], false),
                new ResponseFraming(Body.CHUNKED, -1, Persistence.CLOSE));
        assertThat(head)
                .isEqualTo(
                        lines("HTTP/1.1 404 Not Found", DATE, "Transfer-Encoding: chunked", "Connection: close", ""));
    }

    @Test
    @DisplayName("RFC 9112 9.3: an HTTP/1.0 client is told that the connection persists")
    void tellsHttp10ThatItPersists() {
        String head = head(
                new ResponseLines(200, "OK", new byte[0], false),
                new ResponseFraming(Body.LENGTH, 0, Persistence.TELL_PERSIST));
        assertThat(head).isEqualTo(lines("HTTP/1.1 200 OK", DATE, "Content-Length: 0", "Connection: keep-alive", ""));
    }

    @Test
    @DisplayName("RFC 9110 6.6.1: the application's own Date stands")
    void keepsTheDateThatIsThere() {
        String head = head(
                new ResponseLines(200, "OK", octets("date: x\r\n"), true),
                new ResponseFraming(Body.CLOSE, -1, Persistence.CLOSE));
        assertThat(head).isEqualTo(lines("HTTP/1.1 200 OK", "date: x", "Connection: close", ""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "200, All is well, HTTP/1.1 200 All is well",
                "200, ``, `HTTP/1.1 200 `",
                "299, ``, `HTTP/1.1 299 `",
                "299, Mine, HTTP/1.1 299 Mine",
                "999, Odd, HTTP/1.1 999 Odd",
                "418, I'm a Teapot, HTTP/1.1 418 I'm a Teapot",
                "200, d\u00e9j\u00e0 vu, HTTP/1.1 200 d\u00e9j\u00e0 vu"
            })
    @DisplayName("RFC 9112 4: the SP after the status is there even when no reason follows")
    void writesStatusLines(int status, String reason, String line) {
        assertThat(statusLine(status, reason)).isEqualTo(line);
    }

    private String statusLine(int status, String reason) {
        String head = head(
                new ResponseLines(status, reason, new byte[0], false),
                new ResponseFraming(Body.CLOSE, -1, Persistence.PERSIST));
        return head.substring(0, head.indexOf("\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK\r\nX: y", "OK\nX: y", "O\0K", "OK\r", "\u007f"})
    @DisplayName("RFC 9112 4: no reason phrase ends its line early")
    void writesNoControlsInReasons(String reason) {
        assertThat(head(
                        new ResponseLines(200, reason, new byte[0], true),
                        new ResponseFraming(Body.CLOSE, -1, Persistence.PERSIST)))
                .isEqualTo("HTTP/1.1 200 " + reason.replaceAll("[\r\n\0\u007f]", " ") + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "15,f",
        "16,10",
        "255,ff",
        "256,100",
        "4096,1000",
        "65535,ffff",
        "305419896,12345678",
        "2147483647,7fffffff"
    })
    @DisplayName("RFC 9112 7.1: a chunk is its size in hexadecimal, its data, and CRLF after both")
    void writesChunkSizes(int size, String digits) {
        assertThat(written(out -> ResponseEncoder.chunkStart(out, size))).isEqualTo(digits + "\r\n");
    }

    @Test
    @DisplayName("RFC 9112 7.1: what is written in chunks is read back")
    void writesWhatTheDecoderReads() {
        String body = written(out -> {
            for (String data : new String[] {"a", "x".repeat(300), "\r\n"}) {
                ResponseEncoder.chunkStart(out, data.length());
                out.writeBytes(octets(data));
                ResponseEncoder.chunkEnd(out);
            }
            ResponseEncoder.lastChunk(out);
        });
        String head = lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "");
        assertThat(Conversation.first(head + body).body()).isEqualTo("a" + "x".repeat(300) + "\r\n");
    }

    @Test
    @DisplayName("RFC 9110 15.2: an interim response is a head without a body")
    void writesContinue() {
        assertThat(written(ResponseEncoder::interimContinue)).isEqualTo(lines("HTTP/1.1 100 Continue", ""));
    }

    @Test
    void knowsRegisteredReasons() {
        assertThat(ReasonPhrase.of(200)).isEqualTo("OK");
        assertThat(ReasonPhrase.of(431)).isEqualTo("Request Header Fields Too Large");
        assertThat(ReasonPhrase.of(505)).isEqualTo("HTTP Version Not Supported");
        assertThat(ReasonPhrase.of(299)).isEmpty();
        assertThat(ReasonPhrase.of(600)).isEmpty();
        assertThat(ReasonPhrase.of(-1)).isEmpty();
        for (Http1Violation violation : Http1Violation.values()) {
            assertThat(ReasonPhrase.of(violation.status())).as(violation.name()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 255, 256, 4096, 16384, 1 << 20})
    @DisplayName("RFC 9112 7.1: a chunk whose size is written when its data is known")
    void writesTheSizeOfAChunkLast(int size) {
        String chunk = written(out -> {
            ResponseEncoder.chunkRoom(out);
            out.writeBytes(octets("x".repeat(size)));
            ResponseEncoder.chunkSize(out);
        });
        assertThat(chunk).isEqualTo(Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n");
    }
}
