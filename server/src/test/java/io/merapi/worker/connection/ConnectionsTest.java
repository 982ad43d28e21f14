// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.transport.front.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to the workers' socket, until it is known what they are for, and the zygote's after that. */
@Timeout(60)
final class ConnectionsTest {
    private static final String HELLO = "1000000001000100000000000000000092100000030000000100000007000000";
    private static final ControlEvent.Hello SAID = new ControlEvent.Hello(ControlEvent.Role.LINK, 4242, 3, 1, 7);
    private static final String SPAWNED = "080000002200000000000000000000000300000093100000";

    @TempDir
    Path directory;

    /** Takes every connection, or none; answers what comes behind HELLO with the same. */
    private static final class Echo implements LinkListener.Owner {
        private final boolean welcome;
        private final List<ControlEvent.Hello> hellos = new CopyOnWriteArrayList<>();

        Echo(boolean welcome) {
            this.welcome = welcome;
        }

        @Override
        public @Nullable ChannelInboundHandlerAdapter connected(ControlEvent.Hello hello, Channel channel) {
            hellos.add(hello);
            return welcome
                    ? new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext ctx, Object message) {
                            var _ = ctx.writeAndFlush(message);
                        }
                    }
                    : null;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFollowsHelloIsForWhoTakesTheConnection(boolean epoll) throws IOException {
        Echo echo = new Echo(true);
        try (EventLoops loops = epoll ? EventLoops.open(1) : EventLoops.openNio(1);
                LinkListener _ = LinkListener.bind(loops.group().next(), loops.isEpoll(), socket(), echo);
                SocketChannel client = connect()) {
            send(client, HELLO + hex("right behind"));
            assertThat(receive(client, 12)).isEqualTo("right behind");
            send(client, hex("later"));
            assertThat(receive(client, 5)).isEqualTo("later");
            assertThat(echo.hellos).containsExactly(SAID);
        }
    }

    @Test
    void helloMayComeInPieces() throws IOException {
        Echo echo = new Echo(true);
        try (EventLoops loops = EventLoops.open(1);
                LinkListener _ = LinkListener.bind(loops.group().next(), loops.isEpoll(), socket(), echo);
                SocketChannel client = connect()) {
            for (int at = 0; at < HELLO.length(); at += 2) {
                send(client, HELLO.substring(at, at + 2));
            }
            send(client, hex("a"));
            assertThat(receive(client, 1)).isEqualTo("a");
            assertThat(echo.hellos).containsExactly(SAID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SPAWNED, // not HELLO
                "1000000001000900000000000000000092100000030000000100000007000000", // a role that there is not
                "ffffffff010001000000000000000000", // too large
                "474554202f20485454502f312e310d0a0d0a", // something else altogether
            })
    void whatDoesNotBeginWithHelloIsClosed(String octets) throws IOException {
        Echo echo = new Echo(true);
        try (EventLoops loops = EventLoops.open(1);
                LinkListener _ = LinkListener.bind(loops.group().next(), loops.isEpoll(), socket(), echo);
                SocketChannel client = connect()) {
            send(client, octets);
            assertThat(receive(client, 1)).as("until the end").isEmpty();
            assertThat(echo.hellos).isEmpty();
        }
    }

    @Test
    void whoIsNotWantedIsClosed() throws IOException {
        Echo echo = new Echo(false);
        try (EventLoops loops = EventLoops.open(1);
                LinkListener _ = LinkListener.bind(loops.group().next(), loops.isEpoll(), socket(), echo);
                SocketChannel client = connect()) {
            send(client, HELLO);
            assertThat(receive(client, 1)).isEmpty();
            assertThat(echo.hellos).containsExactly(SAID);
        }
    }

    private Path socket() {
        return directory.resolve("workers.sock");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void send(SocketChannel client, String hex) throws IOException {
        client.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** So many octets, or what there is until the end. */
    private static String receive(SocketChannel client, int count) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(count);
        int read = client.read(octets);
        while (read >= 0 && octets.hasRemaining()) {
            read = client.read(octets);
        }
        return StandardCharsets.US_ASCII.decode(octets.flip()).toString();
    }

    // ---- the zygote's

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 24, 1000})
    void newsIsHeardHoweverItIsCut(int most) {
        List<ControlEvent> news = new ArrayList<>();
        EmbeddedChannel link = new EmbeddedChannel(new News(news::add, () -> {}));
        byte[] octets = HexFormat.of().parseHex(SPAWNED + SPAWNED);
        for (int at = 0; at < octets.length; at += most) {
            ByteBuf piece = Unpooled.buffer();
            link.writeInbound(piece.writeBytes(octets, at, Math.min(most, octets.length - at)));
        }
        assertThat(news).containsExactly(new ControlEvent.Spawned(3, 4243), new ControlEvent.Spawned(3, 4243));
        assertThat(link.isOpen()).isTrue();
    }

    @Test
    void newsThatCannotBeReadEndsTheConnection() {
        List<ControlEvent> news = new ArrayList<>();
        EmbeddedChannel link = new EmbeddedChannel(new News(news::add, () -> {}));
        ByteBuf octets = Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII);
        link.writeInbound(octets);
        assertThat(link.isOpen()).isFalse();
        assertThat(news).isEmpty();
        assertThat(octets.refCnt()).isZero();
    }
}
