// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CronJobTest {
    private static final Schedule ALWAYS = new Schedule(-1, -1, -1, -1, -1);

    @TempDir
    Path directory;

    private Scripted commands;
    private ZonedDateTime time = ZonedDateTime.of(2026, 11, 23, 10, 0, 0, 0, ZoneOffset.UTC);
    private long now;

    @BeforeEach
    void open() throws IOException {
        commands = new Scripted(directory);
    }

    @AfterEach
    void close() {
        commands.close();
    }

    private CronJob job(boolean unique, Duration limit) {
        return new CronJob(new CronPlan(ALWAYS, "tidy", unique, limit), "j", commands.means());
    }

    private List<String> after(CronJob job, Duration passed) {
        time = time.plus(passed);
        now += passed.toNanos();
        job.look(time, now);
        return commands.done();
    }

    @Test
    void runsOnceInEachMinuteThatItIsDue() {
        CronJob job = job(false, Duration.ZERO);
        assertThat(after(job, Duration.ZERO)).containsExactly("run 1 j: tidy");
        assertThat(after(job, Duration.ofSeconds(59))).isEmpty();
        assertThat(after(job, Duration.ofSeconds(1))).containsExactly("run 2 j: tidy");
        assertThat(after(job, Duration.ofSeconds(30))).isEmpty();
        assertThat(after(job, Duration.ofHours(1))).containsExactly("run 3 j: tidy");
    }

    @Test
    void doesNotRunAgainBecauseTheClockIsSetBackALittle() {
        CronJob job = job(false, Duration.ZERO);
        assertThat(after(job, Duration.ZERO)).hasSize(1);
        time = time.minusMinutes(5);
        assertThat(after(job, Duration.ofSeconds(1))).isEmpty();
        assertThat(after(job, Duration.ofMinutes(5))).isEmpty();
        assertThat(after(job, Duration.ofMinutes(1))).hasSize(1);
        time = time.minusDays(1);
        assertThat(after(job, Duration.ofSeconds(1))).hasSize(1);
    }

    @Test
    void startsWhileItStillRunsUnlessItIsUnique() {
        CronJob many = job(false, Duration.ZERO);
        assertThat(after(many, Duration.ZERO)).hasSize(1);
        assertThat(after(many, Duration.ofMinutes(1))).hasSize(1);
        CronJob unique = job(true, Duration.ZERO);
        assertThat(after(unique, Duration.ofMinutes(1))).containsExactly("run 3 j: tidy");
        assertThat(after(unique, Duration.ofMinutes(1))).isEmpty();
        unique.exited(new KeeperEvent.Exited(3, 0), now);
        assertThat(after(unique, Duration.ofMinutes(1))).containsExactly("run 4 j: tidy");
    }

    @Test
    void isKilledWhenItRunsForTooLong() throws Exception {
        CronJob job = job(true, Duration.ofSeconds(10));
        assertThat(after(job, Duration.ZERO)).hasSize(1);
        assertThat(after(job, Duration.ofSeconds(10))).isEmpty();
        assertThat(after(job, Duration.ofSeconds(1))).containsExactly("signal 1 0 9");
        job.exited(new KeeperEvent.Exited(1, -9), now);
        assertThat(job.isRunning()).isFalse();
        assertThat(commands.log())
                .contains("job j has run for 11 s (harakiri) and is killed: tidy")
                .contains("warning: job j has ended after 11 s: signal 9 (SIGKILL)");
    }

    @Test
    void isSignalledWithAllOfItThatRuns() {
        CronJob job = job(false, Duration.ZERO);
        assertThat(after(job, Duration.ZERO)).hasSize(1);
        assertThat(after(job, Duration.ofMinutes(1))).hasSize(1);
        job.signal(15);
        assertThat(commands.done()).containsExactlyInAnyOrder("signal 1 0 15", "signal 2 0 15");
    }
}
