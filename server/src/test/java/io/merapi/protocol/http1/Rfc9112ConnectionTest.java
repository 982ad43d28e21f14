// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.assertRefused;
import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 9, with RFC 9110 sections 7.6 and 10.1: what a head says about its connection. */
final class Rfc9112ConnectionTest {

    private static RequestHead get(String version, String... fieldLines) {
        return first("GET / " + version + "\r\nHost: a\r\n" + lines(fieldLines) + "\r\n")
                .head();
    }

    private static List<String> hopByHop(RequestHead head) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.isHopByHop(i)) {
                names.add(Conversation.name(head, i));
            }
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HTTP/1.1, X: y, true",
                "HTTP/1.1, Connection: close, false",
                "HTTP/1.1, Connection: CLOSE, false",
                "HTTP/1.1, `Connection: a, close`, false",
                "HTTP/1.1, `Connection: keep-alive, close`, false",
                "HTTP/1.1, `Connection: close ,\tkeep-alive`, false",
                "HTTP/1.1, Connection: keep-alive, true",
                "HTTP/1.1, Connection: closed, true",
                "HTTP/1.1, `Connection: ,, ,`, true",
                "HTTP/1.1, Connection:, true",
                "HTTP/1.1, Proxy-Connection: close, true",
                "HTTP/1.0, X: y, false",
                "HTTP/1.0, Connection: keep-alive, true",
                "HTTP/1.0, Connection: Keep-Alive, true",
                "HTTP/1.0, `Connection: a, keep-alive`, true",
                "HTTP/1.0, `Connection: keep-alive, close`, false",
                "HTTP/1.0, Connection: close, false",
                "HTTP/1.0, Proxy-Connection: keep-alive, false",
                "HTTP/1.0, Keep-Alive: 300, false",
                "HTTP/1.2, X: y, true"
            })
    @DisplayName("9.3: close closes; HTTP/1.1 persists; HTTP/1.0 persists with keep-alive")
    void decidesPersistence(String version, String field, boolean persists) {
        assertThat(get(version, field).keepAlive()).isEqualTo(persists);
    }

    @Test
    @DisplayName("9.3: all Connection fields count")
    void readsAllConnectionFields() {
        assertThat(get("HTTP/1.1", "Connection: close", "Connection: x").keepAlive())
                .isFalse();
        assertThat(get("HTTP/1.0", "Connection: x, keep-alive", "Connection: y").keepAlive())
                .isTrue();
        assertThat(get("HTTP/1.1", "Connection: keep-alive", "Connection: close")
                        .keepAlive())
                .isFalse();
        assertThat(get("HTTP/1.0", "Connection: x", "connection: keep-alive").keepAlive())
                .isTrue();
    }

    @Test
    @DisplayName("RFC 9110 7.6.1: the fields that are for one connection alone")
    void knowsHopByHopFields() {
        String[] fields = {
            "Connection: x",
            "Keep-Alive: 1",
            "Proxy-Connection: x",
            "TE: trailers",
            "Trailer: x",
            "upgrade: websocket",
            "Accept: a",
            "Tee: a",
            "Expect: x"
        };
        assertThat(hopByHop(get("HTTP/1.1", fields)))
                .containsExactly("Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "upgrade");
        RequestHead chunked = first(lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "0", ""))
                .head();
        assertThat(hopByHop(chunked)).containsExactly("Transfer-Encoding");
    }

    @Test
    @DisplayName("RFC 9110 7.6.1: and those that Connection names, before and after it")
    void dropsFieldsNamedByConnection() {
        RequestHead head = get(
                "HTTP/1.1",
                "Foo: 1",
                "Connection: close,foo\t, HTTP2-Settings",
                "http2-settings: x",
                "Bar: 2",
                "fOO: 3");
        assertThat(hopByHop(head)).containsExactly("Foo", "Connection", "http2-settings", "fOO");
        assertThat(head.keepAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host", "Content-Type", "Content-Encoding", "Authorization", "Cookie", "X-Forwarded-For", "X-Real-IP",
                        "X-Remote-User",
                "Forwarded", "Cache-Control", "Expect", "Accept-Encoding", "If-None-Match", "Origin", "Range",
                        "Sec-Fetch-Site"
            })
    @DisplayName("RFC 9110 7.6.1: Connection MUST NOT name fields meant for all recipients; they stay")
    void keepsEndToEndFields(String name) {
        String named = name.equals("Host") ? "X: y" : name + ": z";
        RequestHead head = get("HTTP/1.1", named, "Connection: close, " + name);
        assertThat(hopByHop(head)).containsExactly("Connection");
    }

    @Test
    @DisplayName("RFC 9110 7.6.1: naming Content-Length or Transfer-Encoding does not change the framing")
    void keepsTheFraming() {
        Conversation.Message fixed = first(
                lines("POST / HTTP/1.1", "Host: a", "Connection: Content-Length", "Content-Length: 3", "") + "abc");
        assertThat(fixed.body()).isEqualTo("abc");
        Conversation.Message chunked = first(lines(
                "POST / HTTP/1.1",
                "Host: a",
                "Connection: Transfer-Encoding",
                "Transfer-Encoding: chunked",
                "",
                "3",
                "abc",
                "0",
                ""));
        assertThat(chunked.body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "close;q=1", "\"close\"", "close keep-alive", "(x)", "a,b@", "\u00e9", "close,\u00a0a"})
    @DisplayName("RFC 9110 7.6.1: connection options are tokens")
    void refusesMalformedOptions(String value) {
        assertRefused(
                lines("GET / HTTP/1.1", "Host: a", "Connection: " + value, ""), Http1Violation.CONNECTION_OPTIONS);
    }

    @Test
    @DisplayName("RFC 9110 7.6.1: and there are not many of them")
    void boundsOptions() {
        String many = "a,".repeat(63) + "close";
        assertThat(get("HTTP/1.1", "Connection: " + many).keepAlive()).isFalse();
        assertRefused(
                lines("GET / HTTP/1.1", "Host: a", "Connection: b," + many, ""), Http1Violation.CONNECTION_OPTIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 100-continue, 5, true",
        "HTTP/1.1, 100-Continue, 5, true",
        "HTTP/1.1, 100-continue, 0, false",
        "HTTP/1.1, 200-ok, 5, false",
        "HTTP/1.0, 100-continue, 5, false",
        "HTTP/1.2, 100-continue, 5, true"
    })
    @DisplayName(
            "RFC 9110 10.1.1: 100-continue in an HTTP/1.0 request MUST be ignored; without a body it means nothing")
    void readsExpectations(String version, String expectation, int length, boolean expected) {
        String head = lines("PUT / " + version, "Host: a", "Expect: " + expectation, "Content-Length: " + length, "");
        assertThat(first(head + "x".repeat(length)).head().expectContinue()).isEqualTo(expected);
    }
}
