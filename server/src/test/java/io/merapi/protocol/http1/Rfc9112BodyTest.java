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

/** RFC 9112 section 6: where a request's body ends. */
final class Rfc9112BodyTest {

    private static String post(String... fieldLines) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines(fieldLines) + "\r\n";
    }

    @Test
    @DisplayName("6.3: a request with neither Content-Length nor Transfer-Encoding has no body")
    void hasNoBodyUnlessSaid() {
        RequestHead head = first(lines("POST / HTTP/1.1", "Host: a", "")).head();
        assertThat(head.hasBody()).isFalse();
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(new BodyDecoder(head).isComplete()).isTrue();
    }

    @Test
    @DisplayName("6: a body is framed the same whatever the method")
    void readsBodyOfAnyMethod() {
        Conversation.Message message = first(lines("GET / HTTP/1.1", "Host: a", "Content-Length: 4", "") + "body");
        assertThat(message.head().hasBody()).isTrue();
        assertThat(message.body()).isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "00,0", "0005,5", "5,5"})
    @DisplayName("6.2: Content-Length is a decimal number of octets")
    void readsContentLength(String value, int length) {
        Conversation.Message message = first(post("Content-Length: " + value) + "x".repeat(length));
        assertThat(message.head().contentLength()).isEqualTo(length);
        assertThat(message.body()).hasSize(length);
    }

    @Test
    @DisplayName("RFC 9110 8.6: a recipient MUST anticipate large numbers and prevent overflow")
    void readsTheLargestContentLength() {
        String largest = Long.toString(Long.MAX_VALUE);
        Conversation.Message message = incomplete(post("Content-Length: " + largest) + "abc");
        assertThat(message.head().contentLength()).isEqualTo(Long.MAX_VALUE);
        assertThat(message.body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "-5",
                "-0",
                "5,5",
                "5, 5",
                "5 5",
                "0x5",
                "5.0",
                "5_0",
                "1e1",
                "five",
                "\u0665",
                "5;",
                "\"5\"",
                "5\u00a0",
                "9223372036854775808",
                "18446744073709551621",
                "99999999999999999999999999",
                ",5",
                "5,",
                "0x"
            })
    @DisplayName("6.3: an invalid Content-Length MUST be answered with 400, a list of equal ones, too")
    void refusesMalformedContentLength(String value) {
        assertRefused(post("Content-Length: " + value) + "hello", Http1Violation.CONTENT_LENGTH_MALFORMED);
        assertThat(Http1Violation.CONTENT_LENGTH_MALFORMED.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "6", "0", ""})
    @DisplayName("6.3: a repeated Content-Length is refused, equal or not")
    void refusesRepeatedContentLength(String second) {
        assertRefused(
                post("Content-Length: 5", "content-length: " + second) + "hello",
                Http1Violation.CONTENT_LENGTH_REPEATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0", "x", ""})
    @DisplayName("6.1: a server MAY reject a request with both Content-Length and Transfer-Encoding")
    void refusesLengthAndCoding(String length) {
        String chunks = lines("0", "");
        assertRefused(
                post("Content-Length: " + length, "Transfer-Encoding: chunked") + chunks,
                Http1Violation.LENGTH_AND_CODING);
        assertRefused(
                post("Transfer-Encoding: chunked", "Content-Length: " + length) + chunks,
                Http1Violation.LENGTH_AND_CODING);
        assertRefused(
                post("Transfer-Encoding: identity", "Content-Length: " + length) + chunks,
                Http1Violation.LENGTH_AND_CODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED", "cHuNkEd", "\tchunked \t"})
    @DisplayName("6.1: a server MUST be able to parse chunked; coding names are case-insensitive")
    void readsChunked(String coding) {
        Conversation.Message message = first(post("Transfer-Encoding: " + coding) + lines("3", "abc", "0", ""));
        assertThat(message.head().chunked()).isTrue();
        assertThat(message.head().hasBody()).isTrue();
        assertThat(message.head().contentLength()).isEqualTo(-1);
        assertThat(message.body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip, chunked",
                "identity, chunked",
                "x-y;q=\"1\", chunked",
                "gzip , deflate,chunked",
                "foo;a=b , chunked"
            })
    @DisplayName("6.1: a transfer coding that is not understood SHOULD be answered with 501")
    void refusesUnknownCodings(String codings) {
        assertRefused(post("Transfer-Encoding: " + codings) + lines("0", ""), Http1Violation.CODING_UNKNOWN);
        assertThat(Http1Violation.CODING_UNKNOWN.status()).isEqualTo(501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "identity",
                "chunked, gzip",
                "chunked, identity",
                "chunked, chunked",
                "xchunked",
                "chunkedx",
                "chunke",
                "chunked;a=b",
                "gzip, chunked;a=b",
                "chunked, gzip, chunked",
                "br"
            })
    @DisplayName(
            "6.3: when chunked is not the final coding, the server MUST answer with 400; nor is it applied twice (7.1)")
    void refusesOtherFinalCodings(String codings) {
        assertRefused(post("Transfer-Encoding: " + codings) + lines("0", ""), Http1Violation.CODING_NOT_CHUNKED);
        assertThat(Http1Violation.CODING_NOT_CHUNKED.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "chunked,",
                ",chunked",
                "chunked,,chunked",
                "\"chunked\"",
                "chunked gzip",
                "chunked chunked",
                "[chunked]",
                "chunked\u00a0",
                "\u00a0chunked",
                "chunked/1",
                "=chunked",
                "chu nked"
            })
    @DisplayName("6.1: Transfer-Encoding is a list of transfer codings")
    void refusesMalformedCodings(String codings) {
        assertRefused(post("Transfer-Encoding: " + codings) + lines("0", ""), Http1Violation.CODING_MALFORMED);
    }

    @Test
    @DisplayName("6.1: repeated Transfer-Encoding fields are one list")
    void joinsCodingFields() {
        String field = "Transfer-Encoding: ";
        String end = lines("0", "");
        assertRefused(post(field + "chunked", field + "chunked") + end, Http1Violation.CODING_NOT_CHUNKED);
        assertRefused(post(field + "chunked", field + "identity") + end, Http1Violation.CODING_NOT_CHUNKED);
        assertRefused(post(field + "chunked", field) + end, Http1Violation.CODING_MALFORMED);
        assertRefused(post(field + "gzip", field + "chunked") + end, Http1Violation.CODING_UNKNOWN);
    }

    @Test
    @DisplayName("6.1: Transfer-Encoding in HTTP/1.0 MUST be taken for faulty framing")
    void refusesCodingInHttp10() {
        String input = lines("POST / HTTP/1.0", "Transfer-Encoding: chunked", "", "0", "");
        assertRefused(input, Http1Violation.CODING_IN_HTTP_1_0);
        assertThat(Http1Violation.CODING_IN_HTTP_1_0.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("6.3: what looks like framing without being it changes nothing")
    void ignoresLookAlikes() {
        RequestHead head = first(post("Content_Length: 5", "Content-Lengt: 5", "X-Transfer-Encoding: chunked"))
                .head();
        assertThat(head.hasBody()).isFalse();
    }
}
