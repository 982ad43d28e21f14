// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Vars;
import io.merapi.protocol.forwarded.IpAddress;
import io.merapi.protocol.forwarded.Node;
import io.merapi.protocol.http1.HeadLimits;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.transport.client.Addressee;
import io.merapi.transport.client.Client;
import io.merapi.transport.client.Entrance;
import io.merapi.transport.client.Sender;
import io.merapi.transport.client.TrustedProxies;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3875 section 4.1 and PEP 3333, "environ Variables". */
final class RequestVarsTest {
    private static final Node STRANGER = new Node(IpAddress.parse("192.0.2.7"), 40000);
    private static final Entrance ENTRANCE =
            new Entrance(new Addressee("server.test", 8080, "http"), false, false, TrustedProxies.onThisMachine());

    private final RequestVars requestVars = new RequestVars();

    private Map<String, String> vars(String head) {
        return vars(head, -1);
    }

    private Map<String, String> vars(String text, long contentLength) {
        return vars(text, contentLength, new Client(STRANGER, ENTRANCE).sender());
    }

    private Map<String, String> vars(String text, long contentLength, Sender sender) {
        byte[] octets = (text.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        RequestDecoder decoder = new RequestDecoder(new HeadLimits(8192, 65536, 100));
        RequestHead head = Objects.requireNonNull(decoder.decode(Unpooled.wrappedBuffer(octets)));
        Vars vars = requestVars.of(head, sender, contentLength);
        Map<String, String> map = new LinkedHashMap<>();
        vars.forEach((name, value) -> assertThat(map.put(name, value)).as(name).isNull());
        assertThat(vars.count()).isEqualTo(map.size());
        return map;
    }

    @Test
    void saysAllThatIsKnownOfARequest() {
        assertThat(vars("GET /a?b=c HTTP/1.1\nHost: h:1\nX-Some-Thing: 1"))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("REQUEST_METHOD", "GET"),
                        Map.entry("REQUEST_URI", "/a?b=c"),
                        Map.entry("PATH_INFO", "/a"),
                        Map.entry("QUERY_STRING", "b=c"),
                        Map.entry("SERVER_PROTOCOL", "HTTP/1.1"),
                        Map.entry("SCRIPT_NAME", ""),
                        Map.entry("SERVER_NAME", "server.test"),
                        Map.entry("SERVER_PORT", "8080"),
                        Map.entry("wsgi.url_scheme", "http"),
                        Map.entry("REMOTE_ADDR", "192.0.2.7"),
                        Map.entry("REMOTE_PORT", "40000"),
                        Map.entry("HTTP_HOST", "h:1"),
                        Map.entry("HTTP_X_SOME_THING", "1")));
    }

    @Test
    void namesTheProtocolOfTheClient() {
        assertThat(vars("GET / HTTP/1.0")).containsEntry("SERVER_PROTOCOL", "HTTP/1.0");
    }

    @Test
    void keepsTheCaseOfTheMethod() {
        assertThat(vars("get / HTTP/1.0")).containsEntry("REQUEST_METHOD", "get");
    }

    @ParameterizedTest
    @CsvSource({
        "/,                      /,         ''",
        "/a%20b,                 '/a b',    ''",
        "/a+b,                   /a+b,      ''",
        "/%2Fx%2f,               //x/,      ''",
        "/a?,                    /a,        ''",
        "/a?x%20y,               /a,        x%20y",
        "/a?b?c,                 /a,        b?c",
        "/%3F?q,                 /?,        q",
        "//x,                    //x,       ''",
        "/%C3%A9,                /\u00c3\u00a9, ''",
        "http://h/p%20q?r,       '/p q',    r",
        "http://h,               /,         ''",
        "http://h?q,             /,         q",
    })
    void decodesThePathAndNotTheQuery(String target, String path, String query) {
        assertThat(vars("GET " + target + " HTTP/1.1\nHost: h"))
                .containsEntry("REQUEST_URI", target)
                .containsEntry("PATH_INFO", path)
                .containsEntry("QUERY_STRING", query);
    }

    @Test
    void theAsteriskIsNoPath() {
        assertThat(vars("OPTIONS * HTTP/1.1\nHost: h"))
                .containsEntry("REQUEST_URI", "*")
                .containsEntry("PATH_INFO", "");
    }

    @Test
    void takesTheHostFromAnAbsoluteTarget() {
        assertThat(vars("GET http://real:81/ HTTP/1.1\nHost: other")).containsEntry("HTTP_HOST", "real:81");
    }

    @Test
    void joinsRepeatedFieldsInOrder() {
        assertThat(vars("GET / HTTP/1.0\nX-A: 1\nCookie: a=1\nx-a: 2\nX-B: z\ncookie: b=2\nX-A: 3"))
                .containsEntry("HTTP_X_A", "1, 2, 3")
                .containsEntry("HTTP_COOKIE", "a=1; b=2")
                .containsEntry("HTTP_X_B", "z");
    }

    @Test
    void joinsLongRepeatedFields() {
        String a = "a".repeat(3000);
        assertThat(vars("GET / HTTP/1.0\nX: " + a + "\nX: " + a)).containsEntry("HTTP_X", a + ", " + a);
    }

    @Test
    void keepsOctetsBeyondAsciiAsLatin1() {
        assertThat(vars("GET / HTTP/1.0\nX: \u00e9\u00ff")).containsEntry("HTTP_X", "\u00e9\u00ff");
    }

    @Test
    void namesContentTypeAndLengthWithoutPrefix() {
        assertThat(vars("POST / HTTP/1.0\nContent-Type: text/plain\nContent-Length: 5", 5))
                .containsEntry("CONTENT_TYPE", "text/plain")
                .containsEntry("CONTENT_LENGTH", "5")
                .doesNotContainKeys("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH");
    }

    @Test
    void knowsTheLengthOfAChunkedBodyThatHasBeenTakenIn() {
        assertThat(vars("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked", 12))
                .containsEntry("CONTENT_LENGTH", "12")
                .doesNotContainKey("HTTP_TRANSFER_ENCODING");
    }

    @Test
    void leavesOutAnUnknownLength() {
        assertThat(vars("POST / HTTP/1.1\nHost: h\nTransfer-Encoding: chunked", -1))
                .doesNotContainKey("CONTENT_LENGTH");
    }

    @Test
    void neverPassesNamesThatCouldBeTakenForOthers() {
        assertThat(vars("GET / HTTP/1.0\nX_Forwarded_For: evil\nREMOTE_USER: root\nProxy: evil\nX-Ok: 1"))
                .containsEntry("HTTP_X_OK", "1")
                .doesNotContainKeys("HTTP_X_FORWARDED_FOR", "HTTP_REMOTE_USER", "HTTP_PROXY");
    }

    @Test
    void passesNothingOfWhatAStrangerSaysAboutForwarding() {
        assertThat(vars("""
                        GET / HTTP/1.0
                        X-Forwarded-For: 1.2.3.4
                        x-forwarded-proto: https
                        X-FORWARDED-HOST: h
                        X-Forwarded-Port: 1
                        X-Forwarded-Prefix: /x
                        X-Forwarded: for=1.2.3.4
                        X-Real-IP: 1.2.3.4
                        Forwarded: for=1.2.3.4
                        X-Forward: 1
                        Forwarded-For: 2
                        """))
                .containsEntry("HTTP_X_FORWARD", "1")
                .containsEntry("HTTP_FORWARDED_FOR", "2")
                .containsEntry("REMOTE_ADDR", "192.0.2.7")
                .allSatisfy((name, value) -> assertThat(name).doesNotContain("X_FORWARDED", "X_REAL_IP"))
                .doesNotContainKey("HTTP_FORWARDED");
    }

    @Test
    void passesWhatIsBelieved() {
        String head = "GET / HTTP/1.0\nHost: proxy.test\nX-Forwarded-For: 1.2.3.4\nX-Forwarded-For: 5.6.7.8\n"
                + "X-Forwarded-Prefix: /x\nForwarded: for=6.6.6.6";
        Vars client = new Vars(0);
        assertThat(vars(head, -1, new Sender("", client, "a.test:81", Sender.Passed.X_FORWARDED)))
                .containsEntry("HTTP_HOST", "a.test:81")
                .containsEntry("HTTP_X_FORWARDED_FOR", "1.2.3.4, 5.6.7.8")
                .containsEntry("HTTP_X_FORWARDED_PREFIX", "/x")
                .doesNotContainKey("HTTP_FORWARDED");
        assertThat(vars(head, -1, new Sender("", client, null, Sender.Passed.ALL)))
                .containsEntry("HTTP_HOST", "proxy.test")
                .containsEntry("HTTP_FORWARDED", "for=6.6.6.6");
    }

    @Test
    void passesNothingThatIsForThisConnectionAlone() {
        assertThat(vars("GET / HTTP/1.1\nHost: h\nConnection: upgrade, Hop-Thing\nUpgrade: websocket\nTE: trailers\n"
                        + "Keep-Alive: 5\nTrailer: X\nProxy-Connection: close\nHop-Thing: 1\nX-End: 2"))
                .containsEntry("HTTP_X_END", "2")
                .doesNotContainKeys(
                        "HTTP_CONNECTION",
                        "HTTP_UPGRADE",
                        "HTTP_TE",
                        "HTTP_KEEP_ALIVE",
                        "HTTP_TRAILER",
                        "HTTP_PROXY_CONNECTION",
                        "HTTP_HOP_THING");
    }

    @Test
    void usesItsScratchSpaceForOneRequestAfterTheOther() {
        assertThat(vars("GET /%41%42%43 HTTP/1.0\nLong-Name-Of-A-Field: 1"))
                .containsEntry("PATH_INFO", "/ABC")
                .containsEntry("HTTP_LONG_NAME_OF_A_FIELD", "1");
        assertThat(vars("GET /%44 HTTP/1.0\nX: 1"))
                .containsEntry("PATH_INFO", "/D")
                .containsEntry("HTTP_X", "1");
    }
}
