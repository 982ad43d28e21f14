// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;

/** The server's own messages: {@code 2026-11-23 09:30:51.123 merapi: text}. Never waits, so any thread may use it. */
public final class ServerLog {

    /** How much a message matters. */
    public enum Level {
        INFO(""),
        WARNING("warning: "),
        ERROR("error: ");

        private final String prefix;

        Level(String prefix) {
            this.prefix = prefix;
        }
    }

    private final LogSink sink;
    private final Clock clock;

    public ServerLog(LogSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** Goes on in another file; {@code text} is the first line there. */
    public void renew(LogTarget.Renewal how, String text) {
        sink.renew(how);
        info(text);
    }

    public void info(String text) {
        log(Level.INFO, text);
    }

    public void warning(String text) {
        log(Level.WARNING, text);
    }

    public void error(String text) {
        log(Level.ERROR, text);
    }

    /** A defect: with its stack trace. */
    public void error(String text, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        log(Level.ERROR, text + "\n" + trace.toString().stripTrailing());
    }

    public void log(Level level, String text) {
        byte[] line = line(clock, level, text).getBytes(StandardCharsets.UTF_8);
        sink.urgent(line);
    }

    /**
     * A message as it is written, with its line feed. Lines after the first are indented and control characters shown
     * as numbers, so that text from outside that gets into a message cannot pass for a message of its own.
     */
    static String line(Clock clock, Level level, String text) {
        StringBuilder line = new StringBuilder(40 + text.length());
        appendTime(line, ZonedDateTime.now(clock));
        line.append(" merapi: ").append(level.prefix);
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
        return line.append('\n').toString();
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
