// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is told to stop finishes what it has accepted, pauses, or leaves at once. */
@Timeout(120)
final class StopFaultIT {
    private static final int UPLOAD_BYTES = 4 << 20;

    @TempDir
    Path directory;

    @Test
    void anUploadAndAStreamThatHaveBegunAreFinished() throws Exception {
        try (MerapiServer server = Faulty.call("--processes", "2").start();
                Wire upload = server.wire();
                Wire stream = server.wire()) {
            byte[] body = Faulty.pattern("t", UPLOAD_BYTES);
            String text = new String(body, StandardCharsets.US_ASCII);
            upload.send("PUT /upload?t HTTP/1.1\r\nHost: a\r\nContent-Length: " + UPLOAD_BYTES + "\r\n\r\n");
            upload.send(text.substring(0, UPLOAD_BYTES / 2));
            stream.send("GET /sleep?s&500 HTTP/1.1\r\nHost: a\r\n\r\n");
            int port = server.port();
            server.get("/echo?x");
            server.signal("TERM");
            server.awaitLog("SIGTERM: stopping");
            Patience.until("nobody listens", () -> isRefused(port));
            upload.send(text.substring(UPLOAD_BYTES / 2));
            Wire.Answer receipt = upload.answer();
            assertThat(receipt.text()).isEqualTo(Faulty.receipt("t", body));
            assertThat(receipt.field("Connection")).isEqualTo("close");
            assertThat(stream.answer().text()).isEqualTo("s");
            assertThat(server.exit()).isZero();
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Wire _ = Wire.to(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void whileItDelaysConnectionsAreStillAccepted() throws Exception {
        try (MerapiServer server = Faulty.call("--drain-delay", "3600").start()) {
            server.signal("TERM");
            server.awaitLog("SIGTERM: stopping in 3600000 ms");
            assertThat(server.get("/echo?x").body()).isEqualTo("x");
            server.signal("INT");
            assertThat(server.exit()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "QUIT"})
    void atOnceMeansAtOnce(String signal) throws Exception {
        try (MerapiServer server = Faulty.call().start();
                Wire wire = server.wire()) {
            wire.send("GET /block?x HTTP/1.1\r\nHost: a\r\n\r\n");
            server.awaitLog("blocks now");
            server.signal(signal);
            server.awaitLog("SIG" + signal + ": leaving at once");
            assertThat(server.exit()).isZero();
        }
    }

    @Test
    void anImportIsNotWaitedFor() throws Exception {
        Files.writeString(
                directory.resolve("slow.py"), "import threading\nprint('imports')\nthreading.Event().wait()\n");
        try (MerapiServer server = MerapiServer.Call.of("--module", "slow", "--pythonpath", directory.toString())
                .launch()) {
            server.awaitLog("imports");
            server.signal("TERM");
            assertThat(server.exit()).isZero();
        }
    }

    @Test
    void aPauseKeepsRequestsUntilItGoesOn() throws Exception {
        try (MerapiServer server = Faulty.call().start();
                Wire wire = server.wire()) {
            server.signal("TSTP");
            server.awaitLog("SIGTSTP: paused");
            wire.send("GET /echo?x HTTP/1.1\r\nHost: a\r\n\r\n");
            server.signal("USR1");
            server.awaitLog(": paused$");
            Patience.until("it waits", () -> {
                int mark = server.output().mark();
                server.signal("USR1");
                return server.output()
                        .await(" (\\d+) requests? waiting", mark)
                        .group(1)
                        .equals("1");
            });
            server.signal("TSTP");
            assertThat(wire.answer().text()).isEqualTo("x");
        }
    }

    @Test
    void aWorkerThatDoesNotFinishIsKilledAfterItsMercy() throws Exception {
        try (MerapiServer server = Faulty.call("--worker-reload-mercy", "1").start();
                Wire wire = server.wire()) {
            wire.send("POST /block?x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            server.awaitLog("blocks now");
            server.signal("HUP");
            server.awaitLog("worker 1 .* has not finished within 1 s \\(worker-reload-mercy\\) and is killed");
            assertThat(wire.answer().status()).isEqualTo(502);
            server.awaitLog("worker 1 .* left with signal 9 \\(SIGKILL\\); it ran POST /block\\?x \\(502\\)");
        }
    }
}
