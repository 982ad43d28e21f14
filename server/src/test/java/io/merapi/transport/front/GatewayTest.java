// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.Handler;
import io.merapi.transport.Timeouts;
import io.merapi.transport.front.GatewayClient.Answer;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is the same behind a web server, whatever it speaks. */
final class GatewayTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void answersInTheProtocolsOwnForm(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Answers.target())) {
            Answer answer = new GatewayClient(front, protocol).get("/a?b=c").answer();
            String line = answer.head().lines().findFirst().orElse("");
            boolean field = protocol == ListenerProtocol.SCGI || protocol == ListenerProtocol.FASTCGI;
            assertThat(line).isEqualTo(field ? "Status: 200 OK" : "HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("/a?b=c");
            assertThat(answer.field("Content-Length")).isEqualTo("6");
            assertThat(answer.field("Connection")).isNull();
            assertThat(answer.whole()).isTrue();
            assertThat(front.awaitOver().status()).isEqualTo(200);
            front.awaitConnections(0);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void passesVariablesOnButNoneOfTheServersOwn(ListenerProtocol protocol) {
        BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();
        Handler handler = exchange -> {
            Map<String, String> vars = new TreeMap<>();
            exchange.request()
                    .vars()
                    .forEach((name, value) -> assertThat(vars.put(name, value)).isNull());
            seen.add(vars);
            Answers.answer(exchange, "");
        };
        try (TestFront front = TestFront.serving(handler)) {
            Map<String, String> sent = GatewayClient.variables("GET", "/a%20b?c=d");
            sent.put("PATH_INFO", "/a b");
            sent.put("HTTPS", "on");
            sent.put("wsgi.input", "x");
            sent.put("wsgi.url_scheme", "gopher");
            sent.put("HTTP_PROXY", "http://evil.test");
            sent.put("HTTP_TRANSFER_ENCODING", "chunked");
            sent.put("HTTP_X_A.B", "kept");
            sent.put("MY_PARAM", "1");
            assertThat(new GatewayClient(front, protocol)
                            .send(sent, "")
                            .answer()
                            .status())
                    .isEqualTo(200);
            Map<String, String> vars = TestFront.next(seen);
            assertThat(vars)
                    .containsEntry("wsgi.url_scheme", "https")
                    .containsEntry("SCRIPT_NAME", "")
                    .containsEntry("PATH_INFO", "/a b")
                    .containsEntry("REQUEST_URI", "/a%20b?c=d")
                    .containsEntry("QUERY_STRING", "c=d")
                    .containsEntry("REMOTE_ADDR", "192.0.2.7")
                    .containsEntry("SERVER_NAME", "front.test")
                    .containsEntry("HTTP_X_A.B", "kept")
                    .containsEntry("MY_PARAM", "1")
                    .doesNotContainKeys("wsgi.input", "HTTP_PROXY", "HTTP_TRANSFER_ENCODING", "CONTENT_TYPE");
            assertThat(front.awaitOver().request().remoteAddress()).isEqualTo("192.0.2.7");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void addsWhatTheWebServerHasNotSaid(ListenerProtocol protocol) {
        Handler handler = exchange -> Answers.answer(
                exchange,
                String.join(
                        " ",
                        exchange.request().vars().get("SERVER_NAME"),
                        exchange.request().vars().get("REMOTE_ADDR"),
                        exchange.request().vars().get("PATH_INFO"),
                        exchange.request().vars().get("REQUEST_URI"),
                        exchange.request().protocol()));
        try (TestFront front = TestFront.serving(handler)) {
            Map<String, String> few = Map.of("REQUEST_METHOD", "GET", "SCRIPT_NAME", "/\u00e4");
            assertThat(new GatewayClient(front, protocol).send(few, "").answer().body())
                    .isEqualTo("merapi.test 127.0.0.1 /\u00e4 /%E4 HTTP/1.0");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void takesABodyInMemoryOrInAFile(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            for (String body :
                    new String[] {"x", "y".repeat(Limits.MEMORY_BYTES), "z".repeat(5 * Limits.MEMORY_BYTES)}) {
                Answer answer =
                        new GatewayClient(front, protocol).post("/", body).answer();
                assertThat(answer.body()).isEqualTo(body);
                assertThat(answer.whole()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void streamsABody(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Limits.body(0, 1024, false), StreamEcho::answer)) {
            String body = "0123456789".repeat(50_000);
            Answer answer = new GatewayClient(front, protocol).post("/", body).answer();
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.whole()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void refusesABodyThatIsTooLarge(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Limits.body(100, 1024, true), Answers.echo())) {
            Answer answer = new GatewayClient(front, protocol)
                    .post("/big", "x".repeat(101))
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).startsWith("413 ");
            assertThat(answer.whole()).isTrue();
            assertThat(front.awaitRefusal().requestLine()).isEqualTo("POST /big HTTP/1.1");
            assertThat(front.front().counters().refused()).containsEntry("BODY_TOO_LARGE", 1L);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void refusesWhatIsNoRequest(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            for (String method : new String[] {"", "G T", "GET\u00e9"}) {
                Answer answer = new GatewayClient(front, protocol)
                        .send(Map.of("REQUEST_METHOD", method, "PATH_INFO", "/"), "")
                        .answer();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(front.awaitRefusal().violation().name()).isEqualTo("REQUEST_METHOD_MALFORMED");
            }
            front.assertNothingElseObserved();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void sendsNoBodyWhereThereIsNone(ListenerProtocol protocol) {
        Handler handler = exchange -> {
            boolean head = exchange.request().method().equals("HEAD");
            exchange.begin(
                    Answers.status(head ? 200 : 304, head ? "OK" : "Not Modified", -1), Answers.octets("hello"), true);
        };
        try (TestFront front = TestFront.serving(handler)) {
            for (String method : new String[] {"HEAD", "GET"}) {
                Answer answer = new GatewayClient(front, protocol)
                        .send(GatewayClient.variables(method, "/"), "")
                        .answer();
                assertThat(answer.body()).isEmpty();
                assertThat(answer.whole()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void givesAnAnswerOfUnknownLengthInParts(ListenerProtocol protocol) {
        Handler handler = exchange -> {
            exchange.begin(Answers.ok(-1), Answers.octets("a"), false);
            exchange.write(Answers.octets("b".repeat(200_000)));
            exchange.write(Answers.octets("c"));
            exchange.finish();
        };
        try (TestFront front = TestFront.serving(handler)) {
            Answer answer = new GatewayClient(front, protocol).get("/").answer();
            assertThat(answer.body()).isEqualTo("a" + "b".repeat(200_000) + "c");
            assertThat(answer.field("Content-Length")).isNull();
            assertThat(answer.whole()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void sendsAFile(ListenerProtocol protocol, @TempDir Path directory) throws IOException {
        String text = "0123456789".repeat(30_000);
        Path file = Files.writeString(directory.resolve("file"), text);
        Handler handler = exchange -> {
            try {
                exchange.begin(Answers.ok(text.length() - 5), Unpooled.EMPTY_BUFFER, false);
                boolean taken = exchange.writeFile(new FileRange(FileChannel.open(file), 5, text.length() - 5));
                assertThat(taken).isTrue();
                exchange.finish();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        try (TestFront front = TestFront.serving(handler)) {
            Answer answer = new GatewayClient(front, protocol).get("/").answer();
            assertThat(answer.body()).isEqualTo(text.substring(5));
            assertThat(answer.whole()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void cutsOffSoThatTheWebServerCanTell(ListenerProtocol protocol) {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        Handler handler = exchange -> {
            exchange.begin(Answers.ok(-1), Answers.octets("begun"), false);
            started.add(exchange);
        };
        try (TestFront front = TestFront.serving(handler)) {
            GatewayClient client = new GatewayClient(front, protocol).get("/");
            client.raw().readSome();
            Exchange exchange = TestFront.next(started);
            front.onLoop(() -> {
                exchange.fail(Failure.APPLICATION);
                return true;
            });
            assertThat(client.raw().endsWithReset()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void aWebServerThatLeavesHasLostItsClient(ListenerProtocol protocol) {
        BlockingQueue<Exchange> started = new LinkedBlockingQueue<>();
        try (TestFront front = TestFront.serving(started::add)) {
            GatewayClient client = new GatewayClient(front, protocol).get("/");
            TestFront.next(started);
            client.raw().close();
            assertThat(front.awaitOver().isClientGone()).isTrue();
            front.awaitConnections(0);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void aBodyThatBreaksOffIsCounted(ListenerProtocol protocol) {
        try (TestFront front = TestFront.serving(Answers.echo())) {
            Map<String, String> variables = GatewayClient.variables("POST", "/");
            variables.put("CONTENT_LENGTH", "10");
            GatewayClient client =
                    new GatewayClient(front, protocol).head(variables).body("x");
            client.raw().finish();
            assertThat(front.awaitRefusal().violation().name()).isEqualTo("BODY_INCOMPLETE");
            front.awaitConnections(0);
            front.assertNothingElseObserved();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP")
    void waitsForABodyNoLongerThanAllowed(ListenerProtocol protocol) {
        Timeouts usual = Limits.TIMEOUTS;
        // no limit for the head: the clock may be ahead of its octets
        Timeouts timeouts = new Timeouts(Duration.ZERO, usual.body(), usual.keepAlive(), usual.write(), usual.linger());
        try (TestFront front = TestFront.serving(Limits.timeouts(timeouts), Answers.echo())) {
            Map<String, String> variables = GatewayClient.variables("POST", "/");
            variables.put("CONTENT_LENGTH", "10");
            GatewayClient client =
                    new GatewayClient(front, protocol).head(variables).body("x");
            TestFront.await("408", () -> {
                front.tickAfter(timeouts.body().plus(Duration.ofSeconds(1)));
                return front.front().counters().refused().containsKey("BODY_TIMEOUT");
            });
            assertThat(client.answer().status()).isEqualTo(408);
        }
    }
}
