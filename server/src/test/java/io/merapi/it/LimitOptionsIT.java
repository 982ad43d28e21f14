// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Options about how much and how long, and about loading from a file in each worker, have their effect. */
@ParameterizedClass
@EnumSource
final class LimitOptionsIT {
    private static final String APPLICATION = Gate.PYTHON + """
            import os
            pid = os.getpid()
            def show(environ, start_response):
                start_response("200 OK", [])
                if environ["PATH_INFO"] == "/wait":
                    wait()
                if environ["PATH_INFO"] == "/input":
                    try:
                        environ["wsgi.input"].fileno()
                        return [b"in a file"]
                    except OSError:
                        return [b"in memory"]
                return [repr((pid == os.getpid(), __name__, __file__)).encode()]
            """;

    @TempDir
    static Path parent;

    private static Path directory;
    private static MerapiServer server;
    private static Gate gate;

    @Parameter
    Written written;

    @BeforeParameterizedClassInvocation
    static void start(Written written) throws Exception {
        directory = Files.createDirectory(parent.resolve(written.name()));
        Files.writeString(directory.resolve("show.py"), APPLICATION);
        gate = Gate.in(directory);
        server = written.call(
                        directory,
                        List.of(
                                "http=127.0.0.1:0",
                                "wsgi-file=show.py",
                                "callable=show",
                                "python=/usr/bin/python3",
                                "lazy-apps=true",
                                "buffer-size=131072",
                                "post-buffering=1000",
                                "limit-post=5000",
                                "http-timeout=1",
                                "http-keepalive=2",
                                "queue-timeout=1",
                                "max-queue=1",
                                "disable-logging=true"))
                .start();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        assertThat(server.log()).doesNotContain(" => generated ");
    }

    private static Wire wire() throws IOException, InterruptedException {
        return server.wire();
    }

    @Test
    void wsgiFileIsLoadedInTheWorkerUnderUwsgisName() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.get("/").text()).isEqualTo("(True, 'uwsgi_file_show', 'show.py')");
        }
        assertThat(server.log()).contains(" at /usr/bin/python3");
    }

    @Test
    void bufferSizeRaisesTheLimitOfTheHead() throws Exception {
        try (Wire wire = wire()) {
            String head = "GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(100_000) + "\r\n\r\n";
            assertThat(wire.send(head).answer().status()).isEqualTo(200);
            assertThat(wire.send(head.replace("\r\n\r\n", "\r\nX-More: " + "x".repeat(40_000) + "\r\n\r\n"))
                            .answer()
                            .status())
                    .isEqualTo(431);
        }
    }

    @Test
    void postBufferingIsWhatStaysInMemory() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.post("/input", "x".repeat(1000)).text()).isEqualTo("in memory");
            assertThat(wire.post("/input", "x".repeat(1001)).text()).isEqualTo("in a file");
        }
    }

    @Test
    void limitPostIsTheLargestBody() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.post("/", "x".repeat(5000)).status()).isEqualTo(200);
            assertThat(wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5001\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(413);
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void httpTimeoutEndsABodyThatStalls() throws Exception {
        try (Wire wire = wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nx");
            assertThat(wire.answer().status()).isEqualTo(408);
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void httpKeepaliveEndsAnIdleConnection() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.get("/").status()).isEqualTo(200);
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void aFullQueueAndALongWaitGive503() throws Exception {
        try (Wire running = wire();
                Wire waiting = wire();
                Wire oneTooMany = wire()) {
            running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            waiting.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Wire.Answer refused = oneTooMany.get("/");
            Wire.Answer timedOut = waiting.answer();
            gate.open();
            assertThat(List.of(refused.status(), timedOut.status())).containsOnly(503);
            assertThat(refused.field("Retry-After")).matches("\\d+");
            assertThat(timedOut.field("Retry-After")).matches("\\d+");
            assertThat(running.answer().status()).isEqualTo(200);
        }
    }
}
