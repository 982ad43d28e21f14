// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Times after the patterns of strftime(3), in the C locale. Of the flags before a letter {@code -} is heeded, which
 * leaves out the filling of numbers; {@code E} and {@code O} change nothing in this locale. What is no conversion stays
 * as it is.
 */
public final class Strftime {
    private static final char NO_FILLING = 0;

    private static final Map<Character, String> SHORT_FOR = Map.of(
            'D', "%m/%d/%y",
            'F', "%Y-%m-%d",
            'R', "%H:%M",
            'T', "%H:%M:%S",
            'r', "%I:%M:%S %p",
            'c', "%a %b %e %H:%M:%S %Y",
            'x', "%m/%d/%y",
            'X', "%H:%M:%S",
            'h', "%b");

    /** As ctime(3) writes it: {@code Mon Nov 23 09:30:51 2026}. */
    public static final Strftime CTIME = of("%a %b %e %H:%M:%S %Y");

    /** As web servers write it: {@code 23/Nov/2026:09:30:51 +0000}. */
    public static final Strftime COMMON_LOG = of("%d/%b/%Y:%H:%M:%S %z");

    private final List<Function<ZonedDateTime, String>> parts = new ArrayList<>();

    private Strftime() {}

    /** Reads a pattern. */
    public static Strftime of(String pattern) {
        Strftime format = new Strftime();
        format.read(pattern);
        return format;
    }

    /** A moment in words. */
    public String format(ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.apply(time)));
        return text.toString();
    }

    private void read(String pattern) {
        int at = 0;
        while (at < pattern.length()) {
            int sign = pattern.indexOf('%', at);
            int end = sign < 0 ? pattern.length() : sign;
            String text = pattern.substring(at, end);
            parts.add(_ -> text);
            at = sign < 0 ? end : conversion(pattern, sign);
        }
    }

    /** Reads what begins with a percent sign; returns where it ends. */
    private int conversion(String pattern, int sign) {
        int at = sign + 1;
        boolean bare = false;
        while (at < pattern.length() && "-EO".indexOf(pattern.charAt(at)) >= 0) {
            bare |= pattern.charAt(at) == '-';
            at++;
        }
        int end = Math.min(at + 1, pattern.length());
        char letter = at < pattern.length() ? pattern.charAt(at) : ' ';
        String shortFor = SHORT_FOR.get(letter);
        if (shortFor != null) {
            read(shortFor);
        } else {
            Function<ZonedDateTime, String> conversion = conversion(letter, bare);
            String written = pattern.substring(sign, end);
            parts.add(conversion == null ? _ -> written : conversion);
        }
        return end;
    }

    private static @Nullable Function<ZonedDateTime, String> conversion(char letter, boolean bare) {
        char zero = bare ? NO_FILLING : '0';
        char blank = bare ? NO_FILLING : ' ';
        return switch (letter) {
            case 'Y' -> time -> Integer.toString(time.getYear());
            case 'C' -> time -> number(time.getYear() / 100, 2, zero);
            case 'y' -> time -> number(time.getYear() % 100, 2, zero);
            case 'm' -> time -> number(time.getMonthValue(), 2, zero);
            case 'd' -> time -> number(time.getDayOfMonth(), 2, zero);
            case 'e' -> time -> number(time.getDayOfMonth(), 2, blank);
            case 'H' -> time -> number(time.getHour(), 2, zero);
            case 'k' -> time -> number(time.getHour(), 2, blank);
            case 'I' -> time -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, zero);
            case 'l' -> time -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, blank);
            case 'M' -> time -> number(time.getMinute(), 2, zero);
            case 'S' -> time -> number(time.getSecond(), 2, zero);
            case 'j' -> time -> number(time.getDayOfYear(), 3, zero);
            case 'U' -> time -> number((time.getDayOfYear() + 6 - sunday0(time)) / 7, 2, zero);
            case 'W' -> time -> number((time.getDayOfYear() + 6 - monday0(time)) / 7, 2, zero);
            case 'V' -> time -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, zero);
            case 'G' -> time -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> time -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, zero);
            case 'u' -> time -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> time -> Integer.toString(sunday0(time));
            case 's' -> time -> Long.toString(time.toEpochSecond());
            default -> words(letter);
        };
    }

    private static @Nullable Function<ZonedDateTime, String> words(char letter) {
        return switch (letter) {
            case 'a' -> time -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 'A' -> time -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b' ->
                time -> time.getMonth()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case 'B' -> time -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'p' -> time -> time.getHour() < 12 ? "AM" : "PM";
            case 'P' -> time -> time.getHour() < 12 ? "am" : "pm";
            case 'z' -> time -> DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(time);
            case 'Z' -> time -> DateTimeFormatter.ofPattern("z", Locale.ENGLISH).format(time);
            case 'n' -> _ -> " ";
            case 't' -> _ -> "\t";
            case '%' -> _ -> "%";
            default -> null;
        };
    }

    private static int sunday0(ZonedDateTime time) {
        return time.getDayOfWeek().getValue() % 7;
    }

    private static int monday0(ZonedDateTime time) {
        return time.getDayOfWeek().getValue() - 1;
    }

    private static String number(int number, int digits, char filling) {
        String text = Integer.toString(number);
        return filling == NO_FILLING
                ? text
                : String.valueOf(filling).repeat(Math.max(0, digits - text.length())) + text;
    }
}
