// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.RequestBody;
import io.merapi.transport.BodyLimits;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.TransportViolation;
import io.merapi.transport.body.BodyDirectory;
import io.merapi.transport.front.RawClient.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are taken in before the handler gets the request. */
final class RequestBodyTest {
    @TempDir
    private Path directory;

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()).toUpperCase(Locale.ROOT) + "\r\n" + data + "\r\n";
    }

    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private HttpLimits inDirectory(long maxBytes, int memoryBytes) {
        return Limits.stored(new BodyLimits(maxBytes, memoryBytes, 0, BodyDirectory.own(directory), true));
    }

    private long filesLeft() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5000, 64 * 1024, 64 * 1024 + 1, 3_000_000})
    void takesInABodyOfAnyLength(int length) {
        String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
        BlockingQueue<RequestBody> bodies = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(inDirectory(0, Limits.MEMORY_BYTES), exchange -> {
            bodies.add(exchange.request().body());
            Answers.echo().handle(exchange);
        })) {
            RawClient client = front.connect();
            assertThat(client.send(post(length) + body).read().body()).isEqualTo(body);
            assertThat(TestFront.next(bodies))
                    .isInstanceOf(
                            length == 0
                                    ? RequestBody.Empty.class
                                    : length <= Limits.MEMORY_BYTES
                                            ? RequestBody.InMemory.class
                                            : RequestBody.InFile.class);
            assertThat(client.send(CHUNKED + chunked(body)).read().body()).isEqualTo(body);
            TestFront.await("the files are deleted", () -> filesLeft() == 0);
        }
    }

    private static String chunked(String body) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); at += 70_000) {
            chunks.append(chunk(body.substring(at, Math.min(at + 70_000, body.length()))));
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    @Test
    void takesInABodyOctetByOctet() {
        try (TestFront front = TestFront.serving(inDirectory(0, 8), Answers.echo())) {
            RawClient client = front.connect().send(CHUNKED);
            for (char octet : "abcdefghijklmnopqrstuvwxyz".toCharArray()) {
                client.send(chunk(String.valueOf(octet)));
            }
            client.send("0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("abcdefghijklmnopqrstuvwxyz");
        }
    }

    @Test
    void tellsTheLengthOfAChunkedBody() {
        BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(exchange -> {
            exchanges.add(exchange);
            Answers.answer(exchange, "");
        })) {
            front.connect()
                    .send(CHUNKED + chunk("12345") + chunk("67") + "0\r\n\r\n")
                    .read();
            assertThat(TestFront.next(exchanges).request().vars().get("CONTENT_LENGTH"))
                    .isEqualTo("7");
        }
    }

    @Test
    void leavesWhatFollowsTheBodyForTheNextRequest() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client =
                    front.connect().send(post(3) + "one" + CHUNKED + chunk("two") + "0\r\n\r\n" + post(2) + "3!");
            assertThat(client.read().body()).isEqualTo("one");
            assertThat(client.read().body()).isEqualTo("two");
            assertThat(client.read().body()).isEqualTo("3!");
        }
    }

    @Test
    void refusesAnAnnouncedBodyThatIsTooLargeAtOnce() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo())) {
            RawClient client = front.connect().send(post(11));
            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitRefusal())
                    .isEqualTo(
                            new TestFront.Refusal("127.0.0.1", TransportViolation.BODY_TOO_LARGE, "POST / HTTP/1.1"));
            assertThat(front.front().counters().refused()).containsEntry("BODY_TOO_LARGE", 1L);
            front.assertNothingElseObserved();
        }
    }

    @Test
    void takesABodyOfTheVeryLimit() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo())) {
            RawClient client = front.connect();
            assertThat(client.send(post(10) + "0123456789").read().body()).isEqualTo("0123456789");
            assertThat(client.send(CHUNKED + chunk("0123456789") + "0\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("0123456789");
        }
    }

    @Test
    void refusesAChunkedBodyWhenItPassesTheLimit() {
        try (TestFront front = TestFront.serving(inDirectory(10, 4), Answers.echo())) {
            RawClient client = front.connect().send(CHUNKED + chunk("12345678"));
            assertThat(client.send(chunk("9ab")).read().status()).isEqualTo(413);
            assertThat(client.readToEnd()).isEmpty();
            TestFront.await("the file is deleted", () -> filesLeft() == 0);
        }
    }

    @Test
    void refusesAMalformedChunk() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect().send(CHUNKED + chunk("1234") + "zz\r\n");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void asksForABodyThatTheClientHoldsBack() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo())) {
            RawClient client = front.connect();
            client.send(post(5).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(client.read().status()).isEqualTo(100);
            assertThat(client.send("12345").read().body()).isEqualTo("12345");
        }
    }

    @Test
    void doesNotAskForABodyThatHasCome() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect();
            client.send(post(5).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n12345"));
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void doesNotAskForABodyThatIsTooLarge() {
        try (TestFront front = TestFront.serving(Limits.body(10, 100, true), Answers.echo())) {
            RawClient client = front.connect();
            client.send(post(11).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void refusesAnUnknownExpectation() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect();
            client.send(post(5).replace("\r\n\r\n", "\r\nExpect: a-miracle\r\n\r\n"));
            assertThat(client.read().status()).isEqualTo(417);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** RFC 9110 section 10.1.1: without content there is nothing to wait for. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nContent-Length: 0\r\n"})
    void doesNotMindBeingAskedForABodyThatThereIsNot(String start) {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect();
            client.send(start + "Host: a\r\nExpect: 100-Continue\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesABodyThatEndsEarly() {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            RawClient client = front.connect().send(post(5) + "123").finish();
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.awaitRefusal().violation()).isEqualTo(TransportViolation.BODY_INCOMPLETE);
        }
    }

    @Test
    void refusesABodyThatCannotBeStoredAndServesOthersOn() {
        BodyLimits nowhere = new BodyLimits(0, 4, 0, BodyDirectory.own(directory.resolve("missing")), true);
        try (TestFront front = TestFront.serving(Limits.stored(nowhere), Answers.echo())) {
            RawClient client = front.connect().send(post(10) + "0123456789");
            assertThat(client.read().status()).isEqualTo(507);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(front.connect().send(post(4) + "0123").read().body()).isEqualTo("0123");
        }
    }

    @Test
    void forgetsTheFileOfAClientThatLeaves() {
        try (TestFront front = TestFront.serving(inDirectory(0, 4), Answers.echo())) {
            RawClient client = front.connect().send(post(100) + "0123456789");
            TestFront.await("the file is there", () -> filesLeft() == 1);
            client.reset();
            TestFront.await("the file is deleted", () -> filesLeft() == 0);
            front.assertNothingElseObserved();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesTheSameAnswersHoweverTheOctetsAreCut(long seed) {
        List<String> bodies = List.of("", "a", "b".repeat(300), "c".repeat(20), "", "d".repeat(1000));
        StringBuilder script = new StringBuilder();
        for (String body : bodies) {
            script.append(post(body.length())).append(body).append("\r\n");
            script.append(CHUNKED).append(chunked(body));
        }
        Random random = new Random(seed);
        try (TestFront front = TestFront.serving(inDirectory(0, 100), Answers.echo())) {
            RawClient client = front.connect();
            int most = 1 << random.nextInt(10);
            for (int at = 0; at < script.length(); ) {
                int end = Math.min(script.length(), at + 1 + random.nextInt(most));
                client.send(script.substring(at, end));
                at = end;
                if (random.nextInt(40) == 0) {
                    front.awaitRead(client);
                }
            }
            for (String body : bodies) {
                assertThat(client.read().body()).isEqualTo(body);
                assertThat(client.read().body()).isEqualTo(body);
            }
        }
    }
}
