// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock is set while the server runs: libfaketime adds to it what a file says, and leaves the monotonic one.
 * No deadline comes early, and none stays away.
 */
@Timeout(180)
final class ClockFaultIT {
    private static final String APPLICATION = Gate.PYTHON + """
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                if environ["PATH_INFO"] == "/wait":
                    wait()
                return [b"finished"]
            """;

    @TempDir
    Path directory;

    private Gate gate;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        Files.writeString(directory.resolve("clock"), "+0\n");
        gate = Gate.in(directory);
    }

    private MerapiServer start(String... options) throws Exception {
        MerapiServer.Call call = MerapiServer.Call.of(options)
                .in(directory)
                .with("LD_PRELOAD", library().toString())
                .with("DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_CACHE_DURATION", "1")
                .with("FAKETIME_TIMESTAMP_FILE", directory.resolve("clock").toString());
        return call.start();
    }

    private static Path library() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"), 3, (path, _) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return files.findFirst().orElseThrow(() -> new AssertionError("faketime is not installed"));
        }
    }

    /** Sets the clock so many days from now, and waits until the server has noticed. */
    private void jump(int days, Wire witness) throws Exception {
        Files.writeString(directory.resolve("clock"), "%+dd\n".formatted(days));
        Patience.until("the server's clock has jumped", () -> {
            String date = Objects.requireNonNull(witness.get("/").field("Date"));
            ZonedDateTime told = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration ahead = Duration.between(ZonedDateTime.now(told.getZone()), told);
            return ahead.minusDays(days).abs().compareTo(Duration.ofHours(1)) < 0;
        });
    }

    @Test
    void noDeadlineComesEarly() throws Exception {
        try (MerapiServer server =
                        start("--module=app", "--processes=2", "--harakiri=600", "--max-worker-lifetime=600");
                Wire running = server.wire();
                Wire idle = server.wire()) {
            running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            jump(1, idle);
            jump(-1, idle);
            jump(3, idle);
            gate.open();
            assertThat(running.answer().text()).isEqualTo("finished");
            assertThat(server.workers()).as("none has been replaced").hasSize(2);
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void noDeadlineStaysAwayWhenTheClockGoesBack() throws Exception {
        try (MerapiServer server = start("--module=app", "--processes=2", "--harakiri=5");
                Wire running = server.wire();
                Wire idle = server.wire()) {
            running.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            jump(-1, idle);
            assertThat(running.answer().status()).isEqualTo(504);
            assertThat(server.stop()).isZero();
        }
    }
}
