// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.assertRefused;
import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.incomplete;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 7: the chunked transfer coding. */
final class Rfc9112ChunkedTest {
    private static final String HEAD = lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "");
    private static final int EXTENSION_BYTES = 16 * 1024;

    private static String body(String chunks) {
        return first(HEAD + chunks).body();
    }

    @Test
    @DisplayName("7.1: a recipient MUST be able to parse and decode the chunked transfer coding")
    void decodesChunks() {
        assertThat(body(lines("0", ""))).isEmpty();
        assertThat(body(lines("5", "hello", "7", ", world", "0", ""))).isEqualTo("hello, world");
        assertThat(body(lines("4", "\r\n\r\n", "1", "0", "0", ""))).isEqualTo("\r\n\r\n0");
        String long1 = "x".repeat(0x1f4);
        assertThat(body(lines("1F4", long1, "1f4", long1, "0", ""))).isEqualTo(long1 + long1);
    }

    @ParameterizedTest
    @CsvSource({"3", "03", "0000000000000003"})
    @DisplayName("7.1: a chunk size is hexadecimal digits; leading zeros are bounded")
    void readsSizes(String size) {
        assertThat(body(lines(size, "abc", "000", ""))).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+3", "-3", "0x3", "0X3", " 3", "\t3", "3_0", "g", "", "h3", "\"3\"", "3,", "3:", "3g", "\u0663",
                "\u00ff", "3\0", "3\u000b", ";a=b", "\u00a03", "3.", "3h"
            })
    @DisplayName("7.1: nothing but digits is a chunk size")
    void refusesMalformedSizes(String size) {
        assertRefused(HEAD + lines(size, "abc", "0", ""), Http1Violation.CHUNK_SIZE_MALFORMED);
    }

    @Test
    @DisplayName("7.1: a recipient MUST anticipate large sizes and prevent overflow")
    void boundsSizes() {
        assertThat(incomplete(HEAD + "7fffffffffffffff\r\nabc").body()).isEqualTo("abc");
        for (String size : new String[] {"8000000000000000", "ffffffffffffffff", "00000000000000003", "1".repeat(17)}) {
            assertRefused(HEAD + size + "\r\nabc", Http1Violation.CHUNK_SIZE_TOO_LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abcXX", "abcX\r\n", "abc\n", "abc\rX", "abc\r\r\n", "abcd\r\n", "abc0\r\n\r\n", "abc\0\r\n"})
    @DisplayName("7.1: the data of a chunk is followed by CRLF")
    void refusesDataWithoutEnd(String data) {
        assertRefused(HEAD + "3\r\n" + data, Http1Violation.CHUNK_END_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\n\r\n",
                "3;a=b\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nX: y\n\r\n"
            })
    @DisplayName("2.2: lines in a chunked body end in CRLF, too")
    void refusesBareLineFeed(String chunks) {
        assertRefused(HEAD + chunks, Http1Violation.BARE_LF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";a",
                ";a=b",
                ";a=\"b\"",
                ";a=\"\"",
                ";a=\"b c;d=e\t\\\"f\\\\\"",
                ";a;b;c=d",
                " ; a = b ; c",
                "\t;\ta\t=\t\"b\"",
                ";a=\"\u00e9\""
            })
    @DisplayName("7.1.1: a recipient MUST ignore unrecognized chunk extensions")
    void ignoresExtensions(String extension) {
        assertThat(body(lines("3" + extension, "abc", "0" + extension, ""))).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                ";;",
                ";a=",
                ";=b",
                ";a;",
                ";a=b=c",
                ";a b",
                " ",
                " junk",
                ";a=\"b",
                ";a=\"b\"c",
                ";a=\"\\",
                ";a=\"\u0001\"",
                ";a\0",
                ";a=b\u007f",
                ";\u00e9",
                ";a=\"b\\\u0001\"",
                "; ",
                ";a= ",
                ";a=b ",
                ";(",
                ";a=\"\u007f\""
            })
    @DisplayName("7.1.1: extensions follow the grammar")
    void refusesMalformedExtensions(String extension) {
        assertRefused(HEAD + lines("3" + extension, "abc", "0", ""), Http1Violation.CHUNK_EXTENSION_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\r;a=b\r\nabc", "3;a\rb\r\nabc", "3\r\r\nabc", "3;a=b\rX\r\nabc"})
    @DisplayName("2.2: a bare CR in the line of a chunk's size is refused")
    void refusesBareCarriageReturn(String chunk) {
        assertRefused(HEAD + chunk, Http1Violation.BARE_CR);
    }

    @Test
    @DisplayName("7.1.1: a server ought to limit the total length of chunk extensions")
    void boundsExtensions() {
        String half = ";" + "a".repeat(EXTENSION_BYTES / 2 - 1);
        assertThat(body(lines("1" + half, "x", "1" + half, "y", "0", ""))).isEqualTo("xy");
        assertRefused(HEAD + lines("1" + half, "x", "1" + half + "a", "y"), Http1Violation.CHUNK_EXTENSIONS_TOO_LARGE);
        assertRefused(HEAD + lines("1" + half, "x", "1" + half, "y", "0;a"), Http1Violation.CHUNK_EXTENSIONS_TOO_LARGE);
        assertRefused(HEAD + "1;" + "a".repeat(EXTENSION_BYTES + 1), Http1Violation.CHUNK_EXTENSIONS_TOO_LARGE);
    }

    @Test
    @DisplayName("7.1.2: a recipient MAY discard the trailer fields")
    void dropsTrailers() {
        Conversation.Message message = first(HEAD + lines("3", "abc", "0", "X-Checksum: 1", "Etag: \"x\"", ""));
        assertThat(message.body()).isEqualTo("abc");
        assertThat(message.head().value("x-checksum")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding", "Content-Length", "Host", "HOST", "Authorization", "Content-Type",
                        "Content-Encoding", "Trailer",
                "Connection", "Cookie", "Expect", "Te", "Range", "Cache-Control", "Forwarded", "If-Match"
            })
    @DisplayName("RFC 9110 6.5.1: fields for framing, routing, authentication and content are no trailers")
    void refusesForbiddenTrailers(String name) {
        assertRefused(HEAD + lines("0", "X: y", name + ": 1", ""), Http1Violation.TRAILER_FORBIDDEN);
    }

    @Test
    @DisplayName("7.1.2: trailer fields have the syntax of header fields")
    void refusesMalformedTrailers() {
        assertRefused(HEAD + lines("0", "X : y", ""), Http1Violation.FIELD_NAME_SPACE);
        assertRefused(HEAD + lines("0", " X: y", ""), Http1Violation.OBS_FOLD);
        assertRefused(HEAD + lines("0", "X", ""), Http1Violation.FIELD_NAME_MALFORMED);
        assertRefused(HEAD + lines("0", "X: a\0", ""), Http1Violation.FIELD_VALUE_CONTROL);
        assertRefused(HEAD + lines("0", "X: a\rb", ""), Http1Violation.BARE_CR);
        assertRefused(HEAD + lines("0", "GET / HTTP/1.1", "Host: a", ""), Http1Violation.FIELD_NAME_MALFORMED);
    }

    @Test
    @DisplayName("7.1.2: the trailer section is bounded")
    void boundsTrailers() {
        assertThat(body("0\r\n" + "X: y\r\n".repeat(100) + "\r\n")).isEmpty();
        assertRefused(HEAD + "0\r\n" + "X: y\r\n".repeat(101) + "\r\n", Http1Violation.TOO_MANY_FIELDS);
        assertRefused(HEAD + "0\r\nX: " + "y".repeat(16 * 1024) + "\r\n\r\n", Http1Violation.FIELDS_TOO_LARGE);
    }

    @Test
    @DisplayName("8: a chunked body without its last chunk is incomplete")
    void waitsForTheLastChunk() {
        for (String chunks :
                new String[] {"3\r\nabc\r\n", "3\r\nabc\r\n0\r\n", "3\r\nabc\r\n0\r\nX: y\r\n", "3\r\nabc\r\n0\r\n\r"
                }) {
            assertThat(incomplete(HEAD + chunks).body()).as(chunks).isEqualTo("abc");
        }
    }
}
