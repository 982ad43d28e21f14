// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.worker.lifecycle.ExitStatus;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;

/** One cron job and what of it runs. Owned by the thread of {@link Neighbours}. */
final class CronJob {
    private static final int SIGKILL = 9;
    private static final long MINUTE = 60;
    /** A clock that is set back by less does not bring a minute's jobs again. */
    private static final long SET_BACK_MINUTES = 60;

    private final CronPlan plan;
    private final String label;
    private final Means means;
    /** When each was started, by id. */
    private final Map<Integer, Long> running = new HashMap<>();

    private long lastMinute = Long.MIN_VALUE;

    CronJob(CronPlan plan, String label, Means means) {
        this.plan = plan;
        this.label = label;
        this.means = means;
    }

    CronPlan plan() {
        return plan;
    }

    /** Time has passed: starts it where it is due, at most once a minute, and kills what has run for too long. */
    void look(ZonedDateTime time, long nowNanos) {
        long minute = Math.floorDiv(time.toEpochSecond(), MINUTE);
        boolean isRepeated = minute <= lastMinute && minute > lastMinute - SET_BACK_MINUTES;
        boolean mayRun = !plan.unique() || running.isEmpty();
        if (!isRepeated && mayRun && plan.schedule().isDue(time.toLocalDateTime())) {
            lastMinute = minute;
            running.put(means.commands().run(label, plan.command(), How.job()), nowNanos);
        }
        limit(nowNanos);
    }

    /** Kills what has run for too long. */
    void limit(long nowNanos) {
        if (plan.limit().isPositive()) {
            running.forEach((id, since) -> limit(id, Duration.ofNanos(nowNanos - since)));
        }
    }

    private void limit(int id, Duration lived) {
        if (lived.compareTo(plan.limit()) > 0) {
            means.log()
                    .warning("job " + label + " has run for " + lived.toSeconds() + " s (harakiri) and is killed: "
                            + plan.command());
            means.commands().signal(id, 0, SIGKILL);
        }
    }

    void started(KeeperEvent.Started started) {
        if (running.containsKey(started.id())) {
            means.log().info("job " + label + " (pid: " + started.pid() + ") started: " + plan.command());
        }
    }

    void exited(KeeperEvent.Exited exited, long nowNanos) {
        Long since = running.remove(exited.id());
        if (since != null) {
            String text = "job " + label + " has ended after "
                    + Duration.ofNanos(nowNanos - since).toSeconds() + " s: " + new ExitStatus(exited.status());
            if (exited.status() == 0) {
                means.log().info(text);
            } else {
                means.log().warning(text);
            }
        }
    }

    /** The keeper is gone, and with it what ran. */
    void keeperEnded() {
        running.clear();
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    void signal(int number) {
        running.keySet().forEach(id -> means.commands().signal(id, 0, number));
    }
}
