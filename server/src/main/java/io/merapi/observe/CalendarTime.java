// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Local time as ctime(3) writes it, {@code Mon Nov 23 09:30:51 2026}, worked out once per second. Owned by one thread.
 */
final class CalendarTime {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private byte[] octets = {};

    CalendarTime(ZoneId zone) {
        this.zone = zone;
    }

    /** The 24 octets of a moment; valid until the next call. */
    byte[] of(long millis) {
        long wanted = Math.floorDiv(millis, 1000L);
        if (wanted != second) {
            second = wanted;
            octets = format(Instant.ofEpochSecond(wanted).atZone(zone));
        }
        return octets;
    }

    private static byte[] format(ZonedDateTime time) {
        LineBuffer line = new LineBuffer();
        int day = (time.getDayOfWeek().getValue() - 1) * 3;
        int month = (time.getMonthValue() - 1) * 3;
        line.text(DAYS.substring(day, day + 3)).text(" ").text(MONTHS.substring(month, month + 3));
        line.text(time.getDayOfMonth() < 10 ? "  " : " ").number(time.getDayOfMonth());
        two(line.text(" "), time.getHour());
        two(line.text(":"), time.getMinute());
        two(line.text(":"), time.getSecond());
        line.text(" ").number(time.getYear());
        return java.util.Arrays.copyOf(line.octets(), line.size());
    }

    private static void two(LineBuffer line, int number) {
        line.number(number / 10).number(number % 10);
    }
}
