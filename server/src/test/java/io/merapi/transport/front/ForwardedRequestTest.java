// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Handler;
import io.merapi.protocol.Violation;
import io.merapi.protocol.forwarded.ProxyHeaderViolation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that a proxy forwards: who counts as their client. */
final class ForwardedRequestTest {
    private static final String V1 = "PROXY TCP4 203.0.113.9 198.51.100.1 4711 443\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n";

    private static String octets(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    static Stream<String> headers() {
        return Stream.of(V1, octets(SIGNATURE + "2111000c" + "cb007109" + "c6336401" + "1267" + "01bb"));
    }

    static Stream<String> headersOfItsOwn() {
        return Stream.of("PROXY UNKNOWN\r\n", octets(SIGNATURE + "20000000"));
    }

    /** Answers with what the application would see of the client. */
    private static Handler who() {
        return exchange -> Answers.answer(exchange, who(exchange));
    }

    private static String who(Exchange exchange) {
        List<String> names = List.of("REMOTE_ADDR", "REMOTE_PORT", "wsgi.url_scheme", "HTTP_HOST", "SERVER_PORT");
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            String value = Objects.requireNonNull(exchange.request().vars().get(name), name);
            text.append(text.isEmpty() ? "" : " ").append(value.isEmpty() ? "-" : value);
        }
        assertThat(exchange.request().remoteAddress())
                .as("the one in the log")
                .isEqualTo(exchange.request().vars().get("REMOTE_ADDR"));
        return text.toString();
    }

    private static String body(RawClient client, String request) {
        return client.send(request).read().body();
    }

    @Test
    void aRequestWithoutFieldsIsItsSendersOwn() {
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connect();
            assertThat(body(client, GET + "\r\n"))
                    .isEqualTo("127.0.0.1 " + client.localPort() + " http a.test "
                            + front.address().getPort());
        }
    }

    @Test
    void aTrustedProxyForwardsEachRequestForAnotherClient() {
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connect();
            assertThat(body(client, GET + "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n\r\n"))
                    .isEqualTo("203.0.113.9 - https a.test 443");
            assertThat(body(client, GET + "Forwarded: for=\"[2001:db8::9]:47\";host=b.test:81\r\n\r\n"))
                    .isEqualTo("2001:db8::9 47 http b.test:81 81");
            assertThat(body(client, GET + "\r\n")).startsWith("127.0.0.1 ");
            assertThat(front.awaitOver().request().remoteAddress()).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void repeatedFieldsAreOneList() {
        try (TestFront front = TestFront.serving(who())) {
            String request = GET + "X-Forwarded-For: 203.0.113.9\r\nx-forwarded-for: 127.0.0.2\r\n\r\n";
            assertThat(body(front.connect(), request)).startsWith("203.0.113.9 ");
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aProxyHeaderSaysWhoTheClientIs(String header) {
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connectBehindProxy();
            header.chars().forEach(octet -> client.send(new byte[] {(byte) octet}));
            assertThat(body(client, GET + "\r\n")).startsWith("203.0.113.9 4711 http a.test ");
            assertThat(body(client, GET + "\r\n")).startsWith("203.0.113.9 4711 http a.test ");
            assertThat(body(client, GET + "X-Forwarded-For: 6.6.6.6\r\n\r\n"))
                    .as("the client that the header names is a stranger")
                    .startsWith("203.0.113.9 4711 http a.test ");
        }
    }

    @Test
    void aProxyMayBeNamedByAProxyHeader() {
        try (TestFront front = TestFront.serving(who())) {
            String request = "PROXY TCP4 127.0.0.9 127.0.0.1 1 2\r\n" + GET + "X-Forwarded-For: 203.0.113.9\r\n\r\n";
            assertThat(body(front.connectBehindProxy(), request)).startsWith("203.0.113.9 - ");
        }
    }

    @ParameterizedTest
    @MethodSource("headersOfItsOwn")
    void aProxysOwnConnectionKeepsItsAddress(String header) {
        try (TestFront front = TestFront.serving(who())) {
            assertThat(body(front.connectBehindProxy(), header + GET + "\r\n")).startsWith("127.0.0.1 ");
        }
    }

    @Test
    void aConnectionWithoutItsHeaderIsClosedWithoutAnAnswer() {
        try (TestFront front = TestFront.serving(who())) {
            assertClosed(front, front.connectBehindProxy().send("G"), ProxyHeaderViolation.PROXY_HEADER_MISSING);
            RawClient malformed = front.connectBehindProxy().send("PROXY TCP4 nobody\r\n" + GET + "\r\n");
            assertThat(front.awaitRefusal().violation()).isEqualTo(ProxyHeaderViolation.PROXY_LINE_MALFORMED);
            malformed.close();
            front.awaitConnections(0);
            assertThat(front.front().counters().refused())
                    .isEqualTo(Map.of("PROXY_HEADER_MISSING", 1L, "PROXY_LINE_MALFORMED", 1L));
            front.assertNothingElseObserved();
        }
    }

    @Test
    void aHeaderThatDoesNotComeInTimeClosesTheConnection() {
        Duration beyond = Limits.TIMEOUTS.head().plusSeconds(5);
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connectBehindProxy().send("PROXY TCP4");
            front.awaitConnections(1);
            front.tickAfter(beyond);
            assertClosed(front, client, ProxyHeaderViolation.PROXY_HEADER_TIMEOUT);
        }
    }

    private static void assertClosed(TestFront front, RawClient client, Violation why) {
        assertThat(client.readToEnd()).isEmpty();
        TestFront.Refusal refusal = front.awaitRefusal();
        assertThat(refusal.violation()).isEqualTo(why);
        assertThat(refusal.remoteAddress()).isEqualTo("127.0.0.1");
        front.awaitConnections(0);
    }

    @Test
    void aConnectionThatOnlyLooksWhetherWeLiveIsNoRefusal() {
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connectBehindProxy();
            front.awaitConnections(1);
            client.close();
            front.awaitConnections(0);
            front.assertNothingElseObserved();
        }
    }

    @Test
    void aDrainClosesAConnectionWhoseHeaderDoesNotCome() {
        try (TestFront front = TestFront.serving(who())) {
            RawClient client = front.connectBehindProxy();
            front.awaitConnections(1);
            var _ = front.front().drain(Duration.ofMinutes(1));
            front.onLoop(() -> true);
            front.tickAfter(Duration.ofSeconds(4));
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
