// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * The Date line of a response (RFC 9110 sections 5.6.7 and 6.6.1): {@code Date: Sun, 06 Nov 1994 08:49:37 GMT}. Made
 * anew when the second has changed. Has one owner, like the encoder that uses it.
 */
public final class DateField {
    private static final int DAY_SECONDS = 86_400;
    private static final int ERA_DAYS = 146_097;
    /** Days from 1 March of the year 0 to 1 January 1970, in the Gregorian calendar. */
    private static final int EPOCH_DAYS = 719_468;

    private static final String[] WEEKDAYS = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    private static final String[] MONTHS_FROM_MARCH = {
        "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"
    };

    private final LongSupplier wallMillis;
    private long second = Long.MIN_VALUE;
    private byte[] line = {};

    /**
     * A line that follows a clock.
     *
     * @param wallMillis milliseconds since the epoch
     */
    public DateField(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    /** Appends the line for now. */
    public void writeTo(ByteBuf out) {
        long now = Math.floorDiv(wallMillis.getAsLong(), 1000);
        if (now != second) {
            second = now;
            line = ("Date: " + imfFixdate(now) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        out.writeBytes(line);
    }

    private static String imfFixdate(long epochSecond) {
        long days = Math.floorDiv(epochSecond, DAY_SECONDS);
        int time = Math.floorMod(epochSecond, DAY_SECONDS);
        StringBuilder text = new StringBuilder(29);
        text.append(WEEKDAYS[Math.floorMod(days, 7)]).append(", ");
        appendDay(text, days + EPOCH_DAYS);
        appendTwoDigits(text.append(' '), time / 3600);
        appendTwoDigits(text.append(':'), time / 60 % 60);
        appendTwoDigits(text.append(':'), time % 60);
        return text.append(" GMT").toString();
    }

    /**
     * Years are counted from March, so that the leap day is a year's last; the calendar repeats every 400 years, an
     * era.
     *
     * @param days days since 1 March of the year 0
     */
    private static void appendDay(StringBuilder text, long days) {
        long era = Math.floorDiv(days, ERA_DAYS);
        int dayOfEra = Math.floorMod(days, ERA_DAYS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        long year = era * 400 + yearOfEra + (month >= 10 ? 1 : 0);
        appendTwoDigits(text, dayOfYear - (153 * month + 2) / 5 + 1);
        text.append(' ').append(MONTHS_FROM_MARCH[month]).append(' ').append(year);
    }

    private static void appendTwoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
