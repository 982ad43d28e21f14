// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.BodyStream;
import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Responder;
import io.merapi.transport.HttpLimits;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies that are passed on while they come in ({@code request-buffering = off}). */
final class StreamedBodyTest {
    private static final HttpLimits STREAMING = Limits.body(0, 1024, false);
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicLong octets = new AtomicLong();

    private static BodyStream stream(Exchange exchange) {
        return ((RequestBody.Streaming) exchange.request().body()).stream();
    }

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Starts the flow on the exchange's loop; what comes is heard. */
    private void start(Exchange exchange) {
        exchange.loop().execute(() -> stream(exchange).start(new Ear()));
    }

    private final class Ear implements BodyStream.Receiver {
        @Override
        public void data(ByteBuf data) {
            octets.addAndGet(data.readableBytes());
            heard.add(data.toString(StandardCharsets.ISO_8859_1));
            data.release();
        }

        @Override
        public void end() {
            heard.add("<end>");
        }

        @Override
        public void broken() {
            heard.add("<broken>");
        }
    }

    @Test
    void handsTheRequestOverBeforeItsBody() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(6));
            Exchange exchange = TestFront.next(started);
            assertThat(exchange.request().body().length()).isEqualTo(6);
            assertThat(exchange.request().vars().get("CONTENT_LENGTH")).isEqualTo("6");
            start(exchange);
            client.send("abc");
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            client.send("def");
            assertThat(TestFront.next(heard)).isEqualTo("def");
            assertThat(TestFront.next(heard)).isEqualTo("<end>");
            exchange.loop().execute(() -> Answers.answer(exchange, "done"));
            assertThat(client.read().body()).isEqualTo("done");
        }
    }

    @Test
    void goesOnAfterABodyThatWasReadWhole() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect();
            for (int i = 0; i < 2; i++) {
                client.send(CHUNKED + "3\r\nabc\r\n0\r\n\r\n");
                Exchange exchange = TestFront.next(started);
                assertThat(exchange.request().body().length()).isEqualTo(-1);
                start(exchange);
                assertThat(TestFront.next(heard)).isEqualTo("abc");
                assertThat(TestFront.next(heard)).isEqualTo("<end>");
                exchange.loop().execute(() -> Answers.answer(exchange, "done"));
                assertThat(client.read().field("Connection")).isNull();
            }
        }
    }

    @Test
    void asksForABodyOnlyWhenItIsWanted() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect();
            client.send(post(3).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            Exchange first = TestFront.next(started);
            start(first);
            assertThat(client.read().status()).isEqualTo(100);
            client.send("abc");
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            assertThat(TestFront.next(heard)).isEqualTo("<end>");
            first.loop().execute(() -> Answers.answer(first, "one"));
            assertThat(client.read().body()).isEqualTo("one");

            client.send(post(3).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            Exchange second = TestFront.next(started);
            second.loop().execute(() -> Answers.answer(second, "not wanted"));
            RawClient.Reply reply = client.read();
            assertThat(reply.body()).isEqualTo("not wanted");
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void holdsTheClientBackWhilePaused() {
        byte[] much = new byte[16 * 1024 * 1024];
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(much.length));
            Exchange exchange = TestFront.next(started);
            front.onLoop(() -> {
                stream(exchange).start(new Ear());
                stream(exchange).pause();
                return true;
            });
            Thread sender = client.sendInBackground(much);
            TestFront.await(
                    "the sender waits",
                    () -> sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TIMED_WAITING);
            assertThat(octets.get())
                    .as("no more than the read that was under way")
                    .isLessThanOrEqualTo(64 * 1024);
            exchange.loop().execute(stream(exchange)::resume);
            TestFront.await("all has come", () -> octets.get() == much.length);
            TestFront.await("the end has come", () -> heard.contains("<end>"));
        }
    }

    @Test
    void tellsThatTheClientLeftMidway() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(6) + "abc");
            Exchange exchange = TestFront.next(started);
            start(exchange);
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            client.reset();
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
            assertThat(front.awaitOver().isClientGone()).isTrue();
        }
    }

    @Test
    void answersABodyThatEndsEarlyWith400() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(6) + "abc").finish();
            start(TestFront.next(started));
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
            assertThat(front.awaitOver().failure()).isEqualTo(Failure.BODY_BROKEN);
        }
    }

    @Test
    void answersAMalformedBodyWith400() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(CHUNKED + "3\r\nabcX\r\n");
            start(TestFront.next(started));
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
        }
    }

    @Test
    void answersABodyThatTurnsOutTooLargeWith413() {
        try (TestFront front = TestFront.serving(Limits.body(4, 1024, false), started::add)) {
            RawClient client = front.connect().send(CHUNKED + "3\r\nabc\r\n3\r\ndef\r\n");
            start(TestFront.next(started));
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
        }
    }

    @Test
    void answersABodyThatStallsWith408ButOnlyWhileItIsWanted() {
        Duration beyond = Limits.TIMEOUTS.body().plusSeconds(5);
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(6) + "abc");
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> {
                stream(exchange).start(new Ear());
                stream(exchange).pause();
            });
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            front.tickAfter(beyond);
            assertThat(exchange.state()).isEqualTo(Exchange.State.WAITING);
            exchange.loop().execute(stream(exchange)::resume);
            front.tickAfter(Duration.ofSeconds(1));
            front.tickAfter(beyond);
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(front.awaitOver().failure()).isEqualTo(Failure.BODY_TIMEOUT);
        }
    }

    @Test
    void tellsTheHandlerToStopWhenABodyBreaksOff() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(CHUNKED + "3\r\nabc");
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> exchange.answeredBy(new Stopped()));
            start(exchange);
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            client.send("X\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(List.of(TestFront.next(heard), TestFront.next(heard)))
                    .containsExactlyInAnyOrder("<stop>", "<broken>");
            Exchange over = front.awaitOver();
            assertThat(over.isClientGone()).as("it has been answered").isFalse();
            client.close();
            front.awaitConnections(0);
            assertThat(heard).as("it is told once").isEmpty();
        }
    }

    @Test
    void letsAnAnswerGoOnThatHasBegunBeforeTheBodyBreaksOff() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(CHUNKED + "3\r\nabc");
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> exchange.answeredBy(new Stopped()));
            start(exchange);
            front.onLoop(() -> {
                exchange.begin(Answers.ok(14), Answers.octets("first "), false);
                return true;
            });
            client.send("X\r\n");
            assertThat(TestFront.next(heard)).isEqualTo("abc");
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
            exchange.loop().execute(() -> {
                exchange.write(Answers.octets("and last"));
                exchange.finish();
            });
            assertThat(client.read().body()).isEqualTo("first and last");
            assertThat(heard).isEmpty();
        }
    }

    /** A handler that only hears that it is to stop. */
    private final class Stopped implements Responder {
        @Override
        public void clientGone() {
            heard.add("<stop>");
        }

        @Override
        public void inputEnded() {}

        @Override
        public void writable() {}
    }

    @Test
    void dropsABodyThatNobodyWants() {
        byte[] much = new byte[3_000_000];
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(much.length));
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(stream(exchange)::discard);
            client.send(much);
            exchange.loop().execute(() -> Answers.answer(exchange, "ignored it"));
            assertThat(client.read().body()).isEqualTo("ignored it");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void breaksABodyThatIsStartedTooLate() {
        try (TestFront front = TestFront.serving(STREAMING, started::add)) {
            RawClient client = front.connect().send(post(6) + "abc");
            Exchange exchange = TestFront.next(started);
            client.reset();
            front.awaitOver();
            start(exchange);
            assertThat(TestFront.next(heard)).isEqualTo("<broken>");
        }
    }

    @Test
    void theClientSeesTheAnswerThatCameBeforeItsBodyWasRead() {
        byte[] much = new byte[8 * 1024 * 1024];
        try (TestFront front = TestFront.serving(STREAMING, exchange -> Answers.answer(exchange, "no, thanks"))) {
            RawClient client = front.connect().send(post(much.length)).send(much);
            assertThat(client.read().body()).isEqualTo("no, thanks");
            assertThat(client.readToEnd()).isEmpty();
        }
    }
}
