// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.assertRefused;
import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 sections 2 and 3: the message's lines and the request line. */
final class Rfc9112RequestLineTest {

    private static String request(String line) {
        return lines(line, "Host: a", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("2.2: a server SHOULD ignore at least one empty line before the request line")
    void ignoresEmptyLinesBefore(int count) {
        assertThat(first("\r\n".repeat(count) + request("GET / HTTP/1.1"))
                        .head()
                        .method())
                .isEqualTo("GET");
    }

    @Test
    @DisplayName("2.2: before each request")
    void ignoresEmptyLinesBeforeEachRequest() {
        String spaced = "\r\n".repeat(4) + request("GET / HTTP/1.1");
        assertThat(Conversation.read(spaced.repeat(3)).messages()).hasSize(3);
    }

    @Test
    @DisplayName("2.2: but not empty lines without end")
    void refusesManyEmptyLines() {
        assertRefused("\r\n".repeat(5), Http1Violation.EMPTY_LINES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\n",
                "GET / HTTP/1.1\r\n\nHost: a\r\n\r\n",
                "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\n\n"
            })
    @DisplayName("2.2: a recipient MAY take a single LF for a line terminator; this one does not")
    void refusesBareLineFeed(String input) {
        assertRefused(input, Http1Violation.BARE_LF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\r / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP\r/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
                "GET / HTTP/1.1\r\nX: a\rb\r\nHost: a\r\n\r\n"
            })
    @DisplayName("2.2: a bare CR MUST be considered invalid")
    void refusesBareCarriageReturn(String input) {
        assertRefused(input, Http1Violation.BARE_CR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001\u0002", "\0", " GET / HTTP/1.1\r\n", "\u00c3", "(", ":"})
    @DisplayName("2.2: octets that are no HTTP request are answered with 400, at the first one")
    void refusesOtherProtocols(String input) {
        assertRefused(input, Http1Violation.METHOD_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.10",
                "HTTP/0.99",
                "HTTP/111",
                "HTTP/1",
                "HTTP/1.",
                "HTTP/.1",
                "HTTP/11",
                "http/1.1",
                "Http/1.1",
                "HTTP/1,1",
                "HTTP/-1.1",
                "HTTP/1.x",
                "HTTPS/1.1",
                "ICAP/1.0",
                "HTTP",
                "1.1",
                "HTTP/\u0661.1"
            })
    @DisplayName("2.3: the version is HTTP/digit.digit, case-sensitive")
    void refusesMalformedVersion(String version) {
        assertRefused(request("GET / " + version), Http1Violation.VERSION_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/3.1", "HTTP/9.9"})
    @DisplayName("RFC 9110 15.6.6: another major version is answered with 505")
    void refusesOtherMajorVersion(String version) {
        assertRefused(request("GET / " + version), Http1Violation.VERSION_UNSUPPORTED);
        assertThat(Http1Violation.VERSION_UNSUPPORTED.status()).isEqualTo(505);
    }

    @Test
    @DisplayName("RFC 9113 3.4: the preface of HTTP/2 fails in HTTP/1.1 with its version")
    void refusesTheHttp2Preface() {
        assertRefused(lines("PRI * HTTP/2.0", "", "SM", ""), Http1Violation.VERSION_UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0,0", "HTTP/1.1,1", "HTTP/1.2,1", "HTTP/1.9,1"})
    @DisplayName("RFC 9110 2.5: a higher minor version SHOULD be processed as the highest one implemented")
    void readsMinorVersion(String version, int minor) {
        assertThat(first(request("GET / " + version)).head().minorVersion()).isEqualTo(minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "GET", "GET /a?b"})
    @DisplayName("3: HTTP/0.9's simple request is no request line")
    void refusesMissingVersion(String line) {
        assertRefused(line + "\r\n", Http1Violation.VERSION_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET / a HTTP/1.1",
                "GET  HTTP/1.1",
                "GET / HTTP/1.1 HTTP/1.1"
            })
    @DisplayName("3: the parts are separated by a single SP each")
    void refusesOtherSpacing(String line) {
        assertRefused(request(line), Http1Violation.REQUEST_LINE_SPACING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\t/\tHTTP/1.1",
                "G(T / HTTP/1.1",
                "G@T / HTTP/1.1",
                "GET, / HTTP/1.1",
                "GET/ / HTTP/1.1",
                "G\u00c9T / HTTP/1.1",
                "G\0T / HTTP/1.1",
                "GET:/ HTTP/1.1",
                "\"GET\" / HTTP/1.1"
            })
    @DisplayName("3.1: the method is a token")
    void refusesMalformedMethod(String line) {
        assertRefused(request(line), Http1Violation.METHOD_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "get", "Get", "PROPFIND", "M-SEARCH", "!#$%&'*+-.^_`|~09aZ", "G"})
    @DisplayName("3.1: the method is case-sensitive, and any token is one")
    void keepsTheMethod(String method) {
        assertThat(first(request(method + " / HTTP/1.1")).head().method()).isEqualTo(method);
    }

    @Test
    @DisplayName("3: a method longer than any that is implemented SHOULD be answered with 501")
    void refusesLongMethod() {
        assertThat(first(request("M".repeat(32) + " / HTTP/1.1")).head().method())
                .hasSize(32);
        assertRefused(request("M".repeat(33) + " / HTTP/1.1"), Http1Violation.METHOD_TOO_LONG);
        assertThat(Http1Violation.METHOD_TOO_LONG.status()).isEqualTo(501);
    }

    @Test
    @DisplayName(
            "3: request lines of 8000 octets are RECOMMENDED to be read; a longer target than wanted MUST be answered with 414")
    void boundsTheRequestLine() {
        String line = "GET /" + "a".repeat(Conversation.LIMITS.requestLineBytes() - 14) + " HTTP/1.1";
        assertThat(line).hasSizeGreaterThan(8000).hasSize(Conversation.LIMITS.requestLineBytes());
        assertThat(first(request(line)).head().rawPath()).hasSize(line.length() - 13);
        assertRefused(request("GET /a" + line.substring(5)), Http1Violation.REQUEST_LINE_TOO_LONG);
        assertRefused("G".repeat(line.length() + 2), Http1Violation.REQUEST_LINE_TOO_LONG);
        assertThat(Http1Violation.REQUEST_LINE_TOO_LONG.status()).isEqualTo(414);
    }
}
