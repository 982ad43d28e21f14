// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.observe.LogConfig;
import io.merapi.observe.line.LineBuffer;
import io.merapi.observe.line.LoggedRequest;
import io.merapi.observe.sink.ServerLog;
import io.merapi.protocol.http1.Http1Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the options about the log: of several that work together, and of values that make no sense. */
final class LogSettingsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T09:30:51.123Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void given() throws IOException {
        given = new Given(directory);
    }

    private String line(String... arguments) {
        LogConfig log = given.served(arguments).log();
        LoggedRequest logged = new LoggedRequest(1);
        logged.ofRefused(
                LoggedRequest.refused("::1", "GET /x HTTP/1.1"), Http1Violation.FIELDS_TOO_LARGE, CLOCK.millis(), 1);
        LineBuffer line = new LineBuffer();
        log.requests().style().writer(ZoneOffset.UTC).append(line, logged);
        return new String(line.octets(), 0, line.size(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                --log-date              | Mon Nov 23 09:30:51 2026 - merapi: hello
                --logdate=true          | Mon Nov 23 09:30:51 2026 - merapi: hello
                --log-prefix=%Y         | 2026 - merapi: hello
                --log-date=off          | 2026-11-23 09:30:51.123 merapi: hello
                --disable-logging       | 2026-11-23 09:30:51.123 merapi: hello
                """)
    void messagesBeginWithTheDateThatIsWanted(String argument, String expected) {
        byte[] message = given.served(argument).log().messages(CLOCK).line(ServerLog.Level.INFO, "hello");
        assertThat(message).asString().isEqualTo(expected + "\n");
    }

    @Test
    void theFormOfTheDateIsThatOfRequestsToo() {
        String format = "--log-format=%(ftime) %(uri)";
        assertThat(line(format)).isEqualTo("23/Nov/2026:09:30:51 +0000 /x\n");
        assertThat(line(format, "--log-date=%Y")).isEqualTo("23/Nov/2026:09:30:51 +0000 /x\n");
        assertThat(line(format, "--log-date=%Y", "--log-format-strftime")).isEqualTo("2026 /x\n");
        assertThat(line(format, "--logformat-strftime")).isEqualTo("23/Nov/2026:09:30:51 +0000 /x\n");
    }

    @Test
    void anUnknownTokenIsPointedOut() {
        assertThat(line("--logformat=%(url) %(status)")).isEqualTo("- 431\n");
        assertThat(given.warnings())
                .containsExactly("command line: logformat: there is no %(url), and - is written for it; for a variable"
                        + " of the request write %(var.NAME), docs/logging.md has the names");
    }

    @Test
    void theMemoryThatALineTellsIsMeasured() {
        assertThat(given.served("--log-format=%(rssM)").pool().limits().tellsMemory())
                .isTrue();
        assertThat(given.served("--memory-report").pool().limits().tellsMemory())
                .isTrue();
        assertThat(given.served("--log-format=%(uri)", "--memory-report")
                        .pool()
                        .limits()
                        .tellsMemory())
                .isFalse();
    }
}
