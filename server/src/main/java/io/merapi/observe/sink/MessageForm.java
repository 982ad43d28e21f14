// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import io.merapi.observe.line.Strftime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How the server's own messages are written: {@code 2026-11-23 09:30:51.123 merapi: text}.
 *
 * @param clock tells the time, and where that is
 * @param date another date at the beginning, and {@code -} behind it as uWSGI has it ({@code log-date}); null: ours
 */
public record MessageForm(Clock clock, @Nullable Strftime date) implements Messages {

    /**
     * A message as it is written, with its line feed. Lines after the first are indented and control characters shown
     * as numbers, so that text from outside that gets into a message cannot pass for a message of its own.
     */
    @Override
    public byte[] line(ServerLog.Level level, String text) {
        StringBuilder line = new StringBuilder(40 + text.length());
        ZonedDateTime now = ZonedDateTime.now(clock);
        if (date == null) {
            appendTime(line, now);
        } else {
            line.append(date.format(now)).append(" -");
        }
        line.append(" merapi: ").append(level.prefix());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\n  ");
            } else if ((c < ' ' && c != '\t') || c == 0x7f) {
                line.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                line.append(c);
            }
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void appendTime(StringBuilder line, ZonedDateTime time) {
        line.append(time.getYear()).append('-');
        appendTwo(line, time.getMonthValue()).append('-');
        appendTwo(line, time.getDayOfMonth()).append(' ');
        appendTwo(line, time.getHour()).append(':');
        appendTwo(line, time.getMinute()).append(':');
        appendTwo(line, time.getSecond()).append('.');
        int millis = time.getNano() / 1_000_000;
        line.append(millis / 100);
        appendTwo(line, millis % 100);
    }

    private static StringBuilder appendTwo(StringBuilder line, int number) {
        return line.append(number / 10).append(number % 10);
    }
}
