// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.http1.ResponseFraming.Body;
import io.merapi.protocol.http1.ResponseFraming.Persistence;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResponseFramingTest {

    private static RequestHead request(String method, String version, String connection) {
        return first(lines(method + " / " + version, "Host: a", "Connection: " + connection, ""))
                .head();
    }

    private static ResponseFraming framing(String method, int status, long length) {
        return ResponseFraming.of(request(method, "HTTP/1.1", ""), status, length, true);
    }

    @ParameterizedTest
    @CsvSource({"200,5", "200,0", "404,5", "301,0", "206,7", "500,1"})
    @DisplayName("RFC 9110 8.6: a known length is told")
    void tellsTheLength(int status, long length) {
        assertThat(framing("GET", status, length))
                .isEqualTo(new ResponseFraming(Body.LENGTH, length, Persistence.PERSIST));
    }

    @Test
    @DisplayName(
            "RFC 9112 6.1: an unknown length is chunked, MUST NOT be so for HTTP/1.0: its body ends with the connection")
    void delimitsUnknownLengths() {
        assertThat(framing("GET", 200, -1)).isEqualTo(new ResponseFraming(Body.CHUNKED, -1, Persistence.PERSIST));
        ResponseFraming old = ResponseFraming.of(request("GET", "HTTP/1.0", "keep-alive"), 200, -1, true);
        assertThat(old).isEqualTo(new ResponseFraming(Body.CLOSE, -1, Persistence.CLOSE));
        assertThat(old.persists()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100,-1", "101,5", "103,-1", "204,-1", "204,0", "204,5"})
    @DisplayName("RFC 9112 6.1, RFC 9110 8.6: neither Transfer-Encoding nor Content-Length with 1xx and 204")
    void framesNothingWhereNoBodyIs(int status, long length) {
        assertThat(framing("GET", status, length)).isEqualTo(new ResponseFraming(Body.NONE, -1, Persistence.PERSIST));
    }

    @ParameterizedTest
    @CsvSource({"GET,304", "HEAD,200", "HEAD,404", "HEAD,304"})
    @DisplayName("RFC 9110 8.6: with HEAD and 304 only the length that GET would have sent")
    void tellsTheLengthOfWhatIsNotSent(String method, int status) {
        assertThat(framing(method, status, 5)).isEqualTo(new ResponseFraming(Body.NONE, 5, Persistence.PERSIST));
        assertThat(framing(method, status, -1)).isEqualTo(new ResponseFraming(Body.NONE, -1, Persistence.PERSIST));
        assertThat(framing(method, status, 0)).as("may be a body left out").isEqualTo(framing(method, status, -1));
    }

    @Test
    @DisplayName("RFC 9110 8.6: HEAD changes nothing about 204")
    void framesNothingForHeadOf204() {
        assertThat(framing("HEAD", 204, 5).contentLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "5"})
    @DisplayName("RFC 9110 15.3.6: 205 has no content, and says so")
    void sendsNothingWith205(long length) {
        assertThat(framing("GET", 205, length)).isEqualTo(new ResponseFraming(Body.NONE, 0, Persistence.PERSIST));
    }

    @Test
    @DisplayName("RFC 9110 9.3.2: only HEAD is without a body; methods are case-sensitive")
    void sendsBodiesToOtherMethods() {
        assertThat(framing("head", 200, 5).body()).isEqualTo(Body.LENGTH);
        assertThat(framing("OPTIONS", 200, 5).body()).isEqualTo(Body.LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, x, true, PERSIST",
        "HTTP/1.1, x, false, CLOSE",
        "HTTP/1.1, close, true, CLOSE",
        "HTTP/1.0, x, true, CLOSE",
        "HTTP/1.0, keep-alive, true, TELL_PERSIST",
        "HTTP/1.0, keep-alive, false, CLOSE"
    })
    @DisplayName("RFC 9112 9.3, 9.6: a connection goes on when both sides want it; who closes says so")
    void decidesPersistence(String version, String connection, boolean willing, Persistence expected) {
        ResponseFraming framing = ResponseFraming.of(request("GET", version, connection), 200, 5, willing);
        assertThat(framing.persistence()).isEqualTo(expected);
        assertThat(framing.persists()).isEqualTo(expected != Persistence.CLOSE);
    }

    @Test
    @DisplayName("RFC 9112 9.6: after a refusal the connection closes")
    void closesAfterARefusal() {
        assertThat(ResponseFraming.ofRefusal(7)).isEqualTo(new ResponseFraming(Body.LENGTH, 7, Persistence.CLOSE));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 200, 5, LENGTH, 5",
        "GET, 200, 0, LENGTH, 0",
        "GET, 200, -1, CLOSE, -1",
        "HEAD, 200, 5, NONE, 5",
        "HEAD, 200, -1, NONE, -1",
        "GET, 204, 5, NONE, -1",
        "GET, 304, 5, NONE, 5",
        "GET, 205, 5, NONE, 0",
    })
    @DisplayName("RFC 3875 6.2: to a web server in front a body is never chunked")
    void leavesTheFramingToTheWebServer(String method, int status, long length, Body body, long told) {
        assertThat(ResponseFraming.toGateway(method.equals("HEAD"), status, length))
                .isEqualTo(new ResponseFraming(body, told, Persistence.UNTOLD));
    }
}
