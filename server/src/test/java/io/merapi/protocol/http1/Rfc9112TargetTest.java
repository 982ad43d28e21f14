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

/** RFC 9112 section 3.2: the request target and Host. */
final class Rfc9112TargetTest {

    private static String get(String target) {
        return lines("GET " + target + " HTTP/1.1", "Host: a", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a\u0001",
                "/a\tb",
                "/a\0",
                "/\u007f",
                "/\u0080",
                "/\u00e9",
                "/?\u00ff",
                "/a#b",
                "#",
                "/?a#b",
                "http://a/#b",
                "/a\u000bb",
                "/a\u001b[31m"
            })
    @DisplayName("3.2: no white space, no control, no fragment; RFC 3986 2: US-ASCII alone")
    void refusesOctets(String target) {
        assertRefused(get(target), Http1Violation.TARGET_OCTET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a|b", "/\"", "/<>", "/\\", "/^", "/`", "/{x}", "/?[]|\"{}<>^`\\", "/~", "/:@!$&'()*+,;="})
    @DisplayName("3.2: visible ASCII that RFC 3986 reserves to nobody is passed on, as browsers send it")
    void passesVisibleAscii(String target) {
        assertThat(first(get(target)).head().target()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            emptyValue = "",
            value = {
                "/, /, ''",
                "/a/b, /a/b, ''",
                "/a?, /a, ''",
                "/a?b, /a, b",
                "/a?b?c, /a, b?c",
                "/?/x, /, /x",
                "//a/b, //a/b, ''",
                "/http://b/, /http://b/, ''",
                "/../a/./b, /../a/./b, ''",
                "/%2e%2E/%C3%a9, /%2e%2E/%C3%a9, ''",
                "/a?%zz%, /a, %zz%"
            })
    @DisplayName("3.2.1: origin-form is an absolute path and a query")
    void readsOriginForm(String target, String path, String query) {
        RequestHead head = first(get(target)).head();
        assertThat(head.form()).isEqualTo(TargetForm.ORIGIN);
        assertThat(head.target()).isEqualTo(target);
        assertThat(head.rawPath()).isEqualTo(path);
        assertThat(head.rawQuery()).isEqualTo(query);
        assertThat(head.authority()).isEmpty();
        assertThat(head.host()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.example/, b.example, /, ''",
        "http://b.example, b.example, /, ''",
        "HTTP://b:80/c?d, b:80, /c, d",
        "https://b?d/e, b, /, d/e",
        "https://b?, b, /, ''",
        "HtTpS://[2001:db8::1]:8443/x, [2001:db8::1]:8443, /x, ''",
        "http://b:/x, b:, /x, ''",
        "http://xn--bcher-kva.example/a//b, xn--bcher-kva.example, /a//b, ''"
    })
    @DisplayName("3.2.2: absolute-form MUST be accepted, and its authority used in place of Host")
    void readsAbsoluteForm(String target, String authority, String path, String query) {
        RequestHead head = first(get(target)).head();
        assertThat(head.form()).isEqualTo(TargetForm.ABSOLUTE);
        assertThat(head.target()).isEqualTo(target);
        assertThat(head.authority()).isEqualTo(authority);
        assertThat(head.host()).isEqualTo(authority);
        assertThat(head.rawPath()).isEqualTo(path);
        assertThat(head.rawQuery()).isEqualTo(query);
        assertThat(head.value("host")).as("what Host said").isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///", "http://", "http://?a", "http://:80/", "http://user@b/", "http://user:pass@b/",
                        "http://b:x/",
                "http://b:65536/", "http://[::1/", "http://[]/", "http://[1]/", "http://[::1]x/", "http://b%/",
                        "http://b%zz/",
                "http://b|c/", "http://[::1%25eth0]/", "http://b:80:80/", "http://b\\c/"
            })
    @DisplayName("RFC 9110 4.2.1, 4.2.4: an http URI with an empty host MUST be rejected; userinfo is an error")
    void refusesAuthority(String target) {
        assertRefused(get(target), Http1Violation.TARGET_AUTHORITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b",
                "a:80",
                "*",
                "**",
                "*a",
                "?a",
                "?",
                "ftp://b/",
                "file:///etc/passwd",
                "http:/b",
                "http:b",
                "httpx://b",
                "./a",
                "../a",
                "\\a",
                "%2f",
                "gopher:",
                "www.example.com/"
            })
    @DisplayName("3.2: authority-form belongs to CONNECT, asterisk-form to OPTIONS, and nothing is relative")
    void refusesForms(String target) {
        assertRefused(get(target), Http1Violation.TARGET_FORM);
    }

