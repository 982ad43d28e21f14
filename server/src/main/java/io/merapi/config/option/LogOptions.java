// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What is logged, and where to. */
public final class LogOptions {
    public static final Option<String> LOGTO = Option.of(Kind.text("FILE"), "", "logto")
            .initially("standard error")
            .help("append the log to a file");

    public static final Option<String> DATE = Option.of(
                    Kind.optionalText("STRFTIME"), "", "log-date", "logdate", "log-prefix")
            .initially("2026-11-23 09:30:51.123")
            .help("begin the server's own messages with the time in this form, alone as ctime writes it, and -");

    public static final Option<Boolean> REQUEST_LINES = Option.of(Kind.FLAG_INVERTED, true, "disable-logging")
            .letter('L')
            .initially("off")
            .help("write no line per request, but for those named by log-4xx and its like");

    public static final Option<Boolean> CLIENT_ERRORS = Option.flag("log-4xx")
            .help("write a line for requests answered with 400 to 499, whatever disable-logging says");

    public static final Option<Boolean> SERVER_ERRORS = Option.flag("log-5xx").help("the same for 500 to 599");

    public static final Option<Integer> SLOW = Option.of(Kind.INTEGER, 0, "log-slow")
            .initially("off")
            .help("the same for requests that took so many milliseconds or more");

    public static final Option<Long> BIG = Option.of(Kind.SIZE, 0L, "log-big")
            .initially("off")
            .help("the same for requests answered with a body of that size or more");

    public static final Option<Boolean> ZERO =
            Option.flag("log-zero").help("the same for requests answered without a body");

    public static final Option<Boolean> SENDFILE = Option.of(Kind.SWITCH, false, "log-sendfile")
            .help("the same for requests answered from a file, by wsgi.file_wrapper");

    public static final Option<Boolean> IOERROR =
            Option.of(Kind.SWITCH, false, "log-ioerror").help("the same for requests that their client broke off");

    public static final Option<String> FORMAT = Option.of(Kind.text("FORMAT"), "", "log-format", "logformat")
            .initially("as uWSGI writes it")
            .help("what the line of a request looks like: text and %(uri) and its like (docs/logging.md)");

    public static final Option<Boolean> FORMAT_STRFTIME =
            Option.flag("log-format-strftime", "logformat-strftime").help("write %(ftime) in the form of log-date");

    public static final Option<Boolean> MICROS =
            Option.flag("log-micros").help("tell microseconds in the line of a request, without log-format");

    public static final Option<Boolean> MEMORY_REPORT = Option.flag("memory-report")
            .letter('m')
            .help("begin the line of a request with the memory of its worker, without log-format");

    static final OptionGroup GROUP = new OptionGroup(
            "Log",
            List.of(
                    LOGTO,
                    DATE,
                    REQUEST_LINES,
                    CLIENT_ERRORS,
                    SERVER_ERRORS,
                    SLOW,
                    BIG,
                    ZERO,
                    SENDFILE,
                    IOERROR,
                    FORMAT,
                    FORMAT_STRFTIME,
                    MICROS,
                    MEMORY_REPORT));

    private LogOptions() {}
}
