// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Takes what the JDK, Netty and {@link System.Logger} have to say, from warnings on, into the server's log. */
public final class LogRecords extends Handler {
    private final ServerLog log;

    private LogRecords(ServerLog log) {
        this.log = log;
        setFormatter(new SimpleFormatter());
    }

    /** From now on everything logged in this process goes to that log. */
    public static void routeTo(ServerLog log) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        root.addHandler(new LogRecords(log));
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() < Level.WARNING.intValue()) {
            return;
        }
        String text = getFormatter().formatMessage(logged);
        Throwable thrown = logged.getThrown();
        if (thrown != null) {
            log.error(text, thrown);
        } else if (logged.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.error(text);
        } else {
            log.warning(text);
        }
    }

    @Override
    public void flush() {
        // the sink writes by itself
    }

    @Override
    public void close() {
        // the sink is closed by its owner
    }
}
