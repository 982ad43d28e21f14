// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The cron jobs. Owned by the thread of {@link Neighbours}. */
final class Jobs {
    private final Means means;
    private List<CronJob> planned = List.of();
    /** They still run, and do not start any more. */
    private List<CronJob> dropped = List.of();

    Jobs(Means means) {
        this.means = means;
    }

    private Stream<CronJob> all() {
        return Stream.concat(planned.stream(), dropped.stream());
    }

    /** Has these run from now on; one that was there already goes on as it is. */
    void replace(List<CronPlan> plans) {
        List<CronJob> before = new ArrayList<>(planned);
        List<CronJob> now = new ArrayList<>();
        List<String> labels = Labels.of(plans.stream().map(CronPlan::command).toList());
        for (int i = 0; i < plans.size(); i++) {
            CronPlan plan = plans.get(i);
            CronJob fresh = new CronJob(plan, labels.get(i), means);
            CronJob same = before.stream()
                    .filter(job -> job.plan().equals(plan))
                    .findFirst()
                    .orElse(fresh);
            before.remove(same);
            now.add(same);
        }
        dropped = Stream.concat(dropped.stream(), before.stream())
                .filter(CronJob::isRunning)
                .toList();
        planned = now;
    }

    /** Time has passed. */
    void look(ZonedDateTime time, long nowNanos) {
        planned.forEach(job -> job.look(time, nowNanos));
        dropped = dropped.stream().filter(CronJob::isRunning).toList();
        dropped.forEach(job -> job.limit(nowNanos));
    }

    void started(KeeperEvent.Started event) {
        all().forEach(job -> job.started(event));
    }

    void exited(KeeperEvent.Exited event, long nowNanos) {
        all().forEach(job -> job.exited(event, nowNanos));
    }

    void keeperEnded() {
        all().forEach(CronJob::keeperEnded);
    }

    /** Sends a signal to all that run. */
    void signal(int number) {
        all().forEach(job -> job.signal(number));
    }

    boolean isRunning() {
        return all().anyMatch(CronJob::isRunning);
    }
}
