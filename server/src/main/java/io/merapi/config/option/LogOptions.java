// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What is logged, and where to. */
public final class LogOptions {
    public static final Option<String> LOGTO = Option.of(Kind.text("FILE"), "", "logto")
            .initially("standard error")
            .help("append the log to a file, or send it in datagrams to udp:HOST:PORT");

    public static final Option<String> LOGTO2 =
            Option.of(Kind.text("FILE"), "", "logto2").help("append the log to a file that belongs to uid and gid");

    public static final Option<List<String>> LOGGER = lines("[NAME ]PLACE", "logger")
            .help("write the log to stdio, file:FILE, fd:N, socket:ADDRESS, syslog[:TAG] or rsyslog:HOST[,TAG]; with a"
                    + " name, only what log-route gives it; may be repeated");

    public static final Option<List<String>> REQ_LOGGER =
            lines("[NAME ]PLACE", "req-logger", "logger-req").help("the same for the lines of requests alone");

    public static final Option<List<String>> SOCKET = lines("ADDRESS", "log-socket")
            .help("send the log in datagrams to HOST:PORT or a unix socket; may be repeated");

    public static final Option<String> SYSLOG = Option.of(Kind.optionalText("TAG[,FACILITY]"), "", "log-syslog")
            .help("write the log to the syslog of this machine");

    public static final Option<List<String>> ROUTE = lines("NAME REGEX", "log-route")
            .help("give the lines that match to the logger of that name; may be repeated");

    public static final Option<List<String>> REQ_ROUTE =
            lines("NAME REGEX", "log-req-route").help("the same for the lines of requests, with req-logger");

    public static final Option<List<String>> ENCODER = lines("ENCODER[:NAME][ TEXT]", "log-encoder")
            .help("write lines in another form, of all loggers or of one: format, json, prefix, suffix, nl;"
                    + " may be repeated");

    public static final Option<List<String>> REQ_ENCODER = lines("ENCODER[:NAME][ TEXT]", "log-req-encoder")
            .help("the same for the lines of requests, with req-logger");

    public static final Option<List<String>> DRAIN =
            lines("REGEX", "log-drain").help("drop the lines that match; may be repeated");

    public static final Option<List<String>> FILTER =
            lines("REGEX", "log-filter").help("drop the lines that match none of these; may be repeated");

    public static final Option<Integer> RSYSLOG_PACKET_SIZE = Option.of(Kind.INTEGER, 1024, "rsyslog-packet-size")
            .help("how many octets a datagram to an rsyslog has at most");

    public static final Option<Boolean> RSYSLOG_SPLIT_MESSAGES = Option.flag("rsyslog-split-messages")
            .help("send longer lines in several datagrams, rather than their beginning");

    public static final Option<Boolean> TRUNCATE =
            Option.flag("log-truncate").help("throw away at the start what the log's file holds");

    public static final Option<String> LOGFILE_CHMOD = Option.of(Kind.text("MODE"), "", "logfile-chmod")
            .initially("as umask leaves them")
            .help("permissions of the log's file");

    public static final Option<Long> MAXSIZE = Option.of(Kind.SIZE, 0L, "log-maxsize")
            .initially("no limit")
            .help("rename the log's file to FILE.SECONDS when it has grown beyond that, and begin another");

    public static final Option<String> BACKUPNAME = Option.of(Kind.text("FILE"), "", "log-backupname")
            .initially("FILE.SECONDS")
            .help("what the log's file is renamed to, whatever is there");

    public static final Option<Boolean> REOPEN =
            Option.flag("log-reopen").help("open the log's file again, under its name, at each reload");

    public static final Option<List<String>> TOUCH_LOGREOPEN = touched("touch-logreopen")
            .help("open the log's file again, under its name, when the file is touched; may be repeated");

    public static final Option<List<String>> TOUCH_LOGROTATE = touched("touch-logrotate")
            .help("rename the log's file and begin another when the file is touched; may be repeated");

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
                    LOGTO2,
                    LOGGER,
                    REQ_LOGGER,
                    SOCKET,
                    SYSLOG,
                    ROUTE,
                    REQ_ROUTE,
                    ENCODER,
                    REQ_ENCODER,
                    DRAIN,
                    FILTER,
                    RSYSLOG_PACKET_SIZE,
                    RSYSLOG_SPLIT_MESSAGES,
                    TRUNCATE,
                    LOGFILE_CHMOD,
                    MAXSIZE,
                    BACKUPNAME,
                    REOPEN,
                    TOUCH_LOGREOPEN,
                    TOUCH_LOGROTATE,
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

    private static Option<List<String>> lines(String placeholder, String... names) {
        return Option.of(Kind.list(placeholder), List.<String>of(), names);
    }

    private static Option<List<String>> touched(String name) {
        return Option.of(Kind.list("FILE"), List.<String>of(), name);
    }
}
