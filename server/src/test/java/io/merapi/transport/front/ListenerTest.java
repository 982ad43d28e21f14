// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Vars;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.FileRules;
import io.merapi.transport.socket.ListenSpec;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listening sockets and how many connections they let in. */
final class ListenerTest {
    private static final int EMFILE = 24;
    private static final int ECONNABORTED = 103;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void servesOnAPortOfTheSystemsChoice() {
        try (TestFront front = TestFront.serving(exchange -> {
            String port = exchange.request().vars().get("SERVER_PORT");
            Answers.answer(exchange, port + " " + exchange.request().vars().get("REMOTE_PORT"));
        })) {
            RawClient client = front.connect();
            assertThat(client.send(GET).read().body()).isEqualTo(front.address().getPort() + " " + client.localPort());
        }
    }

    @Test
    void tellsWhereItListens() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            assertThat(front.listener().url())
                    .isEqualTo("http://127.0.0.1:" + front.address().getPort());
        }
    }

    static Stream<EventLoops> mechanisms() {
        return Stream.of(EventLoops.open(1), EventLoops.openNio(1));
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    @Timeout(20)
    void servesOnAUnixSocketClientsThatHaveNoAddress(EventLoops loops, @TempDir Path directory) throws IOException {
        Path path = directory.resolve("front.sock");
        try (TestFront front = TestFront.on(loops, Limits.standard(), ListenerTest::tellAddresses);
                Listener listener =
                        front.front().listen(ListenSpec.http(new Endpoint.UnixFile(path, FileRules.USUAL), 10));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(listener.url()).isEqualTo("http://" + path);
            client.write(StandardCharsets.US_ASCII.encode("GET / HTTP/1.0\r\n\r\n"));
            assertThat(Channels.newReader(client, StandardCharsets.US_ASCII).readAllAsString())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("[] [] [80] [merapi.test]");
            assertThat(front.awaitOver().request().remoteAddress()).isEmpty();
        }
    }

    private static void tellAddresses(Exchange exchange) {
        Vars vars = exchange.request().vars();
        Answers.answer(
                exchange,
                Stream.of("REMOTE_ADDR", "REMOTE_PORT", "SERVER_PORT", "SERVER_NAME")
                        .map(name -> "[" + vars.get(name) + "]")
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void saysWhyAnAddressCannotBeBound() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            assertThatThrownBy(() -> front.front()
                            .listen(ListenSpec.http(front.listener().endpoint(), 10)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void freesThePortWhenClosedAndServesOn() throws IOException {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient client = front.connect().send(GET);
            assertThat(client.read().status()).isEqualTo(200);
            front.listener().close();
            assertThat(client.send(GET).read().status()).isEqualTo(200);
            front.front()
                    .listen(ListenSpec.http(front.listener().endpoint(), 10))
                    .close();
        }
    }

    @Test
    void letsNoMoreInThanTheLimitUntilOneLeaves() {
        try (TestFront front = TestFront.serving(Limits.connections(2), Answers.text("hello"))) {
            RawClient first = front.connect().send(GET);
            RawClient second = front.connect().send(GET);
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
            RawClient third = front.connect().send(GET);
            assertThat(first.send(GET).read().status()).isEqualTo(200);
            assertThat(front.front().connections()).isEqualTo(2);
            assertThat(front.front().counters().accepted()).isEqualTo(2);
            assertThat(front.front().counters().acceptPauses()).isEqualTo(1);
            second.close();
            assertThat(third.read().status()).isEqualTo(200);
        }
    }

    /** What accept(2) reports when the process is out of descriptors. */
    private static void failToAccept(TestFront front, int errno) {
        front.onLoop(() -> front.listener()
                .channel()
                .pipeline()
                .fireExceptionCaught(new Errors.NativeIoException("accept", -errno)));
    }

    @Test
    void pausesWithoutDescriptorsUntilAConnectionCloses() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            RawClient first = front.connect().send(GET);
            assertThat(first.read().status()).isEqualTo(200);
            failToAccept(front, EMFILE);
            assertThat(front.listener().channel().config().isAutoRead()).isFalse();
            RawClient second = front.connect().send(GET);
            assertThat(first.send(GET).read().status()).isEqualTo(200);
            first.close();
            assertThat(second.read().status()).isEqualTo(200);
            assertThat(front.front().counters().acceptPauses()).isEqualTo(1);
        }
    }

    @Test
    void triesAgainAfterAWhileWithoutDescriptors() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            failToAccept(front, EMFILE);
            failToAccept(front, EMFILE);
            assertThat(front.connect().send(GET).read().status()).isEqualTo(200);
            assertThat(front.front().counters().acceptPauses()).isEqualTo(1);
        }
    }

    @Test
    void goesOnWhenOneConnectionWasAborted() {
        try (TestFront front = TestFront.serving(Answers.text("hello"))) {
            failToAccept(front, ECONNABORTED);
            assertThat(front.listener().channel().config().isAutoRead()).isTrue();
            assertThat(front.front().counters().acceptPauses()).isZero();
        }
    }

    @Test
    void spreadsConnectionsOverTheLoops() {
        try (TestFront front = TestFront.on(
                EventLoops.open(2),
                Limits.standard(),
                exchange -> Answers.answer(exchange, Thread.currentThread().getName()))) {
            String one = front.connect().send(GET).read().body();
            String other = front.connect().send(GET).read().body();
            assertThat(one).startsWith("loop").isNotEqualTo(other);
        }
    }
}
