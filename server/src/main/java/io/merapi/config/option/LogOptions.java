// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What is logged, and where to. */
public final class LogOptions {
    public static final Option<Boolean> REQUEST_LINES = Option.of(Kind.FLAG_INVERTED, true, "disable-logging")
            .letter('L')
            .initially("off")
            .help("write no line per request");

    public static final Option<String> LOGTO = Option.of(Kind.text("FILE"), "", "logto")
            .initially("standard error")
            .help("append the log to a file");

    static final OptionGroup GROUP = new OptionGroup("Log", List.of(REQUEST_LINES, LOGTO));

    private LogOptions() {}
}
