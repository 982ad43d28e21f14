// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encoders make of a line. */
final class LineEncoderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T09:30:51.123456Z"), ZoneOffset.UTC);

    private static String encoded(LineEncoder encoder, String line) {
        return new String(encoder.encode(line.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <${msg}>                       | <hello>
            ${unix} ${millis} ${micros}    | 1795426251 1795426251123 1795426251123456
            ${strftime:%d/%b/%Y} ${msg}    | 23/Nov/2026 hello
            ${msg} and ${msg}              | hello and hello
            $msg ${msg                     | $msg ${msg
            ${nothing}-${msg}              | -hello
            """)
    void formatPutsTextAroundTheLine(String text, String expected) {
        assertThat(encoded(LineTemplate.format(text, CLOCK), "hello\n")).isEqualTo(expected);
    }

    @Test
    void msgnlKeepsTheLineFeed() {
        assertThat(encoded(LineTemplate.format("a ${msgnl}", CLOCK), "hello\n")).isEqualTo("a hello\n");
        assertThat(encoded(LineTemplate.json("\"${msgnl}\"", CLOCK), "hello\n")).isEqualTo("\"hello\\n\"");
    }

    @Test
    void jsonEscapesValuesAlone() {
        LineTemplate json = LineTemplate.json("{\"m\": \"${msg}\"}", CLOCK);
        assertThat(encoded(json, "a \"b\" \\ \t\u0001\u001b ü\n"))
                .isEqualTo("{\"m\": \"a \\\"b\\\" \\\\ \\t\\u0001\\u001b ü\"}");
    }

    @Test
    void whatIsNoUtf8IsReplacedInJson() {
        byte[] encoded = LineTemplate.json("${msg}", CLOCK).encode(new byte[] {'a', (byte) 0xff, 'b', '\n'});
        assertThat(encoded).asString(StandardCharsets.UTF_8).isEqualTo("a\ufffdb");
    }

    @Test
    void unknownVariablesAreNamed() {
        assertThat(LineTemplate.format("${msg} ${level} ${pid}", CLOCK).unknown())
                .containsExactly("level", "pid");
    }

    @Test
    void prefixAndSuffixStayOnTheLine() {
        LineEncoder both = LineEncoder.all(List.of(LineEncoder.prefix("< "), LineEncoder.suffix(" >")));
        assertThat(encoded(both, "hello\n")).isEqualTo("< hello >\n");
        assertThat(encoded(both, "hello")).isEqualTo("< hello >");
    }

    @Test
    void aLineFeedIsAddedOnce() {
        assertThat(encoded(LineEncoder.lineFeed(), "hello")).isEqualTo("hello\n");
        assertThat(encoded(LineEncoder.lineFeed(), "hello\n")).isEqualTo("hello\n");
    }
}
