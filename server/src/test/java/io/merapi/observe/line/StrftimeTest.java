// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of date(1) of GNU coreutils in the C locale. */
final class StrftimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String format(String pattern, String time) {
        return Strftime.of(pattern).format(ZonedDateTime.parse(time + "Z[UTC]").withZoneSameInstant(BERLIN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                %Y-%m-%d %H:%M:%S,000 | 2026-09-05 09:07:05,000
                %d/%b/%Y:%H:%M:%S %z  | 05/Sep/2026:09:07:05 +0200
                %a %A %b %B %h        | Sat Saturday Sep September Sep
                %c                    | Sat Sep  5 09:07:05 2026
                %F %T %D %R %x %X     | 2026-09-05 09:07:05 09/05/26 09:07 09/05/26 09:07:05
                %e:%-d:%k:%l:%I %p %P |  5:5: 9: 9:09 AM am
                %r                    | 09:07:05 AM
                %C %y %j %-j          | 20 26 248 248
                %u %w %U %W %V %G %g  | 6 6 35 35 36 2026 26
                %s %Z %z              | 1788592025 CEST +0200
                100%% %Q %            | 100% %Q %
                %Ey %Od               | 26 05
                """, ignoreLeadingAndTrailingWhitespace = true)
    void isThatOfTheCLibrary(String pattern, String expected) {
        assertThat(format(pattern, "2026-09-05T07:07:05").strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                2027-01-03T22:59:59 | 01 00 53 2026 26 7 0
                2027-01-03T23:00:00 | 01 01 01 2027 27 1 1
                2028-01-01T12:00:00 | 00 00 52 2027 27 6 6
                """)
    void countsWeeksAsTheCLibrary(String time, String expected) {
        assertThat(format("%U %W %V %G %g %u %w", time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01T11:00:00, 12 PM", "2026-01-01T23:30:00, 12 AM", "2026-01-01T12:00:00, 01 PM"})
    void hasTwelveHours(String time, String expected) {
        assertThat(format("%I %p", time)).isEqualTo(expected);
    }
}
