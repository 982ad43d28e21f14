// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Responder;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that stop sending, or leave. */
final class LeavingClientTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    /** No look-out is kept at first for what the client does after this one. */
    private static final String GET_LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private void handle(Exchange exchange) {
        exchange.answeredBy(new Responder() {
            @Override
            public void clientGone() {
                told.add("gone");
            }

            @Override
            public void inputEnded() {
                told.add("ended");
            }

            @Override
            public void writable() {
                told.add("writable");
            }
        });
        started.add(exchange);
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, GET_LAST})
    void answersADeliberateHalfCloseAndTellsNobody(String request) {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(request).finish();
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> Answers.answer(exchange, "hello"));
            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitOver().isClientGone()).isFalse();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void answersAllThatWasPipelinedBeforeAHalfClose() {
        try (TestFront front = TestFront.serving(Answers.target())) {
            RawClient client = front.connect()
                    .send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    .finish();
            assertThat(client.read().body()).isEqualTo("/1");
            assertThat(client.read().body()).isEqualTo("/2");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, GET_LAST})
    void tellsThatTheClientStoppedSendingLater(String request) {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(request);
            Exchange exchange = TestFront.next(started);
            front.advance(Duration.ofSeconds(1));
            client.finish();
            assertThat(TestFront.next(told)).isEqualTo("ended");
            exchange.loop().execute(() -> Answers.answer(exchange, "hello"));
            assertThat(client.read().field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void endsTheConnectionOfARequestThatIsDropped() {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(GET);
            Exchange exchange = TestFront.next(started);
            front.advance(Duration.ofSeconds(1));
            client.finish();
            assertThat(TestFront.next(told)).isEqualTo("ended");
            exchange.loop().execute(exchange::drop);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(TestFront.next(told)).isEqualTo("gone");
            assertThat(front.awaitOver().isClientGone()).isTrue();
            front.awaitConnections(0);
        }
    }

    @Test
    void dropsNothingThatIsBeingAnswered() {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(GET);
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> {
                exchange.begin(Answers.ok(2), Answers.octets("a"), false);
                exchange.drop();
                exchange.write(Answers.octets("b"));
                exchange.finish();
            });
            assertThat(client.read().body()).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, GET_LAST})
    void tellsThatTheClientIsGone(String request) {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(request);
            Exchange exchange = TestFront.next(started);
            client.reset();
            assertThat(TestFront.next(told)).isEqualTo("gone");
            assertThat(front.awaitOver().isClientGone()).isTrue();
            exchange.loop().execute(() -> Answers.answer(exchange, "too late"));
            front.awaitConnections(0);
            assertThat(told).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 3000})
    void tellsThatTheClientIsGoneWhileItHasMuchPipelined(int requests) {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(GET);
            TestFront.next(started);
            client.send(GET.repeat(requests));
            client.reset();
            assertThat(TestFront.next(told)).isEqualTo("gone");
        }
    }

    @Test
    void noticesAHalfClosedClientThatIsGoneWhenItWrites() {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(GET).finish();
            Exchange exchange = TestFront.next(started);
            client.reset();
            exchange.loop().execute(() -> exchange.begin(Answers.ok(-1), Answers.octets("a"), false));
            exchange.loop().execute(() -> exchange.write(Answers.octets("b")));
            TestFront.await("the front notices", () -> {
                exchange.loop().execute(() -> exchange.write(Answers.octets("c")));
                return !told.isEmpty();
            });
            assertThat(TestFront.next(told)).isEqualTo("gone");
            assertThat(front.awaitOver().isClientGone()).isTrue();
        }
    }

    @Test
    void dropsAnUnfinishedHeadWithoutAWord() {
        try (TestFront front = TestFront.serving(this::handle)) {
            assertThat(front.connect().send("GET / HT").finish().readToEnd()).isEmpty();
            front.awaitConnections(0);
            front.assertNothingElseObserved();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void spinsOnNoHalfClosedConnection(boolean reset) {
        try (TestFront front = TestFront.serving(this::handle)) {
            RawClient client = front.connect().send(GET).finish();
            Exchange exchange = TestFront.next(started);
            if (reset) {
                client.reset();
            }
            // CPU time, not duration: a loop that spins burns all of the half second
            assertThat(front.idleCpuNanos()).isLessThan(200_000_000L);
            exchange.loop().execute(() -> Answers.answer(exchange, "hello"));
            front.awaitOver();
        }
    }
}
