// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values. uWSGI knows no inline comments and stops reading a number at the first character that does not
 * belong to it; both are kept, and both are warned of.
 */
final class Values {
    private static final Set<String> FALSE_WORDS = Set.of("false", "off", "no", "0");
    private static final Set<String> TRUE_WORDS = Set.of("", "true", "on", "yes", "1");
    private static final Pattern INLINE_COMMENT = Pattern.compile("\\s[#;]");
    private static final Pattern LEADING_INTEGER = Pattern.compile("\\s*([+-]?\\d+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern LEADING_NUMBER =
            Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern COMMENT_REST = Pattern.compile("(\\S*)\\s*[#;].*", Pattern.DOTALL);
    private static final long MAX_SECONDS = 100L * 365 * 24 * 3600;
    private static final long KIB = 1024;

    private Values() {}

    static boolean flag(Setting setting, Problems problems) {
        String word = setting.value().toLowerCase(Locale.ROOT);
        if (FALSE_WORDS.contains(word)) {
            return false;
        }
        if (!TRUE_WORDS.contains(word)) {
            String meant = setting.value().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            String advice = FALSE_WORDS.contains(meant) ? "off" : "on";
            problems.warn(Problem.with(
                    setting,
                    "everything but false, off, no and 0 is true, and so is '" + setting.value() + "'",
                    "write " + setting.origin().spell(setting.key(), advice)));
        }
        return true;
    }

    /**
     * What uWSGI reads of a number.
     *
     * @param value 0 or more
     * @param text its digits
     * @param rest what stands behind them
     */
    private record Amount(BigDecimal value, String text, String rest) {}

    /** Nothing and a problem where there is no number, or a negative one. */
    private static Optional<Amount> amount(Pattern leadingNumber, Setting setting, Problems problems) {
        Matcher number = leadingNumber.matcher(setting.value());
        if (!number.matches()) {
            notANumber(setting, problems);
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(number.group(1));
        if (value.signum() < 0) {
            problems.error(Problem.with(setting, setting.value() + " is negative", "write 0 or more"));
            return Optional.empty();
        }
        return Optional.of(new Amount(value, number.group(1), number.group(2)));
    }

    static int integer(Setting setting, Problems problems) {
        return amount(LEADING_INTEGER, setting, problems)
                .map(number -> integer(number, setting, problems))
                .orElse(0);
    }

    private static int integer(Amount number, Setting setting, Problems problems) {
        int clamped = number.value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
        if (!number.rest.isEmpty()) {
            trailing(setting, Integer.toString(clamped), problems);
        }
        return clamped;
    }

    static long size(Setting setting, Problems problems) {
        return amount(LEADING_INTEGER, setting, problems)
                .map(number -> times(sizeFactor(unit(number, setting, problems)), number, 1, setting, problems))
                .map(bytes -> bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .orElse(0L);
    }

    static long mebibytes(Setting setting, Problems problems) {
        return amount(LEADING_INTEGER, setting, problems)
                .map(number -> {
                    String unit = unit(number, setting, problems);
                    long factor = unit.isEmpty() ? KIB * KIB : sizeFactor(unit);
                    return times(factor, number, KIB * KIB, setting, problems);
                })
                .map(bytes -> bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .orElse(0L);
    }

    /** The number in its unit, a factor of 0 standing for one that is not known. */
    private static BigDecimal times(long factor, Amount number, long usual, Setting setting, Problems problems) {
        if (factor == 0) {
            trailing(setting, number.text, problems);
        }
        return number.value.multiply(BigDecimal.valueOf(factor == 0 ? usual : factor));
    }

    private static long sizeFactor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k", "kb", "kib" -> KIB;
            case "m", "mb", "mib" -> KIB * KIB;
            case "g", "gb", "gib" -> KIB * KIB * KIB;
            default -> 0;
        };
    }

    static Duration seconds(Setting setting, Problems problems) {
        return amount(LEADING_NUMBER, setting, problems)
                .map(number -> times(millisPer(unit(number, setting, problems)), number, 1000, setting, problems))
                .map(millis -> Duration.ofMillis(
                        millis.min(BigDecimal.valueOf(MAX_SECONDS * 1000)).longValue()))
                .orElse(Duration.ZERO);
    }

    private static long millisPer(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms" -> 1;
            case "", "s", "sec" -> 1000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> 0;
        };
    }

    /** Zero is off, one second stands for "on" ({@code http-keepalive = 1}); the option's owner knows its default. */
    static Duration secondsOrFlag(Setting setting, Problems problems) {
        String word = setting.value().toLowerCase(Locale.ROOT);
        if (FALSE_WORDS.contains(word)) {
            return Duration.ZERO;
        }
        if (TRUE_WORDS.contains(word)) {
            return Duration.ofSeconds(1);
        }
        return seconds(setting, problems);
    }

    static List<String> texts(List<Setting> settings, Problems problems) {
        return settings.stream().map(setting -> text(setting, problems)).toList();
    }

    static String text(Setting setting, Problems problems) {
        if (INLINE_COMMENT.matcher(setting.value()).find() && setting.origin().line() > 0) {
            problems.warn(Problem.with(
                    setting,
                    "what looks like a comment is part of the value '" + setting.value() + "'",
                    "put the comment on a line of its own"));
        }
        return setting.value();
    }

    private static void notANumber(Setting setting, Problems problems) {
        String text = setting.value().isEmpty() ? "nothing" : "'" + setting.value() + "'";
        problems.warn(Problem.with(
                setting,
                text + " is not a number and counts as 0",
                "write " + setting.origin().spell(setting.key(), "<number>")));
    }

    private static void trailing(Setting setting, String taken, Problems problems) {
        boolean comment = INLINE_COMMENT.matcher(setting.value()).find();
        String fix = comment
                ? "put the comment on a line of its own"
                : "write " + setting.origin().spell(setting.key(), taken) + " if that is meant";
        problems.warn(Problem.with(setting, "'" + setting.value() + "' is read as " + taken, fix));
    }

    /** What stands behind a number, without a comment. */
    private static String unit(Amount number, Setting setting, Problems problems) {
        Matcher comment = COMMENT_REST.matcher(number.rest);
        if (!comment.matches()) {
            return number.rest.strip();
        }
        problems.warn(Problem.with(
                setting,
                "what follows the value in '" + setting.value() + "' is ignored",
                "put the comment on a line of its own"));
        return comment.group(1);
    }

    static String showSeconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    static String showBytes(long bytes) {
        if (bytes != 0 && bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "m";
        }
        return bytes != 0 && bytes % KIB == 0 ? bytes / KIB + "k" : Long.toString(bytes);
    }
}
