// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import io.merapi.observe.line.Strftime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Text around a line of the log ({@code log-encoder = format} and {@code json}), in which {@code ${msg}} stands for the
 * line, {@code ${msgnl}} for the line with its line feed, {@code ${unix}}, {@code ${millis}} and {@code ${micros}} for
 * the time in seconds, milliseconds and microseconds since 1970, and {@code ${strftime:PATTERN}} for it in words.
 */
public final class LineTemplate implements LineEncoder {
    private static final String STRFTIME = "strftime:";
    private static final int NANOS_PER_MICRO = 1000;
    private static final int MICROS_PER_SECOND = 1_000_000;

    /** What is written for a variable, of the line and the time now. */
    private interface Variable extends BiFunction<byte[], ZonedDateTime, byte[]> {}

    private static final Map<String, Variable> VARIABLES = Map.of(
            "msg", (line, now) -> Arrays.copyOf(line, Lines.endOfText(line)),
            "msgnl", (line, now) -> line,
            "unix", (line, now) -> octets(Long.toString(now.toEpochSecond())),
            "millis", (line, now) -> octets(Long.toString(now.toInstant().toEpochMilli())),
            "micros", (line, now) -> octets(Long.toString(micros(now.toInstant()))));

    private final Clock clock;
    private final boolean escapes;
    private final List<Variable> parts = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    private LineTemplate(Clock clock, boolean escapes) {
        this.clock = clock;
        this.escapes = escapes;
    }

    /** Text in which values are written as they are. */
    public static LineTemplate format(String text, Clock clock) {
        return new LineTemplate(clock, false).read(text);
    }

    /** Text in which values are escaped as they have to be within a string of JSON (RFC 8259 section 7). */
    public static LineTemplate json(String text, Clock clock) {
        return new LineTemplate(clock, true).read(text);
    }

    /** Variables that there are not; nothing is written for them. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    @Override
    public byte[] encode(byte[] line) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        byte[][] texts = new byte[parts.size()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = parts.get(i).apply(line, now);
        }
        return Lines.joined(texts);
    }

    private LineTemplate read(String text) {
        int at = 0;
        int begin = text.indexOf("${");
        while (begin >= 0) {
            int end = text.indexOf('}', begin);
            if (end < 0) {
                break;
            }
            literal(text.substring(at, begin));
            variable(text.substring(begin + 2, end));
            at = end + 1;
            begin = text.indexOf("${", at);
        }
        literal(text.substring(at));
        return this;
    }

    private void literal(String text) {
        byte[] octets = octets(text);
        parts.add((line, now) -> octets);
    }

    private void variable(String name) {
        if (name.startsWith(STRFTIME)) {
            Strftime form = Strftime.of(name.substring(STRFTIME.length()));
            value((line, now) -> octets(form.format(now)));
        } else if (VARIABLES.containsKey(name)) {
            value(VARIABLES.get(name));
        } else {
            unknown.add(name);
        }
    }

    private void value(Variable variable) {
        parts.add(escapes ? (line, now) -> escaped(variable.apply(line, now)) : variable);
    }

    /** Octets that are no UTF-8 become the replacement character: JSON has to be valid, whatever is printed. */
    private static byte[] escaped(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return octets(escaped.toString());
    }

    private static long micros(Instant now) {
        return now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
