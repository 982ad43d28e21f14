// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Request;
import io.merapi.worker.limit.HarakiriLimits;
import io.merapi.worker.limit.ThreadActivity;
import io.merapi.worker.limit.ThreadStacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends requests that run for too long: each has a time of its own, whatever other threads of its worker do.
 *
 * <p>When it is over the client gets 504 at once, and the worker gets nothing more: what it has not started is given to
 * others, and its successor is forked. Then the stacks of its threads are logged, and it is killed as soon as nothing
 * runs in it that may still finish. A request that is late only because another thread of its worker holds the
 * interpreter ({@link ThreadActivity}) is not stuck itself: it waits for the worker's end, and is tried again elsewhere
 * if it may be.
 *
 * <p>The time that a link waits for a client which reads slowly does not count. There is no timer per request: the
 * dispatcher has every link looked at 20 times a second while anything runs.
 *
 * <p>Owned by the pool's loop.
 */
final class Harakiri {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    /** For so long before its time is over a thread is watched to see if it waits for the interpreter. */
    private static final long EVIDENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final String HELD_UP = "is held up (another thread holds the interpreter)";

    private final Map<Worker, Stuck> stuck = new HashMap<>();

    /** A worker that is to be killed. */
    private static final class Stuck {
        private final long sinceNanos;
        private int stacksDue;
        private boolean signalled;
        private long signalledNanos;

        Stuck(long now) {
            sinceNanos = now;
        }
    }

    /** Looks at what a link runs. */
    void look(WorkerLink link, long now) {
        PendingRequest request = link.running();
        if (request == null || request.isExpired() || link.isHeld()) {
            return;
        }
        HarakiriLimits limits = link.worker().config().limits().harakiri();
        long ran = now - link.runningSinceNanos();
        if (limits.isSlow(ran) && request.warn()) {
            report(link, request, "is slow", now, () -> {});
        }
        if (limits.isOver(ran + EVIDENCE_NANOS) && !isSeenInFutex(request)) {
            request.activity(link.activity(), now);
        }
        if (limits.isOver(ran)) {
            over(link, request, now);
        }
    }

    private void over(WorkerLink link, PendingRequest request, long now) {
        boolean blocked = isBlocked(link, request, now);
        Worker worker = link.worker();
        boolean first = !stuck.containsKey(worker);
        if (blocked && !first) {
            return;
        }
        Stuck found = stuck.computeIfAbsent(worker, ignored -> new Stuck(now));
        found.stacksDue++;
        report(link, request, blocked ? HELD_UP : "is stuck (" + outcome(request) + ")", now, () -> found.stacksDue--);
        if (!blocked) {
            request.expire();
            link.abandon(request);
        }
        if (first) {
            worker.generation().replace(worker);
        }
    }

    private static String outcome(PendingRequest request) {
        if (request.isGone()) {
            return "its client has left";
        }
        return request.isAnswerBegun() ? "answer cut" : "504";
    }

    private static boolean isSeenInFutex(PendingRequest request) {
        ThreadActivity seen = request.activity();
        return seen != null && seen.isInFutex();
    }

    private static boolean isBlocked(WorkerLink link, PendingRequest request, long now) {
        ThreadActivity before = request.activity();
        return before != null && link.activity().isWaitingForInterpreter(before, now - request.activityNanos());
    }

    // ---- the report

    /** One event in the log; {@code logged} runs when it has been written. */
    private static void report(WorkerLink link, PendingRequest request, String what, long now, Runnable logged) {
        Worker worker = link.worker();
        String head = worker + " " + what + ": " + line(request) + " in thread " + link.thread() + " has run for "
                + seconds(now - link.runningSinceNanos()) + " after " + seconds(request.queuedNanos())
                + " in the queue";
        Map<Long, String> names = names(worker, now);
        String kernel = worker.config().limits().harakiri().verbose() ? kernel(worker) : "";
        worker.stacks().ask(dump -> {
            String stacks = dump.isEmpty()
                    ? "it does not tell the stacks of its threads: its process is stopped, or stuck in the kernel"
                    : ThreadStacks.describe(dump, names::get);
            LOG.log(System.Logger.Level.WARNING, head + "\n" + stacks + kernel);
            logged.run();
        });
    }

    /** What its threads run, by their idents. */
    private static Map<Long, String> names(Worker worker, long now) {
        Map<Long, String> names = new HashMap<>();
        for (WorkerLink link : worker.links()) {
            PendingRequest running = link.running();
            String what = running == null
                    ? ", idle"
                    : ", " + line(running) + " for " + seconds(now - link.runningSinceNanos());
            names.put(worker.scoreboard().ident(worker.slot(link.thread())), "thread " + link.thread() + what);
        }
        return names;
    }

    private static String kernel(Worker worker) {
        StringBuilder lines = new StringBuilder();
        for (WorkerLink link : worker.links()) {
            long thread = worker.scoreboard().nativeId(worker.slot(link.thread()));
            lines.append("\nthread ").append(link.thread()).append(" in the kernel: ");
            lines.append(ThreadActivity.describe(worker.pid(), thread));
        }
        return lines.toString();
    }

    private static String line(PendingRequest request) {
        Request head = request.exchange().request();
        return head.method() + " " + head.uri();
    }

    private static String seconds(long nanos) {
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos)).toMillis() / 1000.0 + " s";
    }

    // ---- the end of the worker

    /** Kills the workers that have nothing left to finish; returns whether any is still to be killed. */
    boolean endStuck(long now) {
        List<Worker> gone = new ArrayList<>();
        stuck.forEach((worker, found) -> {
            if (worker.exit() != null) {
                gone.add(worker);
            } else if (isDue(worker, found, now)) {
                worker.generation().kill(worker);
                gone.add(worker);
            }
        });
        gone.forEach(stuck::remove);
        return !stuck.isEmpty();
    }

    private static boolean isDue(Worker worker, Stuck found, long now) {
        if (found.stacksDue > 0
                || (mayFinish(worker, now)
                        && now - found.sinceNanos < worker.config().mercy().toNanos())) {
            return false;
        }
        HarakiriLimits limits = worker.config().limits().harakiri();
        if (limits.grace().isZero()) {
            return true;
        }
        if (!found.signalled) {
            found.signalled = true;
            found.signalledNanos = now;
            worker.generation().signal(worker, limits.signal());
        }
        return now - found.signalledNanos >= limits.grace().toNanos();
    }

    /** Whether a request runs in it that is neither over nor held up, or none at all: it leaves by itself then. */
    private static boolean mayFinish(Worker worker, long now) {
        boolean idle = true;
        for (WorkerLink link : worker.links()) {
            PendingRequest running = link.running();
            idle &= running == null;
            if (running != null && !running.isExpired() && !isHeldUp(link, running, now)) {
                return true;
            }
        }
        return idle;
    }

    private static boolean isHeldUp(WorkerLink link, PendingRequest running, long now) {
        if (!isSeenInFutex(running)) {
            running.activity(link.activity(), now);
            return false;
        }
        return now - running.activityNanos() >= EVIDENCE_NANOS && isBlocked(link, running, now);
    }
}
