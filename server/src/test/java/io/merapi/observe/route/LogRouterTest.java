// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.observe.route.LogRoutes.Encoder;
import io.merapi.observe.route.LogRoutes.Logger;
import io.merapi.observe.route.LogRoutes.Route;
import io.merapi.observe.sink.LogFileRules;
import io.merapi.observe.sink.LogSink;
import io.merapi.transport.socket.UnixDatagram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which lines reach which loggers, and as what. */
final class LogRouterTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final List<MessagePattern> NONE = List.of();

    @TempDir
    Path directory;

    private final Map<Destination, LogSink> sinks = new LinkedHashMap<>();

    @AfterEach
    void close() {
        sinks.values().forEach(LogSink::close);
    }

    private Destination place(String name) {
        return new Destination.OfFile(directory.resolve(name), LogFileRules.NONE);
    }

    private LogRouter router(LogRoutes routes) {
        return new LogRouter(routes, place("standard"), this::sink);
    }

    private LogSink sink(Destination place) {
        return sinks.computeIfAbsent(place, missing -> {
            try {
                return LogSink.open(
                        missing.open(Clock.systemUTC(), UnixDatagram::connect), (level, text) -> new byte[0]);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void write(LogRouter router, String text) {
        router.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String read(String name) throws IOException, InterruptedException {
        for (LogSink sink : sinks.values()) {
            assertThat(sink.flush(LONG)).isTrue();
        }
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static Route route(String logger, String pattern) {
        return new Route(logger, MessagePattern.of(pattern));
    }

    @Test
    void eachRouteThatMatchesCountsAndTheRestGoesToLoggersWithoutAName() throws Exception {
        LogRouter router = router(new LogRoutes(
                List.of(
                        new Logger("errors", place("errors")),
                        new Logger("slow", place("slow")),
                        new Logger("", place("rest")),
                        new Logger("", place("rest2"))),
                NONE,
                NONE,
                List.of(route("errors", "ERROR"), route("slow", "slow$"), route("nobody", ".")),
                List.of()));
        write(router, "fine\nERROR 1\nERROR that is slow\nslow\n");
        assertThat(read("errors")).isEqualTo("ERROR 1\nERROR that is slow\n");
        assertThat(read("slow")).isEqualTo("ERROR that is slow\nslow\n");
        assertThat(read("rest")).isEqualTo("fine\n");
        assertThat(read("rest2")).isEqualTo("fine\n");
        assertThat(read("standard")).isEmpty();
    }

    @Test
    void theStandardLogHasTheRestWhereAllLoggersHaveNames() throws Exception {
        LogRouter router = router(new LogRoutes(
                List.of(new Logger("errors", place("errors"))),
                NONE,
                NONE,
                List.of(route("errors", "ERROR")),
                List.of()));
        write(router, "fine\nERROR\n");
        assertThat(read("standard")).isEqualTo("fine\n");
    }

    @Test
    void drainDropsAndFilterShows() throws Exception {
        LogRouter router = router(new LogRoutes(
                List.of(),
                List.of(MessagePattern.of("health"), MessagePattern.of("ping")),
                List.of(MessagePattern.of("GET"), MessagePattern.of("POST")),
                List.of(),
                List.of()));
        write(router, "GET /\nGET /health\nPOST /ping\nPOST /a\nPUT /b\n");
        assertThat(read("standard")).isEqualTo("GET /\nPOST /a\n");
    }

    @Test
    void encodersOfALoggerLeaveOthersAlone() throws Exception {
        LogRouter router = router(new LogRoutes(
                List.of(new Logger("a", place("a")), new Logger("b", place("b"))),
                NONE,
                NONE,
                List.of(route("a", "."), route("b", ".")),
                List.of(
                        new Encoder("a", LineEncoder.prefix("1")),
                        new Encoder("", LineEncoder.prefix("2")),
                        new Encoder("b", LineTemplate.format("<${msg}>", Clock.systemUTC())))));
        write(router, "x\n");
        assertThat(read("a")).isEqualTo("21x\n");
        assertThat(read("b")).isEqualTo("<2x>\n");
    }

    @Test
    void aLineThatComesInPiecesIsOne() throws Exception {
        LogRouter router = router(new LogRoutes(
                List.of(new Logger("a", place("a"))), NONE, NONE, List.of(route("a", "^begun ended$")), List.of()));
        write(router, "begun");
        write(router, " en");
        write(router, "ded\nother\nlast");
        router.close();
        assertThat(read("a")).isEqualTo("begun ended\n");
        assertThat(read("standard")).isEqualTo("other\nlast\n");
    }

    @Test
    void aLineThatNeverEndsIsWrittenInPieces() throws Exception {
        LogRouter router = router(LogRoutes.NONE);
        write(router, "x".repeat(100_000) + "\n");
        assertThat(read("standard")).isEqualTo("x".repeat(65_536) + "\n" + "x".repeat(34_464) + "\n");
    }
}
