// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.transport.Timeouts;
import io.merapi.transport.TransportViolation;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Clients that are slow. The clock stands still until a test moves it. */
final class TimeoutTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private static Duration almost(Duration time) {
        return time.minus(MARGIN);
    }

    @Test
    void answersASlowHeadWith408() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("GET / HTTP/1.1\r\nHo");
            front.awaitRead(client);
            front.tickAfter(almost(Limits.TIMEOUTS.head()));
            client.send("s");
            front.awaitRead(client);
            front.tickAfter(MARGIN.plus(MARGIN));
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitRefusal().violation()).isEqualTo(TransportViolation.HEAD_TIMEOUT);
            front.assertNothingElseObserved();
        }
    }

    @Test
    void givesASecondHeadItsOwnTime() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send(GET);
            assertThat(client.read().status()).isEqualTo(200);
            front.tickAfter(almost(Limits.TIMEOUTS.keepAlive()));
            client.send("GET / HTTP/1.1\r\n");
            front.awaitRead(client);
            front.tickAfter(almost(Limits.TIMEOUTS.head()));
            assertThat(client.send("Host: a\r\n\r\n").read().status()).isEqualTo(200);
        }
    }

    @Test
    void closesAConnectionThatNeverSaysAnything() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect();
            front.awaitConnections(1);
            front.tickAfter(Limits.TIMEOUTS.head().plus(MARGIN));
            assertThat(client.readToEnd()).isEmpty();
            front.assertNothingElseObserved();
        }
    }

    @Test
    void givesAConnectionItsTimeAfterALongSilence() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            front.advance(Duration.ofHours(1));
            RawClient client = front.connect().send("GET / HTTP/1.1\r\n");
            front.awaitRead(client);
            front.tickAfter(almost(Limits.TIMEOUTS.head()));
            assertThat(client.send("Host: a\r\n\r\n").read().status()).isEqualTo(200);
        }
    }

    @Test
    void closesAnIdleConnection() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send(GET);
            assertThat(client.read().status()).isEqualTo(200);
            front.tickAfter(almost(Limits.TIMEOUTS.keepAlive()));
            assertThat(client.send(GET).read().status()).isEqualTo(200);
            front.tickAfter(Limits.TIMEOUTS.keepAlive().plus(MARGIN));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void servesOneRequestPerConnectionWithoutKeepAlive() {
        Timeouts none = new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
        try (TestFront front = TestFront.serving(Limits.timeouts(none), Answers.text("hello"))) {
            RawClient client = front.connect().send(GET);
            assertThat(client.read().field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void letsAHandlerTakeItsTime() {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect().send(GET);
            Exchange exchange = TestFront.next(started);
            front.tickAfter(Duration.ofHours(1));
            exchange.loop().execute(() -> Answers.answer(exchange, "at last"));
            assertThat(client.read().body()).isEqualTo("at last");
        }
    }

    @Test
    void answersAStalledBodyWith408() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123");
            front.awaitRead(client);
            front.tickAfter(almost(Limits.TIMEOUTS.body()));
            client.send("456");
            front.awaitRead(client);
            front.tickAfter(almost(Limits.TIMEOUTS.body()));
            front.assertNothingElseObserved();
            front.tickAfter(MARGIN.plus(MARGIN));
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitRefusal())
                    .isEqualTo(new TestFront.Refusal("127.0.0.1", TransportViolation.BODY_TIMEOUT, "POST / HTTP/1.1"));
        }
    }

    @Test
    void cutsAClientThatTakesNothing() {
        String much = "x".repeat(8_000_000);
        try (TestFront front = TestFront.serving(Answers.text(much))) {
            RawClient client = front.connectNarrow().send(GET);
            client.readSome();
            front.tickAfter(almost(Limits.TIMEOUTS.write()));
            front.assertNothingElseObserved();
            front.tickAfter(MARGIN.plus(MARGIN));
            assertThat(front.awaitOver().isClientGone()).isTrue();
            assertThat(front.front().counters().refused()).containsEntry("WRITE_TIMEOUT", 1L);
        }
    }

    @Test
    void bearsWithAClientThatTakesALittle() {
        String much = "x".repeat(8_000_000);
        try (TestFront front = TestFront.serving(Answers.text(much))) {
            RawClient client = front.connectNarrow().send(GET);
            for (int i = 0; i < 4; i++) {
                client.take(1_000_000);
                front.tickAfter(almost(Limits.TIMEOUTS.write()));
            }
            assertThat(client.take(4_000_000)).isEqualTo("x".repeat(4_000_000));
            assertThat(front.awaitOver().isClientGone()).isFalse();
        }
    }

    @Test
    void givesUpAClientThatGoesOnSendingAfterARefusal() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("BAD\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
            front.awaitConnections(1);
            front.tickAfter(Limits.TIMEOUTS.linger().plus(MARGIN));
            front.awaitConnections(0);
        }
    }
}
