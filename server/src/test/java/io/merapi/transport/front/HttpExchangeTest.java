// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.transport.front.RawClient.Reply;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Requests and answers on one connection. */
final class HttpExchangeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void answersAndGoesOn() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect();
            for (int i = 0; i < 3; i++) {
                Reply reply = client.send(GET).read();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("hello");
                assertThat(reply.head().lines())
                        .containsExactly(
                                "HTTP/1.1 200 OK",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                "Content-Type: text/plain",
                                "Content-Length: 5",
                                "");
                assertThat(front.awaitOver().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void readsAHeadThatComesOctetByOctet() {
        try (TestFront front = TestFront.serving(Answers.target())) {
            RawClient client = front.connect();
            for (char octet : "GET /slowly HTTP/1.1\r\nHost: a\r\n\r\n".toCharArray()) {
                client.send(String.valueOf(octet));
            }
            assertThat(client.read().body()).isEqualTo("/slowly");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() {
        try (TestFront front = TestFront.serving(Answers.target())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            RawClient client = front.connect().send(requests.toString());
            for (int i = 0; i < 2000; i++) {
                assertThat(client.read().body()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void startsOneExchangeAtATime() {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(started::add)) {
            RawClient client = front.connect();
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            Exchange first = TestFront.next(started);
            assertThat(first.request().uri()).isEqualTo("/1");
            assertThat(started).isEmpty();
            first.loop().execute(() -> Answers.answer(first, "one"));
            assertThat(client.read().body()).isEqualTo("one");
            Exchange second = TestFront.next(started);
            second.loop().execute(() -> Answers.answer(second, "two"));
            assertThat(client.read().body()).isEqualTo("two");
        }
    }

    @Test
    void sendsAnUnknownLengthInChunks() {
        try (TestFront front = TestFront.serving(HttpExchangeTest::inParts)) {
            RawClient client = front.connect();
            Reply reply = client.send(GET).read();
            assertThat(reply.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(reply.field("Content-Length")).isNull();
            assertThat(reply.body()).isEqualTo("one two " + "x".repeat(100_000));
            assertThat(client.send(GET).read().status()).isEqualTo(200);
        }
    }

    private static void inParts(Exchange exchange) {
        exchange.begin(Answers.ok(-1), Answers.octets("one "), false);
        exchange.write(Answers.octets(""));
        exchange.write(Answers.octets("two "));
        exchange.write(Answers.octets("x".repeat(100_000)));
        exchange.finish();
    }

    @Test
    void sendsAnUnknownLengthToHttp10UntilItCloses() {
        try (TestFront front = TestFront.serving(HttpExchangeTest::inParts)) {
            Reply reply = front.connect()
                    .send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .read();
            assertThat(reply.field("Transfer-Encoding")).isNull();
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(reply.body()).isEqualTo("one two " + "x".repeat(100_000));
        }
    }

    @Test
    void tellsHttp10ThatItGoesOn() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect();
            for (int i = 0; i < 2; i++) {
                Reply reply = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .read();
                assertThat(reply.field("Connection")).isEqualTo("keep-alive");
            }
            Reply last = client.send("GET / HTTP/1.0\r\n\r\n").read();
            assertThat(last.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void closesWhenTheClientAsksForIt() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect();
            Reply reply = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .read();
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void answersHeadWithoutBody() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect();
            Reply reply = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").read("HEAD");
            assertThat(reply.field("Content-Length")).isEqualTo("5");
            assertThat(client.send(GET).read().body()).isEqualTo("hello");
        }
    }

    @Test
    void sendsNoBodyWithAStatusThatHasNone() {
        try (TestFront front = TestFront.serving(exchange -> {
            int status = Integer.parseInt(exchange.request().uri().substring(1));
            exchange.begin(Answers.status(status, "x", -1), Answers.octets("not to be sent"), true);
        })) {
            RawClient client = front.connect();
            for (String status : new String[] {"204", "304"}) {
                Reply reply = client.send("GET /" + status + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .read();
                assertThat(reply.status()).isEqualTo(Integer.parseInt(status));
                assertThat(reply.field("Transfer-Encoding")).isNull();
            }
            assertThat(client.send("GET /200 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("not to be sent");
        }
    }

    @Test
    void sendsNothingBeyondContentLength() {
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(8), Answers.octets("12345"), false);
            exchange.write(Answers.octets("67890"));
            exchange.write(Answers.octets("more"));
            exchange.finish();
        })) {
            RawClient client = front.connect();
            assertThat(client.send(GET).read().body()).isEqualTo("12345678");
            assertThat(client.send(GET).read().body()).isEqualTo("12345678");
        }
    }

    @Test
    void endsTheConnectionWhenABodyIsShorterThanItsContentLength() {
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(8), Answers.octets("12345"), false);
            exchange.finish();
        })) {
            assertThat(front.connect().send(GET).readToEnd()).endsWith("\r\n\r\n12345");
        }
    }

    @Test
    void endsWithoutTheLastChunkWhenTheHandlerFailsMidway() {
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(-1), Answers.octets("part"), false);
            exchange.fail(Failure.APPLICATION);
        })) {
            assertThat(front.connect().send(GET).readToEnd()).endsWith("\r\n\r\n4\r\npart\r\n");
            assertThat(front.awaitOver().failure()).isEqualTo(Failure.APPLICATION);
        }
    }

    @Test
    void resetsAnUndelimitedBodyWhenTheHandlerFailsMidway() {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            exchange.begin(Answers.ok(-1), Answers.octets("part"), false);
            started.add(exchange);
        })) {
            RawClient client = front.connect().send("GET / HTTP/1.0\r\n\r\n");
            Exchange exchange = TestFront.next(started);
            exchange.loop().execute(() -> exchange.fail(Failure.APPLICATION));
            assertThat(client.endsWithReset()).isTrue();
        }
    }

    @Test
    void answersWhatAHandlerThrowsOverWith500() {
        try (TestFront front = TestFront.serving(exchange -> {
            throw new IllegalStateException("on purpose");
        })) {
            assertThat(front.connect().send(GET).read().status()).isEqualTo(500);
            assertThat(front.awaitOver().failure()).isEqualTo(Failure.INTERNAL);
        }
    }

    @Test
    void servesOnNio() {
        try (TestFront front = TestFront.on(EventLoops.openNio(2), Limits.standard(), HttpExchangeTest::inParts)) {
            RawClient client = front.connect();
            assertThat(client.send(GET).read().body()).startsWith("one two xxx");
            assertThat(client.send(GET).read().body()).startsWith("one two xxx");
        }
    }
}
