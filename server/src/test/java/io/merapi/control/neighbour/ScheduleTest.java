// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** uWSGI's {@code core/master_utils.c}: {@code uwsgi_cron_task_needs_execution}. */
final class ScheduleTest {

    @ParameterizedTest
    @DisplayName("a field is a value, or with a minus what the time's must be a multiple of")
    @CsvSource({
        // minute hour day month weekday; 2026-11-23 is a Monday
        "-1 -1 -1 -1 -1, 2026-11-23T10:17, true",
        "17 10 -1 -1 -1, 2026-11-23T10:17, true",
        "17 10 -1 -1 -1, 2026-11-23T10:18, false",
        "17 10 -1 -1 -1, 2026-11-23T11:17, false",
        "-5 -1 -1 -1 -1, 2026-11-23T10:15, true",
        "-5 -1 -1 -1 -1, 2026-11-23T10:00, true",
        "-5 -1 -1 -1 -1, 2026-11-23T10:17, false",
        "0 -2 -1 -1 -1, 2026-11-23T10:00, true",
        "0 -2 -1 -1 -1, 2026-11-23T11:00, false",
        "-1 -1 23 -1 -1, 2026-11-23T10:17, true",
        "-1 -1 -2 -1 -1, 2026-11-24T10:17, true",
        "-1 -1 -2 -1 -1, 2026-11-23T10:17, false",
        "-1 -1 -1 11 -1, 2026-11-23T10:17, true",
        "-1 -1 -1 12 -1, 2026-11-23T10:17, false",
        "-1 -1 -1 -3 -1, 2026-12-23T10:17, true",
        "-1 -1 -1 -3 -1, 2026-11-23T10:17, false",
        "-1 -1 -1 -1 1, 2026-11-23T10:17, true",
        "-1 -1 -1 -1 2, 2026-11-23T10:17, false",
        "-1 -1 -1 -1 0, 2026-11-22T10:17, true",
        "-1 -1 -1 -1 7, 2026-11-22T10:17, true",
        "-1 -1 -1 -1 7, 2026-11-23T10:17, false",
        "-1 -1 -1 -1 6, 2026-11-28T10:17, true",
        "-1 -1 -1 -1 -3, 2026-11-25T10:17, true",
        "-1 -1 -1 -1 -3, 2026-11-24T10:17, false",
        "0 0 1 1 -1, 2026-01-01T00:00, true",
        "0 0 31 2 -1, 2026-02-28T00:00, false",
        "-60 -1 -1 -1 -1, 2026-11-23T10:00, true",
        "-60 -1 -1 -1 -1, 2026-11-23T10:59, false",
    })
    void fields(String fields, LocalDateTime time, boolean isDue) {
        assertThat(schedule(fields).isDue(time)).isEqualTo(isDue);
    }

    @ParameterizedTest
    @DisplayName("where day and weekday are both values, either will do")
    @CsvSource({
        "0 0 23 -1 5, 2026-11-23T00:00, true",
        "0 0 24 -1 1, 2026-11-23T00:00, true",
        "0 0 24 -1 2, 2026-11-23T00:00, false",
        "0 1 23 -1 1, 2026-11-23T00:00, false",
        "0 0 23 12 1, 2026-11-23T00:00, false",
        // one of them a multiple: both are wanted
        "0 0 23 -1 -2, 2026-11-23T00:00, false",
        "0 0 -2 -1 2, 2026-11-24T00:00, true",
        "0 0 -2 -1 1, 2026-11-23T00:00, false",
    })
    void dayAndWeekday(String fields, LocalDateTime time, boolean isDue) {
        assertThat(schedule(fields).isDue(time)).isEqualTo(isDue);
    }

    @ParameterizedTest
    @DisplayName("an hour that the clock leaves out has no jobs, one that comes twice has them twice")
    @CsvSource({
        "30 2 -1 -1 -1, 2026-03-29, 0",
        "30 2 -1 -1 -1, 2026-10-25, 2",
        "30 2 -1 -1 -1, 2026-11-23, 1",
        "0 -1 -1 -1 -1, 2026-03-29, 23",
        "0 -1 -1 -1 -1, 2026-10-25, 25",
        "-15 -1 -1 -1 -1, 2026-11-23, 96",
    })
    void summerTime(String fields, java.time.LocalDate day, int runs) {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Schedule schedule = schedule(fields);
        int due = 0;
        ZonedDateTime end = day.plusDays(1).atStartOfDay(berlin);
        for (ZonedDateTime time = day.atStartOfDay(berlin);
                time.isBefore(end);
                time = time.plus(Duration.ofMinutes(1))) {
            due += schedule.isDue(time.toLocalDateTime()) ? 1 : 0;
        }
        assertThat(due).isEqualTo(runs);
    }

    @Test
    void theTwentyNinthOfFebruaryComesEveryFourYears() {
        Schedule schedule = schedule("0 0 29 2 -1");
        assertThat(LocalDateTime.of(2020, 1, 1, 0, 0)
                        .toLocalDate()
                        .datesUntil(java.time.LocalDate.of(2030, 1, 1))
                        .filter(day -> schedule.isDue(day.atStartOfDay())))
                .hasSize(3);
    }

    private static Schedule schedule(String fields) {
        String[] each = fields.split(" ", -1);
        return new Schedule(
                Integer.parseInt(each[0]),
                Integer.parseInt(each[1]),
                Integer.parseInt(each[2]),
                Integer.parseInt(each[3]),
                Integer.parseInt(each[4]));
    }
}
