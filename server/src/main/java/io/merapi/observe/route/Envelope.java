// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import io.merapi.observe.line.Strftime;
import java.time.ZonedDateTime;
import java.util.Map;

/**
 * What a datagram has besides a line of the log.
 *
 * @param before what it begins with
 * @param isSyslog whether that is the head of syslog (RFC 3164 section 4.1), with {@code before} in the place of the
 *     tag
 * @param priority of syslog: facility times 8, and severity
 * @param most how many octets a datagram has at most
 * @param splits whether the rest of a longer line goes in datagrams of its own, or is left out
 */
public record Envelope(String before, boolean isSyslog, int priority, int most, boolean splits) {
    /** The most that fits into a datagram of UDP (RFC 768) over IPv4. */
    private static final int MOST = 65_507;

    private static final int INFORMATIONAL = 6;
    private static final int NOTICE = 5;
    private static final int FACILITY = 8;
    private static final Strftime TIME = Strftime.of("%b %e %H:%M:%S");

    /** No less: room for a head, and some of a line. */
    public static final int LEAST = 256;

    /** The facility that is meant where none is named. */
    public static final String DAEMON = "daemon";

    /** The numbers of syslog's facilities (RFC 3164 section 4.1.1). */
    private static final Map<String, Integer> FACILITIES = Map.ofEntries(
            Map.entry("kern", 0),
            Map.entry("user", 1),
            Map.entry("mail", 2),
            Map.entry(DAEMON, 3),
            Map.entry("auth", 4),
            Map.entry("syslog", 5),
            Map.entry("lpr", 6),
            Map.entry("news", 7),
            Map.entry("uucp", 8),
            Map.entry("cron", 9),
            Map.entry("authpriv", 10),
            Map.entry("ftp", 11),
            Map.entry("local0", 16),
            Map.entry("local1", 17),
            Map.entry("local2", 18),
            Map.entry("local3", 19),
            Map.entry("local4", 20),
            Map.entry("local5", 21),
            Map.entry("local6", 22),
            Map.entry("local7", 23));

    /** Text, and the line with its line feed. */
    public static Envelope plain(String before) {
        return new Envelope(before, false, 0, MOST, false);
    }

    /** For the syslog of this machine; {@code facility} is one of {@link #isFacility}. */
    public static Envelope syslog(String tag, String facility) {
        return new Envelope(tag, true, priority(facility, INFORMATIONAL), MOST, false);
    }

    /** For the syslog of another machine. */
    public static Envelope remoteSyslog(String tag, int most, boolean splits) {
        return new Envelope(tag, true, priority(DAEMON, NOTICE), Math.min(most, MOST), splits);
    }

    private static int priority(String facility, int severity) {
        return FACILITIES.getOrDefault(facility, 0) * FACILITY + severity;
    }

    /** Whether syslog knows a facility of that name. */
    public static boolean isFacility(String name) {
        return FACILITIES.containsKey(name);
    }

    /** What the datagram begins with now. */
    String head(ZonedDateTime now) {
        return isSyslog ? "<" + priority + ">" + TIME.format(now) + " " + before + ": " : before;
    }

    /** How many octets of a line go into a datagram. */
    int payload(byte[] line) {
        return isSyslog ? Lines.endOfText(line) : line.length;
    }
}
