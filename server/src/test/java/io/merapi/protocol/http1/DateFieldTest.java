// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 9110 section 5.6.7: a Date is an IMF-fixdate. */
final class DateFieldTest {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private long millis;
    private final DateField date = new DateField(() -> millis);

    private String line() {
        ByteBuf out = Unpooled.buffer();
        try {
            date.writeTo(out);
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }

    @Test
    @DisplayName("5.6.7: the RFC's own example")
    void writesTheExample() {
        millis = 784_111_777_000L;
        assertThat(line()).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    }

    @Test
    void followsTheClockSecondBySecond() {
        millis = 784_111_777_999L;
        assertThat(line()).contains(":37 GMT");
        millis = 784_111_778_000L;
        assertThat(line()).contains(":38 GMT");
        millis = 784_111_777_000L;
        assertThat(line()).as("a clock that was set back").contains(":37 GMT");
    }

    @Test
    void agreesWithTheCalendarOnEveryDay() {
        Random random = new Random(1);
        for (long day = 0; day * 86_400 < LAST_SECOND; day += day < 80_000 ? 1 : 97) {
            long second = day * 86_400 + random.nextInt(86_400);
            millis = second * 1000;
            assertThat(line()).isEqualTo("Date: " + IMF_FIXDATE.format(Instant.ofEpochSecond(second)) + "\r\n");
        }
    }
}
