// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.log;

import io.merapi.config.file.OutputFiles;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.spelling.KeyedList;
import io.merapi.config.spelling.Spelling;
import io.merapi.observe.route.Destination;
import io.merapi.observe.route.Envelope;
import io.merapi.observe.route.Receiver;
import io.merapi.observe.sink.LogFileRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the places that {@code logger} and its like name, such as {@code file:/var/log/site.log}. */
final class DestinationReader {
    private static final List<String> PLACES = List.of("stdio", "file", "fd", "socket", "syslog", "rsyslog");

    /** Loggers that uWSGI has plugins for. */
    private static final List<String> OTHERS =
            List.of("crypto", "graylog2", "mongodblog", "pipe", "python", "redislog", "systemd", "zeromq", "zmq");

    private static final String TAG = "uwsgi";
    private static final int SYSLOG_PORT = 514;
    private static final int MOST_PORT = 65_535;

    private final Settings settings;
    private final Problems problems;
    private final OutputFiles files;
    private final Destination standard;
    private final LogFileRules rules;

    /**
     * Reads places.
     *
     * @param standard where {@code stdio} leads
     * @param rules how files are kept
     */
    DestinationReader(
            Settings settings, Problems problems, OutputFiles files, Destination standard, LogFileRules rules) {
        this.settings = settings;
        this.problems = problems;
        this.files = files;
        this.standard = standard;
        this.rules = rules;
    }

    /** The place that a setting names; the standard log, and a problem, where it names none. */
    Destination read(Setting setting, String place) {
        String[] parts = place.split(":", 2);
        String of = parts.length == 2 ? parts[1].strip() : "";
        return switch (parts[0].strip()) {
            case "stdio" -> standard;
            case "file" -> file(setting, of);
            case "fd" -> descriptor(setting, of);
            case "socket" -> socket(setting, of);
            case "syslog" -> syslog(setting, of);
            case "rsyslog" -> remoteSyslog(setting, of);
            default -> unknown(setting, parts[0].strip());
        };
    }

    private Destination unknown(Setting setting, String place) {
        String meant = Spelling.nearest(place, PLACES);
        if (OTHERS.contains(place)) {
            problems.warn(Problem.with(
                    setting,
                    "there is no logger " + place + " here, and the log goes to where it goes without one",
                    "systemd".equals(place)
                            ? "under systemd standard error is the journal: write stdio"
                            : "write one of " + String.join(", ", PLACES)));
        } else {
            problems.warn(Problem.with(
                    setting,
                    "there is no logger '" + place + "', and the log goes to where it goes without one",
                    meant == null ? "write one of " + String.join(", ", PLACES) : "did you mean " + meant + "?"));
        }
        return standard;
    }

    private Destination refused(Setting setting, String what, String example) {
        problems.error(Problem.with(setting, what, "write " + setting.origin().spell(setting.key(), example)));
        return standard;
    }

    /** A path, or uWSGI's {@code logfile=PATH,maxsize=BYTES,backupname=PATH}. */
    private Destination file(Setting setting, String of) {
        if (!of.startsWith("logfile=") && !of.contains(",logfile=")) {
            return of.isEmpty()
                    ? refused(setting, "there is no file", "file:/var/log/site.log")
                    : new Destination.OfFile(files.path(setting, of), rules);
        }
        Map<String, String> keys = KeyedList.read(of);
        String size = keys.getOrDefault("maxsize", "");
        if (!size.isEmpty() && !size.matches("\\d{1,18}")) {
            return refused(setting, "maxsize is no number of octets", "file:logfile=/var/log/site.log,maxsize=1000000");
        }
        String backup = keys.getOrDefault("backupname", "");
        return new Destination.OfFile(
                files.path(setting, keys.getOrDefault("logfile", "")),
                rules.with(
                        size.isEmpty() ? rules.mostBytes() : Long.parseLong(size),
                        backup.isEmpty() ? rules.backup() : files.path(setting, backup)));
    }

    private Destination descriptor(Setting setting, String of) {
        if (of.isEmpty()) {
            return standard;
        }
        return of.matches("\\d{1,6}")
                ? new Destination.OfDescriptor(Integer.parseInt(of))
                : refused(setting, "'" + of + "' is no descriptor's number", "fd:3");
    }

    /** An address, and after a comma what each datagram begins with. */
    Destination socket(Setting setting, String of) {
        String[] parts = of.split(",", 2);
        Envelope envelope = Envelope.plain(parts.length == 2 ? parts[1] : "");
        if (parts[0].startsWith("/") || parts[0].startsWith("@") || (!parts[0].isEmpty() && !parts[0].contains(":"))) {
            return new Destination.Datagrams(new Receiver.UnixSocket(parts[0]), envelope);
        }
        Receiver receiver = udp(setting, parts[0], problems);
        return receiver == null ? standard : new Destination.Datagrams(receiver, envelope);
    }

    /** A tag, and after a comma a facility. */
    Destination syslog(Setting setting, String of) {
        String[] parts = of.split(",", 2);
        String facility = parts.length == 2 ? parts[1].strip() : Envelope.DAEMON;
        if (!Envelope.isFacility(facility)) {
            return refused(setting, "syslog has no facility '" + facility + "'", "syslog:site,local0");
        }
        String tag = parts[0].isEmpty() ? TAG : parts[0];
        return new Destination.Datagrams(new Receiver.UnixSocket("/dev/log"), Envelope.syslog(tag, facility));
    }

    /** An address, and after a comma a tag. */
    private Destination remoteSyslog(Setting setting, String of) {
        String[] parts = of.split(",", 2);
        boolean hasPort = parts[0].lastIndexOf(':') > parts[0].lastIndexOf(']');
        Receiver receiver = udp(setting, hasPort ? parts[0] : parts[0] + ":" + SYSLOG_PORT, problems);
        int most = settings.value(LogOptions.RSYSLOG_PACKET_SIZE);
        Envelope envelope = Envelope.remoteSyslog(
                parts.length == 2 ? parts[1] : TAG,
                Math.max(Envelope.LEAST, most),
                settings.value(LogOptions.RSYSLOG_SPLIT_MESSAGES));
        return receiver == null ? standard : new Destination.Datagrams(receiver, envelope);
    }

    /** A host and a port, or null and a problem. */
    static @Nullable Receiver udp(Setting setting, String address, Problems problems) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        String port = address.substring(colon + 1);
        if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            problems.error(Problem.with(
                    setting, "'" + address + "' is no address", "write a host and a port, such as 127.0.0.1:514"));
            return null;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Receiver.Udp(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }
}
