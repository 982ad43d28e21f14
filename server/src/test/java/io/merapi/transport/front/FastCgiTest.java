// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.protocol.fastcgi.FastCgiAnswer;
import io.merapi.protocol.fastcgi.FastCgiRequestEncoder;
import io.merapi.protocol.fastcgi.ProtocolStatus;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What only FastCGI has: connections that are kept, requests side by side, records about the server. */
final class FastCgiTest {
    private final BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();

    private static ByteBuf request(int id, String uri, boolean keep) {
        ByteBuf out = Unpooled.buffer();
        GatewayClient.fastCgiHead(out, id, GatewayClient.variables("GET", uri), keep);
        FastCgiRequestEncoder.endBody(out, id);
        return out;
    }

    private static ByteBuf upload(int id, String uri, int length) {
        Map<String, String> variables = GatewayClient.variables("POST", uri);
        variables.put("CONTENT_LENGTH", length < 0 ? "" : Integer.toString(length));
        ByteBuf out = Unpooled.buffer();
        GatewayClient.fastCgiHead(out, id, variables, true);
        return out;
    }

    private static ByteBuf part(int id, String body) {
        ByteBuf out = Unpooled.buffer();
        FastCgiRequestEncoder.body(out, id, Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1));
        return out;
    }

    private static ByteBuf end(int id) {
        ByteBuf out = Unpooled.buffer();
        FastCgiRequestEncoder.endBody(out, id);
        return out;
    }

    private static void answer(TestFront front, Exchange exchange) {
        front.onLoop(() -> {
            Answers.answer(exchange, exchange.request().uri());
            return true;
        });
    }

    @Test
    void keepsAConnectionAsLongAsTheWebServerDoes() {
        try (TestFront front = TestFront.serving(Answers.target());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            for (int i = 0; i < 3; i++) {
                assertThat(peer.send(request(1, "/" + i, true)).answer(1).body())
                        .isEqualTo("/" + i);
            }
            front.tickAfter(Duration.ofHours(1));
            assertThat(peer.send(request(1, "/last", false)).answer(1).body()).isEqualTo("/last");
            peer.assertClosed();
        }
    }

    @Test
    void servesRequestsSideBySideAndAnswersThemInAnyOrder() {
        try (TestFront front = TestFront.serving(started::add);
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(request(1, "/1", true)).send(request(2, "/2", true)).send(request(65_535, "/3", true));
            Exchange first = TestFront.next(started);
            Exchange second = TestFront.next(started);
            Exchange third = TestFront.next(started);
            answer(front, third);
            assertThat(peer.answer(65_535).body()).isEqualTo("/3");
            answer(front, first);
            assertThat(peer.answer(1).body()).isEqualTo("/1");
            peer.send(request(1, "/4", true));
            answer(front, TestFront.next(started));
            assertThat(peer.answer(1).body()).isEqualTo("/4");
            answer(front, second);
            assertThat(peer.answer(2).body()).isEqualTo("/2");
        }
    }

    @Test
    void takesBodiesThatComeMixed() {
        try (TestFront front = TestFront.serving(Answers.echo());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(upload(1, "/1", 6)).send(upload(2, "/2", -1));
            peer.send(part(1, "abc")).send(part(2, "123")).send(part(1, "def"));
            peer.send(part(2, "4")).send(end(1)).send(end(2));
            assertThat(peer.answer(1).body()).isEqualTo("abcdef");
            assertThat(peer.answer(2).body()).isEqualTo("1234");
        }
    }

    @Test
    void aRequestThatIsRefusedLeavesTheOthersAlone() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(upload(1, "/1", 4)).send(upload(2, "/2", 11)).send(part(1, "ab"));
            assertThat(peer.answer(2).status()).isEqualTo(413);
            peer.send(part(2, "late")).send(part(1, "cd")).send(end(1));
            assertThat(peer.answer(1).body()).isEqualTo("abcd");
            assertThat(front.awaitRefusal().requestLine()).isEqualTo("POST /2 HTTP/1.1");
        }
    }

    @Test
    void whatComesAfterARefusalDoesNotOvertakeIt() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            Map<String, String> variables = GatewayClient.variables("POST", "/large");
            variables.put("CONTENT_LENGTH", "11");
            ByteBuf head = Unpooled.buffer();
            GatewayClient.fastCgiHead(head, 1, variables, false);
            peer.send(head);
            front.awaitRefusal();
            peer.send(part(1, "late")).send(end(1));
            assertThat(peer.answer(1).status()).isEqualTo(413);
            peer.assertClosed();
        }
    }

    @Test
    void aRequestThatIsAbortedHasLostItsClient() {
        try (TestFront front = TestFront.serving(started::add);
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(request(1, "/1", true)).send(request(2, "/2", true));
            TestFront.next(started);
            Exchange other = TestFront.next(started);
            ByteBuf abort = Unpooled.buffer();
            FastCgiRequestEncoder.abort(abort, 1);
            peer.send(abort);
            assertThat(front.awaitOver().isClientGone()).isTrue();
            assertThat(peer.answer(1).body()).isEmpty();
            answer(front, other);
            assertThat(peer.answer(2).body()).isEqualTo("/2");
        }
    }

    @Test
    void anAnswerThatBreaksOffBesideOthersSaysSoByItsStatus() {
        try (TestFront front = TestFront.serving(started::add);
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(request(1, "/1", true)).send(request(2, "/2", true));
            Exchange broken = TestFront.next(started);
            Exchange other = TestFront.next(started);
            front.onLoop(() -> {
                broken.begin(Answers.ok(-1), Answers.octets("begun"), false);
                broken.fail(Failure.APPLICATION);
                return true;
            });
            FastCgiPeer.Whole cut = peer.whole(1);
            assertThat(cut.answer().body()).isEqualTo("begun");
            assertThat(cut.ended().applicationStatus()).isNotZero();
            answer(front, other);
            assertThat(peer.whole(2).ended().applicationStatus()).isZero();
        }
    }

    @Test
    void rejectsOtherRolesAndAnswersWhatIsAskedAboutTheServer() {
        try (TestFront front = TestFront.serving(Answers.target());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            ByteBuf out = Unpooled.buffer();
            FastCgiRequestEncoder.begin(out, 1, 2, true);
            FastCgiRequestEncoder.askValues(out, "FCGI_MPXS_CONNS", "OTHER");
            peer.send(out);
            assertThat(peer.whole(1).ended().status()).isEqualTo(ProtocolStatus.UNKNOWN_ROLE);
            assertThat(peer.next()).isEqualTo(new FastCgiAnswer.Values(Map.of("FCGI_MPXS_CONNS", "1")));
            assertThat(peer.send(request(1, "/1", true)).answer(1).body()).isEqualTo("/1");
        }
    }

    @Test
    void closesAConnectionOnWhichRecordsCannotBeToldAnyMore() {
        try (TestFront front = TestFront.serving(started::add);
                FastCgiPeer peer = new FastCgiPeer(front)) {
            peer.send(request(1, "/1", true)).send(Unpooled.wrappedBuffer(new byte[8]));
            peer.assertClosed();
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("VERSION_UNKNOWN");
            assertThat(front.awaitOver().isClientGone()).isTrue();
            assertThat(front.front().counters().refused()).containsEntry("VERSION_UNKNOWN", 1L);
        }
    }

    @Test
    void doesNotWaitForTheRestOfARecordThatHasBrokenOff() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            Map<String, String> variables = GatewayClient.variables("POST", "/");
            variables.put("CONTENT_LENGTH", "1");
            GatewayClient client = new GatewayClient(front, ListenerProtocol.FASTCGI)
                    .head(variables)
                    .body("x")
                    .octets(Unpooled.wrappedBuffer(new byte[] {1, 5, 0}));
            client.raw().finish();
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("BODY_INCOMPLETE");
            front.awaitConnections(0);
        }
    }

    @Test
    void waitsForVariablesNoLongerThanAllowed() {
        try (TestFront front = TestFront.serving(Answers.target());
                FastCgiPeer peer = new FastCgiPeer(front)) {
            ByteBuf out = Unpooled.buffer();
            FastCgiRequestEncoder.begin(out, 1, FastCgiRequestEncoder.RESPONDER, true);
            peer.send(out).send(request(2, "/2", true));
            assertThat(peer.answer(2).body()).isEqualTo("/2");
            front.tickAfter(Limits.TIMEOUTS.head().plusSeconds(1));
            assertThat(peer.answer(1).status()).isEqualTo(408);
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("HEAD_TIMEOUT");
        }
    }

    @Test
    void aBodyThatIsNotTakenHoldsTheConnectionBackAndNoMemory() {
        try (TestFront front = TestFront.serving(Limits.body(0, 1024, false), started::add);
                FastCgiPeer peer = new FastCgiPeer(front)) {
            int length = 8 * 1024 * 1024;
            peer.send(upload(1, "/1", length));
            Thread sending = peer.sendInBackground(part(1, "x".repeat(length)));
            Exchange exchange = TestFront.next(started);
            TestFront.await("the sender is held back", () -> sending.getState() != Thread.State.TERMINATED);
            front.onLoop(() -> {
                StreamEcho.answer(exchange);
                return true;
            });
            peer.expect(1, length);
            peer.send(end(1));
            assertThat(peer.answer(1).whole()).isTrue();
        }
    }

    @Test
    void aDrainLetsRequestsFinishAndThenCloses() {
        try (TestFront front = TestFront.serving(started::add);
                FastCgiPeer peer = new FastCgiPeer(front);
                FastCgiPeer idle = new FastCgiPeer(front)) {
            idle.send(request(1, "/0", true));
            answer(front, TestFront.next(started));
            assertThat(idle.answer(1).body()).isEqualTo("/0");
            peer.send(request(1, "/1", true));
            Exchange exchange = TestFront.next(started);
            var drained = front.front().drain(Duration.ofSeconds(20));
            idle.assertClosed();
            answer(front, exchange);
            assertThat(peer.answer(1).body()).isEqualTo("/1");
            peer.assertClosed();
            drained.join();
        }
    }
}
