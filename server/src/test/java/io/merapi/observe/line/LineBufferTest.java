// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineBufferTest {
    private final LineBuffer line = new LineBuffer();

    private String text() {
        return new String(line.octets(), 0, line.size(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1541, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void numbersAreDecimal(long number) {
        line.number(number);
        assertThat(text()).isEqualTo(Long.toString(number));
    }

    @Test
    void textFromOutsideIsEscaped() {
        line.escaped("/a b\"c\\d\r\n\t\033\u007f\u00e9\u00ff~", 100);
        assertThat(text()).isEqualTo("/a b\\x22c\\x5cd\\x0d\\x0a\\x09\\x1b\\x7f\\xe9\\xff~");
    }

    @Test
    void textFromOutsideIsEscapedForJson() {
        line.json("/a b\"c\\d\n\033\u007f\u00e9~", 100);
        assertThat(text()).isEqualTo("/a b\\\"c\\\\d\\u000a\\u001b\\u007f\\u00e9~");
    }

    @ParameterizedTest
    @CsvSource({"0,0.000000", "257,0.000257", "999999,0.999999", "1000000,1.000000", "12345678,12.345678"})
    void millionthsAreAFraction(long number, String expected) {
        line.millionths(number);
        assertThat(text()).isEqualTo(expected);
    }

    @Test
    void longTextEndsInAnEllipsis() {
        line.escaped("abcdef", 5);
        assertThat(text()).isEqualTo("abcde...");
    }

    @Test
    void theBufferGrows() {
        String part = "0123456789".repeat(100);
        for (int i = 0; i < 10; i++) {
            line.text(part).number(i).escaped("\n".repeat(100), 200);
        }
        assertThat(line.size()).isEqualTo(10 * (1000 + 1 + 400));
        line.clear();
        assertThat(line.text("again").size()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:30:51.999Z,Mon Nov 23 09:30:51 2026",
        "2026-01-01T00:00:00Z,Thu Jan  1 00:00:00 2026",
        "2028-02-29T23:59:59Z,Tue Feb 29 23:59:59 2028",
        "1969-12-31T23:59:59.5Z,Wed Dec 31 23:59:59 1969"
    })
    void timesAreWrittenAsCtimeDoes(String instant, String expected) {
        TimeText time = new TimeText(Strftime.CTIME, ZoneOffset.UTC);
        assertThat(time.of(Instant.parse(instant).toEpochMilli()))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(expected);
    }

    @Test
    void timesFollowTheClockAndTheZone() {
        TimeText time = new TimeText(Strftime.CTIME, ZoneId.of("Europe/Berlin"));
        long before = Instant.parse("2026-10-25T00:59:59Z").toEpochMilli();
        assertThat(time.of(before)).asString(StandardCharsets.US_ASCII).isEqualTo("Sun Oct 25 02:59:59 2026");
        assertThat(time.of(before + 999)).asString(StandardCharsets.US_ASCII).isEqualTo("Sun Oct 25 02:59:59 2026");
        assertThat(time.of(before + 1000)).asString(StandardCharsets.US_ASCII).isEqualTo("Sun Oct 25 02:00:00 2026");
    }
}
