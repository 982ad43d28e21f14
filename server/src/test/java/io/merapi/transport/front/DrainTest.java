// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end of the server. */
final class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();

    private static void await(CompletableFuture<Void> drained) {
        drained.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void isDoneAtOnceWithoutConnections() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            await(front.front().drain(LONG));
        }
    }

    @Test
    void closesIdleConnections() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send(GET);
            client.read();
            await(front.front().drain(LONG));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void letsARunningExchangeFinish() {
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect().send(GET);
            Exchange exchange = TestFront.next(started);
            CompletableFuture<Void> drained = front.front().drain(LONG);
            front.tickAfter(Duration.ofMinutes(1));
            assertThat(drained).isNotDone();
            exchange.loop().execute(() -> Answers.answer(exchange, "hello"));
            RawClient.Reply reply = client.read();
            assertThat(reply.body()).isEqualTo("hello");
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
            client.close();
            await(drained);
        }
    }

    @Test
    void closesAfterAnAnswerWhoseHeadHadGoneOut() {
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect().send(GET);
            Exchange exchange = TestFront.next(started);
            front.onLoop(() -> {
                exchange.begin(Answers.ok(6), Answers.octets("abc"), false);
                return true;
            });
            CompletableFuture<Void> drained = front.front().drain(LONG);
            front.onLoop(() -> {
                exchange.write(Answers.octets("def"));
                exchange.finish();
                return true;
            });
            assertThat(client.read().body()).isEqualTo("abcdef");
            assertThat(client.readToEnd()).isEmpty();
            client.close();
            await(drained);
        }
    }

    @Test
    void answersARequestWhoseHeadIsUnderWay() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("GET / HTTP/1.1\r\n");
            RawClient silent = front.connect();
            front.awaitConnections(2);
            front.awaitRead(client);
            CompletableFuture<Void> drained = front.front().drain(LONG);
            front.onLoop(() -> true);
            client.send("Host: a\r\n\r\n");
            assertThat(client.read().field("Connection")).isEqualTo("close");
            assertThat(silent.send(GET).read().status()).isEqualTo(200);
            client.close();
            silent.close();
            await(drained);
        }
    }

    @Test
    void doesNotWaitForAHeadLongerThanABound() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send("GET / HTTP/1.1\r\n");
            front.awaitRead(client);
            CompletableFuture<Void> drained = front.front().drain(LONG);
            front.tickAfter(Duration.ofSeconds(5));
            assertThat(client.read().status()).isEqualTo(408);
            client.close();
            await(drained);
        }
    }

    @Test
    void closesWhatIsLeftWhenTheTimeIsUp() {
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect().send(GET);
            TestFront.next(started);
            await(front.front().drain(Duration.ofMillis(1)));
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitOver().isClientGone()).isTrue();
        }
    }
}
