// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a token of {@code log-format} stands for: uWSGI's ({@code core/logging.c}), and a few of our own. */
final class Tokens {
    private static final String VARIABLE = "var.";
    private static final String METRIC = "metric.";
    private static final String SECONDS = "secs";
    private static final String FORMATTED_TIME = "ftime";
    private static final long MIB = 1 << 20;

    private static final Map<String, Function<LoggedRequest, String>> TEXTS = Map.of(
            "uri", logged -> logged.request().uri(),
            "method", logged -> logged.request().method(),
            "addr", logged -> logged.request().remoteAddress(),
            "proto", logged -> logged.request().protocol(),
            "user", logged -> logged.var("REMOTE_USER"),
            "host", logged -> logged.var("HTTP_HOST"),
            "uagent", logged -> logged.var("HTTP_USER_AGENT"),
            "referer", logged -> logged.var("HTTP_REFERER"),
            "refused", Tokens::refused);

    private static final Map<String, ToLongFunction<LoggedRequest>> MEMORY = Map.of(
            "rss", logged -> logged.memory().residentBytes(),
            "vsz", logged -> logged.memory().addressSpaceBytes(),
            "rssM", logged -> logged.memory().residentBytes() / MIB,
            "vszM", logged -> logged.memory().addressSpaceBytes() / MIB);

    private static final Map<String, ToLongFunction<LoggedRequest>> NUMBERS = Map.ofEntries(
            Map.entry("status", LoggedRequest::status),
            Map.entry("rsize", LoggedRequest::responseBodyBytes),
            Map.entry("hsize", LoggedRequest::responseHeadBytes),
            Map.entry("size", logged -> logged.responseHeadBytes() + logged.responseBodyBytes()),
            Map.entry("headers", LoggedRequest::responseFields),
            Map.entry("cl", logged -> logged.number("CONTENT_LENGTH")),
            Map.entry("vars", logged -> logged.request().vars().count()),
            Map.entry("pktsize", logged -> logged.request().vars().encodedBytes()),
            Map.entry("micros", LoggedRequest::totalMicros),
            Map.entry("msecs", logged -> logged.totalMicros() / 1000),
            Map.entry("queue_micros", LoggedRequest::queuedMicros),
            Map.entry("queue_msecs", logged -> logged.queuedMicros() / 1000),
            Map.entry("app_micros", LoggedRequest::applicationMicros),
            Map.entry("app_msecs", logged -> logged.applicationMicros() / 1000),
            Map.entry("time", logged -> Math.floorDiv(logged.wallMillis(), 1000L)),
            Map.entry("tmsecs", LoggedRequest::wallMillis),
            Map.entry("tmicros", logged -> logged.wallMillis() * 1000),
            Map.entry("epoch", logged -> Math.floorDiv(logged.wallMillis() + logged.totalMicros() / 1000, 1000L)),
            Map.entry("pid", LoggedRequest::pid),
            Map.entry("wid", LoggedRequest::worker),
            Map.entry("core", LoggedRequest::core),
            Map.entry("switches", logged -> logged.isOfWorker() ? 1 : 0),
            Map.entry("modifier1", _ -> 0),
            Map.entry("modifier2", _ -> 0),
            Map.entry("werr", logged -> count(logged.isWriteBroken())),
            Map.entry("rerr", logged -> count(logged.isReadBroken())),
            Map.entry("ioerr", logged -> count(logged.isWriteBroken()) + count(logged.isReadBroken())));

    private final Map<String, Strftime> times;

    Tokens(Strftime ftime) {
        this.times = Map.of("ctime", Strftime.CTIME, "ltime", Strftime.COMMON_LOG, FORMATTED_TIME, ftime);
    }

    private static String refused(LoggedRequest logged) {
        return logged.violation() == null ? "" : logged.violation().sentence();
    }

    private static long count(boolean happened) {
        return happened ? 1 : 0;
    }

    static boolean isOfMemory(String name) {
        return MEMORY.containsKey(name);
    }

    /** The names, without those that a variable's name goes into. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(SECONDS, "ctime", "ltime", FORMATTED_TIME));
        Stream.of(TEXTS, NUMBERS, MEMORY).forEach(table -> names.addAll(table.keySet()));
        return names;
    }

    /** What writes the value of a token, for a thread with local times of a zone; null where there is no such token. */
    @Nullable
    Function<ZoneId, RequestLine> find(String name, Escaping escaping) {
        Function<LoggedRequest, String> text = TEXTS.get(name);
        if (text != null) {
            return text(text, escaping);
        }
        if (name.startsWith(VARIABLE)) {
            String variable = name.substring(VARIABLE.length());
            return text(logged -> logged.var(variable), escaping);
        }
        Strftime time = times.get(name);
        if (time != null) {
            return time(time);
        }
        if (name.equals(SECONDS)) {
            return _ -> (line, logged) -> line.millionths(logged.totalMicros());
        }
        return number(name);
    }

    private static Function<ZoneId, RequestLine> text(Function<LoggedRequest, String> value, Escaping escaping) {
        RequestLine part = (line, logged) -> {
            String text = value.apply(logged);
            escaping.append(line, text.isEmpty() ? "-" : text);
        };
        return _ -> part;
    }

    private static Function<ZoneId, RequestLine> time(Strftime format) {
        return zone -> {
            TimeText text = new TimeText(format, zone);
            return (line, logged) -> line.octets(text.of(logged.wallMillis()));
        };
    }

    /** A metric that there is not counts as 0, and there are none yet. */
    private static @Nullable Function<ZoneId, RequestLine> number(String name) {
        ToLongFunction<LoggedRequest> number = NUMBERS.getOrDefault(name, MEMORY.get(name));
        if (number == null && name.startsWith(METRIC)) {
            number = _ -> 0;
        }
        if (number == null) {
            return null;
        }
        ToLongFunction<LoggedRequest> value = number;
        return _ -> (line, logged) -> line.number(value.applyAsLong(logged));
    }
}
