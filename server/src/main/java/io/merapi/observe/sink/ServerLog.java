// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The server's own messages, in their {@link MessageForm}. Never waits, so any thread may use it. */
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

        /** What a message begins with, behind the server's name. */
        String prefix() {
            return prefix;
        }
    }

    private final LogSink sink;

    public ServerLog(LogSink sink) {
        this.sink = sink;
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
        sink.urgent(sink.messages().line(level, text));
    }
}
