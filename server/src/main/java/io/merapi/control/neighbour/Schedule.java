// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.time.LocalDateTime;

/**
 * When a cron job is due, as uWSGI has it: each field is the value that the time's must have, or, where it is negative,
 * what that must be a multiple of; so -1 is always. Where day and weekday are both values, either will do, as in a
 * crontab.
 *
 * <p>The time is the local one. A job is left out when its time is, and runs twice when its time comes twice.
 *
 * @param day of the month
 * @param month from 1
 * @param weekday 0, and 7, is Sunday
 */
public record Schedule(int minute, int hour, int day, int month, int weekday) {
    private static final int DAYS = 7;

    public boolean isDue(LocalDateTime time) {
        boolean dayFits = fits(day, time.getDayOfMonth());
        boolean weekdayFits =
                fits(weekday == DAYS ? 0 : weekday, time.getDayOfWeek().getValue() % DAYS);
        boolean either = day >= 0 && weekday >= 0;
        return fits(minute, time.getMinute())
                && fits(hour, time.getHour())
                && fits(month, time.getMonthValue())
                && (either ? dayFits || weekdayFits : dayFits && weekdayFits);
    }

    private static boolean fits(int field, int now) {
        return field < 0 ? now % field == 0 : now == field;
    }
}
