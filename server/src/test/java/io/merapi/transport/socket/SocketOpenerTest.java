// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannelConfig;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening sockets as the kernel sees them. */
final class SocketOpenerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final FileRules VACUUM = new FileRules(null, null, null, true);

    @TempDir
    Path directory;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Opens a socket the way a front does. */
    private ListeningSocket open(ListenSpec spec, Integer... handedOver) throws IOException {
        ListeningSocket socket = new SocketOpener(true, new HandedOverSockets(List.of(handedOver))).open(spec);
        ServerChannel channel = socket.channel();
        loops.register(channel).syncUninterruptibly();
        if (!channel.isActive()) {
            channel.bind(((Endpoint.Tcp) spec.endpoint()).address()).syncUninterruptibly();
        }
        return socket;
    }

    private Endpoint.UnixFile file(FileRules rules) {
        return new Endpoint.UnixFile(directory.resolve("site.sock"), rules);
    }

    private ListeningSocket open(Endpoint endpoint, Integer... handedOver) throws IOException {
        return open(ListenSpec.http(endpoint, 10), handedOver);
    }

    private boolean accepts() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("site.sock")))) {
            return client.isConnected();
        }
    }

    /** What a killed server leaves. */
    private void leaveStale() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(directory.resolve("site.sock")));
        }
        assertThat(directory.resolve("site.sock")).exists();
    }

    @Test
    void optionsReachTheKernel() throws IOException {
        SocketOptions options = new SocketOptions(true, true, true, 7, new SocketOptions.Buffers(65_536, 131_072));
        ListeningSocket socket =
                open(new ListenSpec(new Endpoint.Tcp(ANY_PORT), ListenerProtocol.HTTP, 10, options, false));
        EpollServerSocketChannelConfig config =
                (EpollServerSocketChannelConfig) socket.channel().config();
        assertThat(config.isReusePort()).isTrue();
        assertThat(config.isFreeBind()).isTrue();
        assertThat(config.getReceiveBufferSize()).isEqualTo(2 * 131_072);
        assertThat(config.getTcpFastopen()).isEqualTo(7);
        socket.close();
    }

    @Test
    void twoListenOnAPortThatIsReused() throws IOException {
        SocketOptions shared = new SocketOptions(false, true, false, 0, new SocketOptions.Buffers(0, 0));
        ListeningSocket first =
                open(new ListenSpec(new Endpoint.Tcp(ANY_PORT), ListenerProtocol.HTTP, 10, shared, false));
        ListeningSocket second = open(new ListenSpec(first.endpoint(), ListenerProtocol.HTTP, 10, shared, false));
        assertThat(second.endpoint()).isEqualTo(first.endpoint());
        first.close();
        second.close();
    }

    @Test
    void aFileHasThePermissionsAskedFor() throws IOException {
        FileRules rules = new FileRules(PosixFilePermissions.fromString("rw-rw----"), null, null, false);
        ListeningSocket socket = open(file(rules));
        assertThat(Files.getPosixFilePermissions(directory.resolve("site.sock")))
                .isEqualTo(rules.mode());
        assertThat(accepts()).isTrue();
        socket.close();
    }

    @Test
    void aStaleFileIsReplaced() throws IOException {
        leaveStale();
        ListeningSocket socket = open(file(FileRules.USUAL));
        assertThat(accepts()).isTrue();
        socket.close();
    }

    @Test
    void aFileOfALivingServerIsNot() throws IOException {
        ListeningSocket socket = open(file(VACUUM));
        assertThatThrownBy(() -> open(file(VACUUM)))
                .isInstanceOf(SocketFileException.class)
                .hasMessage("another server listens there");
        assertThat(accepts()).isTrue();
        socket.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNoSocketIsNeverRemoved(boolean link) throws IOException {
        Path path = directory.resolve("site.sock");
        if (link) {
            Files.createSymbolicLink(path, directory.resolve("elsewhere"));
        } else {
            Files.writeString(path, "precious");
        }
        assertThatThrownBy(() -> open(file(FileRules.USUAL)))
                .isInstanceOf(SocketFileException.class)
                .hasMessage("there is a file of that name that is no socket");
        assertThat(Files.isSymbolicLink(path) || Files.readString(path).equals("precious"))
                .isTrue();
    }

    @Test
    void aFileStaysUnlessItIsToGo() throws IOException {
        open(file(FileRules.USUAL)).close();
        assertThat(directory.resolve("site.sock")).exists();
        open(file(VACUUM)).close();
        assertThat(directory.resolve("site.sock")).doesNotExist();
    }

    @Test
    void aFileThatAnotherServerHasPutThereStays() throws IOException {
        ListeningSocket socket = open(file(VACUUM));
        Files.delete(directory.resolve("site.sock"));
        // keeps the number of the file that has gone from being given to the next
        Files.writeString(directory.resolve("other"), "");
        leaveStale();
        socket.close();
        assertThat(directory.resolve("site.sock")).exists();
    }

    @Test
    void aNameNeedsNoFile() throws IOException {
        Endpoint name = new Endpoint.UnixName(directory.toString());
        ListeningSocket socket = open(name);
        assertThat(socket.endpoint()).isEqualTo(name);
        assertThatThrownBy(() -> open(name)).isInstanceOf(IOException.class).hasMessageContaining("in use");
        socket.close();
        open(name).close();
    }

    private static int handedOverTcp() throws IOException {
        Socket socket = Socket.newSocketStream();
        socket.bind(ANY_PORT);
        socket.listen(5);
        return socket.intValue();
    }

    private static int handedOverUnix(String path) throws IOException {
        Socket socket = Socket.newSocketDomain();
        socket.bind(new DomainSocketAddress(path));
        socket.listen(5);
        return socket.intValue();
    }

    @Test
    void aSocketThatIsHandedOverTellsWhereItListens() throws IOException {
        ListeningSocket tcp = open(new Endpoint.HandedOver(handedOverTcp()));
        assertThat(((Endpoint.Tcp) tcp.endpoint()).address().getPort()).isPositive();
        tcp.close();
        ListeningSocket unix =
                open(new Endpoint.HandedOver(handedOverUnix(file(VACUUM).toString())));
        assertThat(unix.endpoint()).hasToString(directory.resolve("site.sock").toString());
        assertThat(accepts()).isTrue();
        unix.close();
        assertThat(directory.resolve("site.sock")).exists();
        ListeningSocket name = open(new Endpoint.HandedOver(handedOverUnix("\0" + directory)));
        assertThat(name.endpoint()).isEqualTo(new Endpoint.UnixName(directory.toString()));
        name.close();
    }

    @Test
    void aSocketThatListensWhereOneIsAskedForIsTaken() throws IOException {
        int unix = handedOverUnix(file(VACUUM).toString());
        ListeningSocket socket = open(file(VACUUM), unix);
        assertThat(accepts()).isTrue();
        socket.close();
        assertThat(directory.resolve("site.sock")).exists();
    }

    @Test
    void aSocketThatIsHandedOverIsTakenOnce() throws IOException {
        int descriptor = handedOverTcp();
        HandedOverSockets sockets = new HandedOverSockets(List.of(descriptor));
        assertThat(sockets.take(new Endpoint.Tcp(new InetSocketAddress("192.0.2.1", 1))))
                .isNull();
        assertThat(sockets.left()).containsExactly(descriptor);
        Endpoint.HandedOver given = new Endpoint.HandedOver(descriptor);
        assertThat(sockets.take(given)).isNotNull();
        assertThat(sockets.left()).isEmpty();
        assertThatThrownBy(() -> sockets.take(given)).hasMessage("another listener has taken it");
        new Socket(descriptor).close();
    }

    @Test
    void whatIsNoListeningSocketIsRefused() throws IOException {
        assertThatThrownBy(() -> open(new Endpoint.HandedOver(99_999)))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no descriptor 99999");
        assertThatThrownBy(() -> open(new Endpoint.HandedOver(0)))
                .isInstanceOf(IOException.class)
                .hasMessage("descriptor 0 is no socket");
        Socket deaf = Socket.newSocketStream();
        assertThatThrownBy(() -> open(new Endpoint.HandedOver(deaf.intValue())))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" is a socket that does not listen");
        deaf.close();
    }

    @Test
    void withoutEpollThereAreNoNames() {
        SocketOpener nio = new SocketOpener(false, new HandedOverSockets(List.of()));
        assertThatThrownBy(() -> nio.open(ListenSpec.http(new Endpoint.UnixName("site"), 10)))
                .hasMessage("a unix socket without a file needs epoll, which is not available here");
    }
}