    @Test
    @DisplayName("3.2.3: CONNECT takes authority-form alone, and is not implemented")
    void refusesConnect() {
        assertRefused(lines("CONNECT b:443 HTTP/1.1", "Host: b:443", ""), Http1Violation.METHOD_CONNECT);
        assertRefused(lines("CONNECT / HTTP/1.1", "Host: b:443", ""), Http1Violation.TARGET_FORM);
        assertRefused(lines("CONNECT http://b/ HTTP/1.1", "Host: b", ""), Http1Violation.TARGET_FORM);
        assertThat(Http1Violation.METHOD_CONNECT.status()).isEqualTo(501);
    }

    @Test
    @DisplayName("3.2.4: asterisk-form is for OPTIONS")
    void readsAsteriskForm() {
        RequestHead head = first(lines("OPTIONS * HTTP/1.1", "Host: b", "Content-Length: 0", ""))
                .head();
        assertThat(head.form()).isEqualTo(TargetForm.ASTERISK);
        assertThat(head.rawPath()).isEqualTo("*");
        assertThat(head.rawQuery()).isEmpty();
        assertThat(head.host()).isEqualTo("b");
        assertRefused(lines("OPTIONS *? HTTP/1.1", "Host: b", ""), Http1Violation.TARGET_FORM);
        assertRefused(lines("options * HTTP/1.1", "Host: b", ""), Http1Violation.TARGET_FORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%2",
                "/%zz",
                "/%2g",
                "/a%g2b",
                "/%%",
                "/%?a=b",
                "/a%/b",
                "http://b/%x",
                "/%00",
                "/a%00.txt"
            })
    @DisplayName("RFC 3986 2.1: the path's percent-encodings are whole, and none is a NUL")
    void refusesBrokenEscapes(String target) {
        assertRefused(get(target), Http1Violation.PATH_ESCAPE);
    }

    @Test
    @DisplayName("3.2: an HTTP/1.1 request without Host MUST be answered with 400")
    void refusesMissingHost() {
        assertRefused(lines("GET / HTTP/1.1", ""), Http1Violation.HOST_MISSING);
        assertRefused(lines("GET http://b/ HTTP/1.1", ""), Http1Violation.HOST_MISSING);
        assertRefused(lines("GET / HTTP/1.1", "Host_: a", "Hos: a", ""), Http1Violation.HOST_MISSING);
        assertThat(Http1Violation.HOST_MISSING.status()).isEqualTo(400);
    }

    @Test
    @DisplayName("3.2: HTTP/1.0 knows no Host")
    void letsHttp10GoWithoutHost() {
        assertThat(first(lines("GET / HTTP/1.0", "")).head().host()).isEmpty();
    }

    @Test
    @DisplayName("3.2: more than one Host MUST be answered with 400, in HTTP/1.0, too")
    void refusesRepeatedHost() {
        assertRefused(lines("GET / HTTP/1.1", "Host: a", "Host: a", ""), Http1Violation.HOST_REPEATED);
        assertRefused(lines("GET / HTTP/1.1", "Host: a", "X: y", "hOST: b", ""), Http1Violation.HOST_REPEATED);
        assertRefused(lines("GET / HTTP/1.0", "Host:", "Host: b", ""), Http1Violation.HOST_REPEATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "a?b",
                "u@a",
                "a\\b",
                "a\tb",
                "<a>",
                "a, b",
                "\u00e9",
                "a:b",
                "a:80x",
                "a:99999",
                "a:-1",
                ":80",
                "[::1",
                "::1",
                "[::1]a",
                "[::g]",
                "[1:2]",
                "[]",
                "a%",
                "a%4",
                "\"a\"",
                "a#b",
                "http://a",
                "a|b",
                "a:80:80",
                "a^"
            })
    @DisplayName("3.2: a Host with an invalid value MUST be answered with 400")
    void refusesMalformedHost(String host) {
        assertRefused(lines("GET / HTTP/1.1", "Host: " + host, ""), Http1Violation.HOST_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "A.Example",
                "a_b.example",
                "a:",
                "a:0",
                "a:65535",
                "127.0.0.1:8000",
                "[::1]",
                "[::1]:80",
                "[::ffff:1.2.3.4]",
                "a.",
                "a%20b",
                "~a!$&'()*+,;="
            })
    @DisplayName("3.2: Host is a host with or without a port, or empty")
    void readsHost(String host) {
        assertThat(first(lines("GET / HTTP/1.1", "Host: " + host, "")).head().host())
                .isEqualTo(host);
    }
}
