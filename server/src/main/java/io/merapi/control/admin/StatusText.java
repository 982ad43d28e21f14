// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.control.admin.ServerStatus.State;
import io.merapi.control.admin.ServerStatus.Traffic;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a server fares, for people. What comes from clients is shown without control characters. */
public final class StatusText {
    private static final int LONGEST_URI = 200;

    private StatusText() {}

    /** All of it. */
    public static String of(ServerStatus status) {
        PoolStatus pool = status.pool();
        Traffic traffic = status.traffic();
        List<String> lines = new ArrayList<>();
        lines.add("Merapi " + status.self().version() + ", pid " + status.self().pid() + ", up "
                + time(status.self().uptime()) + ": " + word(status.state()) + (pool.isLoading() ? ", loading" : ""));
        lines.add("generation " + pool.generation() + ", " + ready(pool) + " of "
                + count(pool.wanted(), "worker") + " ready, " + count(pool.queued(), "request") + " waiting (at most "
                + pool.maxQueue() + "), " + count(traffic.connections(), "connection") + " (at most "
                + traffic.connectionLimit() + ")");
        status.listeners().forEach(listener -> lines.add("listening on " + listener));
        lines.add(answered(traffic));
        if (!traffic.refused().isEmpty()) {
            lines.add("refused: " + listed(traffic));
        }
        workerLines(status, lines);
        if (!pool.failure().isEmpty()) {
            lines.add("the application did not load when that was last tried:");
            pool.failure().lines().forEach(line -> lines.add("  " + line));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The workers alone. */
    public static String workers(ServerStatus status) {
        List<String> lines = new ArrayList<>();
        workerLines(status, lines);
        return String.join("\n", lines) + "\n";
    }

    private static long ready(PoolStatus pool) {
        return pool.workers().stream()
                .filter(worker -> worker.generation() == pool.generation() && worker.state() == WorkerState.READY)
                .count();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String answered(Traffic traffic) {
        StringBuilder line = new StringBuilder(count(traffic.requests(), "request")).append(" since the start");
        for (int i = 0; i < traffic.byStatusClass().size(); i++) {
            if (traffic.byStatusClass().get(i) > 0) {
                line.append(", ")
                        .append(traffic.byStatusClass().get(i))
                        .append(" x ")
                        .append(i + 1)
                        .append("xx");
            }
        }
        line.append(", ").append(count(traffic.exceptions(), "exception")).append(" of the application, ");
        return line.append(traffic.clientsGone())
                .append(" left by their clients")
                .toString();
    }

    private static String listed(Traffic traffic) {
        List<String> each = new ArrayList<>();
        traffic.refused()
                .forEach((rule, count) ->
                        each.add(count + " x " + rule.toLowerCase(Locale.ROOT).replace('_', ' ')));
        return String.join(", ", each);
    }

    private static void workerLines(ServerStatus status, List<String> lines) {
        if (status.pool().workers().isEmpty()) {
            lines.add("no workers");
            return;
        }
        lines.add(row("worker", "pid", "generation", "state", "requests", "rss", "age", "running"));
        for (PoolStatus.Member worker : status.pool().workers()) {
            Long rss = status.rssBytes().get(worker.pid());
            List<String> running =
                    worker.running().stream().map(StatusText::running).toList();
            lines.add(row(
                    worker.number(),
                    worker.pid(),
                    worker.generation(),
                    worker.state().name().toLowerCase(Locale.ROOT),
                    worker.served(),
                    rss == null ? "-" : (rss >> 20) + " MiB",
                    time(worker.age()),
                    String.join("; ", running)));
        }
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-7s %-8s %-10s %-8s %9s %9s %8s  %s", cells)
                .stripTrailing();
    }

    private static String running(PoolStatus.Running request) {
        String line = request.method() + " " + request.uri();
        String shown = line.length() > LONGEST_URI ? line.substring(0, LONGEST_URI) + "..." : line;
        return shown.replaceAll("\\p{Cntrl}", "?") + " for " + request.elapsed().toMillis() + " ms";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** In the two largest units. */
    private static String time(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d" + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h" + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" + time.toSecondsPart() + "s" : time.toSeconds() + "s";
    }
}
