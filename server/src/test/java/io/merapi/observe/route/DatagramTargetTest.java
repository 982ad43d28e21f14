// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.transport.socket.UnixDatagram;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines in datagrams, as receivers of UDP and of unix sockets get them. */
final class DatagramTargetTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-03T09:30:51Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private DatagramChannel receiver;

    @BeforeEach
    void bind() throws IOException {
        receiver = DatagramChannel.open()
                .setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private DatagramTarget target(Envelope envelope) throws IOException {
        int port = ((InetSocketAddress) receiver.getLocalAddress()).getPort();
        return new DatagramTarget(
                () -> new Receiver.Udp("127.0.0.1", port).connect(UnixDatagram::connect), envelope, CLOCK);
    }

    private String received() throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(70_000);
        receiver.receive(datagram);
        return StandardCharsets.UTF_8.decode(datagram.flip()).toString();
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachLineIsADatagram() throws IOException {
        ByteBuffer lines = octets("one\ntwo ü\nbegun");
        target(Envelope.plain("p ")).write(lines);
        assertThat(received()).isEqualTo("p one\n");
        assertThat(received()).isEqualTo("p two ü\n");
        assertThat(lines.remaining()).as("what is no line yet").isEqualTo("begun".length());
    }

    @Test
    void syslogHasItsHead() throws IOException {
        target(Envelope.syslog("site", "local3")).write(octets("hello\n"));
        assertThat(received()).isEqualTo("<158>Nov  3 09:30:51 site: hello");
        target(Envelope.remoteSyslog("site", 1024, false)).write(octets("hello\n"));
        assertThat(received()).isEqualTo("<29>Nov  3 09:30:51 site: hello");
    }

    @Test
    void aLongLineIsCutOrSplit() throws IOException {
        String line = "x".repeat(400) + "\n";
        String head = "<29>Nov  3 09:30:51 site: ";
        int room = 256 - head.length();
        target(Envelope.remoteSyslog("site", 256, false)).write(octets(line));
        assertThat(received()).isEqualTo(head + "x".repeat(room));
        target(Envelope.remoteSyslog("site", 256, true)).write(octets(line));
        assertThat(received()).isEqualTo(head + "x".repeat(room));
        assertThat(received()).isEqualTo(head + "x".repeat(400 - room));
    }

    @Test
    void aReceiverThatComesBackIsFoundAgain() throws IOException {
        String path = directory.resolve("log").toString();
        DatagramTarget target = new DatagramTarget(
                () -> new Receiver.UnixSocket(path).connect(UnixDatagram::connect), Envelope.plain(""), CLOCK);
        ByteBuffer lines = octets("one\n");
        assertThatThrownBy(() -> target.write(lines)).isInstanceOf(IOException.class);
        assertThat(lines.remaining()).as("kept for the next attempt").isEqualTo(4);
        assertThat(sentTo(path, target, lines)).isEqualTo("one\n");
        assertThat(sentTo(path, target, octets("two\n"))).isEqualTo("two\n");
        target.close();
    }

    private static String sentTo(String path, DatagramTarget target, ByteBuffer lines) throws IOException {
        Files.deleteIfExists(Path.of(path));
        Socket socket = Socket.newSocketDomainDgram();
        try {
            socket.bind(new DomainSocketAddress(path));
            target.write(lines);
            ByteBuffer datagram = ByteBuffer.allocateDirect(1000);
            int length = socket.recv(datagram, 0, datagram.capacity());
            return StandardCharsets.UTF_8.decode(datagram.limit(length)).toString();
        } finally {
            socket.close();
        }
    }
}
