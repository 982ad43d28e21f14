// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.assertRefused;
import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that have broken other servers. */
final class KnownAttacksTest {
    private static final String CHUNKED = lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "");

    private static String post(String... fieldLines) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + lines(fieldLines) + "\r\n";
    }

    @Test
    @DisplayName("CVE-2024-1135: chunked that is not last was taken for chunked")
    void conflictingTransferCodings() {
        String end = lines("0", "");
        assertRefused(
                post("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + end,
                Http1Violation.CODING_NOT_CHUNKED);
        assertRefused(post("Transfer-Encoding: chunked, gzip") + end, Http1Violation.CODING_NOT_CHUNKED);
        assertRefused(post("Transfer-Encoding: identity, chunked") + end, Http1Violation.CODING_UNKNOWN);
    }

    @Test
    @DisplayName("CVE-2024-6827: an unknown Transfer-Encoding fell back to Content-Length")
    void unknownCodingWithLength() {
        assertRefused(
                post("Transfer-Encoding: xchunked", "Content-Length: 3") + "abc", Http1Violation.LENGTH_AND_CODING);
        assertRefused(post("Transfer-Encoding: xchunked") + "abc", Http1Violation.CODING_NOT_CHUNKED);
    }

    @Test
    @DisplayName("CVE-2019-16785: a bare LF hid a Content-Length from the proxy in front")
    void bareLineFeedHidesAField() {
        assertRefused(post("X-Header: x\nContent-Length: 0"), Http1Violation.BARE_LF);
    }

    @Test
    @DisplayName("CVE-2019-16786: gzip, chunked was ignored and Content-Length used")
    void compressedChunks() {
        assertRefused(
                post("Transfer-Encoding: gzip, chunked", "Content-Length: 5") + "0\r\n\r\n",
                Http1Violation.LENGTH_AND_CODING);
        assertRefused(post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n", Http1Violation.CODING_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u000bchunked", "\u000cchunked", "chunked\u001f", "\u0001chunked"})
    @DisplayName("CVE-2019-16789: odd white space before chunked was trimmed")
    void oddWhiteSpaceBeforeChunked(String coding) {
        assertRefused(post("Transfer-Encoding: " + coding) + "0\r\n\r\n", Http1Violation.FIELD_VALUE_CONTROL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085chunked", "\u00a0chunked"})
    @DisplayName("CVE-2019-16789: so was white space beyond ASCII")
    void highWhiteSpaceBeforeChunked(String coding) {
        assertRefused(post("Transfer-Encoding: " + coding) + "0\r\n\r\n", Http1Violation.CODING_MALFORMED);
    }

    @Test
    @DisplayName("CVE-2019-16792: Content-Length twice became 0, and the body the next request")
    void lengthTwice() {
        String smuggled = lines("GET /smuggled HTTP/1.1", "Host: a", "");
        assertRefused(
                post("Content-Length: " + smuggled.length(), "Content-Length: " + smuggled.length()) + smuggled,
                Http1Violation.CONTENT_LENGTH_REPEATED);
    }

    @Test
    @DisplayName("CVE-2020-5236: a crafted value kept a regular expression busy")
    void longCraftedValues() {
        String crafted = "x" + "\t x".repeat(10_000);
        RequestHead head =
                first(lines("GET / HTTP/1.1", "Host: a", "X: " + crafted, "")).head();
        assertThat(head.value("x")).isEqualTo(crafted);
        assertRefused(
                lines("GET / HTTP/1.1", "Host: a", "X: " + "\t ".repeat(20_000) + "\0", ""),
                Http1Violation.FIELD_VALUE_CONTROL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10", "0x10", " +10", "1_0"})
    @DisplayName("CVE-2022-24761: a language's own number syntax was let through in Content-Length")
    void lengthInOtherSyntax(String length) {
        assertRefused(post("Content-Length: " + length) + "0123456789", Http1Violation.CONTENT_LENGTH_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x01", "+01", "1_0", " 1", "-1"})
    @DisplayName("CVE-2022-24761: and in chunk sizes")
    void chunkSizeInOtherSyntax(String size) {
        assertRefused(CHUNKED + lines(size, "a", "0", ""), Http1Violation.CHUNK_SIZE_MALFORMED);
    }

    @Test
    @DisplayName("CVE-2022-24761: junk in chunk extensions was skipped")
    void junkInChunkExtensions() {
        assertRefused(CHUNKED + lines("1;\u0001", "a", "0", ""), Http1Violation.CHUNK_EXTENSION_MALFORMED);
        assertRefused(CHUNKED + "1;a\r;b\r\na\r\n0\r\n\r\n", Http1Violation.BARE_CR);
    }

    @Test
    @DisplayName("CVE-2024-49768: the request after a malformed one was served")
    void pipelinedAfterAnError() {
        assertRefused(lines("GET / HTTP/1.1", "Host: a", "Bad name: x", ""), Http1Violation.FIELD_NAME_MALFORMED);
        assertRefused(CHUNKED + lines("x", "0", ""), Http1Violation.CHUNK_SIZE_MALFORMED);
    }

    @Test
    @DisplayName("CVE-2025-43859: two octets after a chunk's data were skipped unseen")
    void chunkDataWithoutLineEnd() {
        assertRefused(CHUNKED + "3\r\nabcXX0\r\n\r\n", Http1Violation.CHUNK_END_MISSING);
        assertRefused(CHUNKED + "5\r\nAAAAAXX2\r\n45\r\n0\r\n\r\n", Http1Violation.CHUNK_END_MISSING);
    }

    @Test
    @DisplayName("CVE-2026-42544: octets beyond ASCII in a value ended the worker")
    void highOctetsInValues() {
        String all = everyOctet(0x80, 0xff);
        RequestHead head = first(lines("GET / HTTP/1.1", "Host: a", "Sec-WebSocket-Protocol: " + all, ""))
                .head();
        assertThat(head.value("sec-websocket-protocol")).isEqualTo(all);
    }

    private static String everyOctet(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int octet = from; octet <= to; octet++) {
            text.append((char) octet);
        }
        return text.toString();
    }

    @Test
    @DisplayName("CVE-2018-6758, CVE-2019-7401: long paths and crafted heads overflowed buffers")
    void longPaths() {
        String path = "/" + "%2e%2e%2f".repeat(1500);
        assertThat(first(lines("GET " + path + " HTTP/1.1", "Host: a", ""))
                        .head()
                        .rawPath())
                .isEqualTo(path);
        assertRefused(
                lines("GET /" + "a".repeat(70_000) + " HTTP/1.1", "Host: a", ""), Http1Violation.REQUEST_LINE_TOO_LONG);
    }

    @Test
    @DisplayName("CVE-2020-7694: escapes of the terminal and of lines stay escaped in the target")
    void escapesInTheTarget() {
        assertThat(first(lines("GET /%0d%0aX:%1b[31m HTTP/1.1", "Host: a", ""))
                        .head()
                        .rawPath())
                .isEqualTo("/%0d%0aX:%1b[31m");
        assertRefused(lines("GET /\u001b[31m HTTP/1.1", "Host: a", ""), Http1Violation.TARGET_OCTET);
    }

    @Test
    @DisplayName("uWSGI takes Content_Length for Content-Length: names with an underscore frame nothing")
    void underscoreNames() {
        Conversation.Message message = first(post("Content_Length: 5", "Transfer_Encoding: chunked"));
        assertThat(message.head().hasBody()).isFalse();
        assertRefused(post("Content-Length : 5") + "hello", Http1Violation.FIELD_NAME_SPACE);
    }

    @Test
    @DisplayName("TE.TE: a second Transfer-Encoding in disguise")
    void disguisedSecondCoding() {
        assertRefused(
                post("Transfer-Encoding: chunked", "Transfer-Encoding : x") + "0\r\n\r\n",
                Http1Violation.FIELD_NAME_SPACE);
        assertRefused(
                post("X: y\r\n Transfer-Encoding: chunked", "Content-Length: 3") + "abc", Http1Violation.OBS_FOLD);
        assertRefused(post("Transfer-Encoding: chunked\rContent-Length: 3") + "abc", Http1Violation.BARE_CR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 3", "Transfer-Encoding: chunked", "Host: b", "Authorization: x"})
    @DisplayName("gunicorn 22: trailers that would be taken for header fields")
    void trailersInDisguise(String trailer) {
        assertRefused(CHUNKED + lines("0", trailer, ""), Http1Violation.TRAILER_FORBIDDEN);
    }
}
