// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/admin.md, "The protocol", over a real socket. */
@Timeout(60)
final class AdminSocketTest {
    @TempDir
    Path directory;

    private Path path() {
        return directory.resolve("admin.sock");
    }

    private AdminSocket open(Administrator administrator) throws IOException {
        return AdminSocket.open(path(), administrator);
    }

    private AdminSocket echo() throws IOException {
        return open(request -> Reply.done(request + "\n"));
    }

    /** The octets that a client gets for its own. */
    private String exchange(String octets) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path()));
            channel.write(ByteBuffer.wrap(octets.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(1000);
            while (channel.read(answer) >= 0) {
                // to the end
            }
            return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
    }

    @Test
    void aLineIsAnsweredByAStatusAndAText() throws IOException {
        try (AdminSocket _ = echo()) {
            assertThat(exchange("status  --json\r\n")).isEqualTo("0\nStatus[json=true]\n");
            assertThat(AdminClient.ask(path(), List.of("scale", "3")))
                    .isEqualTo(new Reply(0, "Scale[workers=3]\n", false));
        }
    }

    @Test
    void whatMakesNoSenseIsStatus2() throws IOException {
        try (AdminSocket _ = echo()) {
            assertThat(exchange("\n")).isEqualTo("2\nnothing is asked for\n");
            assertThat(exchange("stop --slowly\n")).isEqualTo("2\nstop does not take '--slowly'\n");
        }
    }

    @Test
    void aDefectIsToldAndEndsNothing() throws IOException {
        try (AdminSocket _ = open(request -> {
            if (request instanceof AdminRequest.Stop) {
                throw new IllegalStateException("a defect on purpose");
            }
            return Reply.done("");
        })) {
            assertThat(exchange("stop\n")).isEqualTo("1\na defect of the server's, see its log\n");
            assertThat(exchange("status\n")).isEqualTo("0\n");
        }
    }

    @Test
    void oneThatWaitsKeepsNobodyFromAsking() throws Exception {
        CountDownLatch reload = new CountDownLatch(1);
        try (AdminSocket _ = open(request -> {
                    if (request instanceof AdminRequest.Reloading) {
                        reload.await();
                    }
                    return Reply.done("");
                });
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> waiting = clients.submit(() -> exchange("reload\n"));
            assertThat(exchange("status\n")).isEqualTo("0\n");
            assertThat(waiting.isDone()).isFalse();
            reload.countDown();
            assertThat(waiting.get()).isEqualTo("0\n");
        }
    }

    @Test
    void onlyItsOwnerMayConnectAndItGoesWithTheServer() throws IOException {
        try (AdminSocket _ = echo()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                    .isEqualTo("rw-------");
            assertThatThrownBy(this::echo).as("a second one").isInstanceOf(IOException.class);
        }
        assertThat(path()).doesNotExist();
        assertThatThrownBy(() -> AdminClient.ask(path(), List.of("status"))).isInstanceOf(IOException.class);
    }

    @Test
    void aRequestThatIsTooLongIsNotAnswered() throws IOException {
        try (AdminSocket _ = echo()) {
            assertThatThrownBy(() -> AdminClient.ask(path(), List.of("status", "x".repeat(2000))))
                    .isInstanceOf(AdminClient.EndedException.class);
            assertThat(exchange("status\n")).startsWith("0\n");
        }
    }
}
