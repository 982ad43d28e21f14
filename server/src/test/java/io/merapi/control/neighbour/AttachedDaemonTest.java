// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AttachedDaemonTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long BEGIN = 1000 * SECOND;
    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    private final List<String> lost = new ArrayList<>();
    private Scripted commands;
    private long now = BEGIN;

    @BeforeEach
    void open() throws IOException {
        commands = new Scripted(directory);
    }

    @AfterEach
    void close() {
        commands.close();
    }

    private AttachedDaemon daemon(DaemonPlan plan) {
        return new AttachedDaemon(plan, "d", commands.means(), lost::add, now);
    }

    private List<String> after(AttachedDaemon daemon, Duration time) {
        now += time.toNanos();
        daemon.look(now);
        return commands.done();
    }

    private void exits(AttachedDaemon daemon, int id, int status) {
        daemon.exited(new KeeperEvent.Exited(id, status), now);
    }

    private Path pidfile(long pid) throws IOException {
        return Files.writeString(directory.resolve("pid"), pid + "\n");
    }

    private DaemonPlan background(boolean notified) {
        return DaemonPlan.of("run").foundBy(new DaemonPlan.Pidfile(directory.resolve("pid"), 10, false, notified));
    }

    @Test
    void isStartedAtOnceAndAgainAfterGrowingPauses() throws Exception {
        AttachedDaemon daemon = daemon(DaemonPlan.of("run"));
        assertThat(after(daemon, Duration.ZERO)).containsExactly("run 1 d: run");
        daemon.started(new KeeperEvent.Started(1, 77));
        exits(daemon, 1, 3);
        assertThat(after(daemon, Duration.ofMillis(999))).isEmpty();
        assertThat(after(daemon, Duration.ofMillis(1))).containsExactly("run 2 d: run");
        exits(daemon, 2, 3);
        assertThat(after(daemon, Duration.ofMillis(1999))).isEmpty();
        assertThat(after(daemon, Duration.ofMillis(1))).containsExactly("run 3 d: run");
        assertThat(after(daemon, Duration.ofSeconds(4))).isEmpty();
        exits(daemon, 3, -9);
        assertThat(after(daemon, Duration.ZERO)).containsExactly("run 4 d: run");
        assertThat(commands.log())
                .contains("daemon d (pid: 77) started: run")
                .contains("daemon d (pid: 77) has ended: exit code 3")
                .contains("daemon d is started again in 1 s")
                .contains("has ended: signal 9 (SIGKILL)");
    }

    @Test
    void isAskedToEndAndThenKilled() {
        AttachedDaemon daemon = daemon(DaemonPlan.of("run"));
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        daemon.stop(false, now + 5 * SECOND);
        assertThat(after(daemon, Duration.ofSeconds(4))).containsExactly("signal 1 0 15");
        assertThat(after(daemon, Duration.ofSeconds(1))).containsExactly("signal 1 0 9");
        assertThat(daemon.isStopped()).isFalse();
        exits(daemon, 1, -9);
        assertThat(daemon.isStopped()).isTrue();
        assertThat(after(daemon, Duration.ofSeconds(100))).isEmpty();
    }

    @Test
    void getsTheSignalsThatItAsksFor() {
        DaemonPlan plan = new DaemonPlan(
                "run",
                DaemonPlan.Start.PLAIN,
                null,
                new DaemonPlan.Signals(3, 12),
                false,
                List.of(),
                DaemonPlan.LONGEST_PAUSE);
        for (boolean isReload : new boolean[] {true, false}) {
            AttachedDaemon daemon = daemon(plan);
            int id = after(daemon, Duration.ZERO).size();
            daemon.stop(isReload, now + SECOND);
            assertThat(commands.done()).singleElement().asString().endsWith(isReload ? " 12" : " 3");
            assertThat(id).isOne();
        }
    }

    @Test
    void isNotStartedAnyMoreWhenStoppedInAPause() {
        AttachedDaemon daemon = daemon(DaemonPlan.of("run"));
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        exits(daemon, 1, 0);
        daemon.stop(false, now);
        assertThat(daemon.isStopped()).isTrue();
        assertThat(after(daemon, Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void stopsTheServerWhereThatIsNotToBeWithoutIt() {
        AttachedDaemon daemon = daemon(DaemonPlan.of("run").controlling());
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        daemon.started(new KeeperEvent.Started(1, 77));
        exits(daemon, 1, 0);
        assertThat(lost).containsExactly("daemon d (pid: 77) has ended");
        assertThat(after(daemon, Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void isToldToEndWhenAFileIsTouched() throws Exception {
        Path file = directory.resolve("touched");
        DaemonPlan plan = new DaemonPlan(
                "run",
                DaemonPlan.Start.PLAIN,
                null,
                DaemonPlan.Signals.USUAL,
                false,
                List.of(file),
                DaemonPlan.LONGEST_PAUSE);
        AttachedDaemon daemon = daemon(plan);
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        daemon.started(new KeeperEvent.Started(1, 77));
        assertThat(after(daemon, Duration.ofSeconds(1))).isEmpty();
        Files.writeString(file, "");
        assertThat(after(daemon, Duration.ofSeconds(1))).containsExactly("signal 1 0 15");
        assertThat(after(daemon, Duration.ofSeconds(1))).isEmpty();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(after(daemon, Duration.ofSeconds(1))).containsExactly("signal 1 0 15");
        exits(daemon, 1, 0);
        assertThat(after(daemon, Duration.ZERO)).containsExactly("run 2 d: run");
    }

    @Test
    void isAdoptedWhereItsPidfileNamesAProcess() throws Exception {
        var _ = pidfile(OWN_PID);
        AttachedDaemon daemon = daemon(background(false));
        assertThat(after(daemon, Duration.ZERO)).isEmpty();
        assertThat(commands.log()).contains("daemon d (pid: " + OWN_PID + ") is there");
        daemon.stop(false, now);
        assertThat(daemon.isStopped()).isTrue();
        assertThat(commands.done()).isEmpty();
    }

    @Test
    void isStartedWhereItsPidfileNamesNoProcess() throws Exception {
        var _ = pidfile(Integer.MAX_VALUE);
        AttachedDaemon daemon = daemon(background(false));
        assertThat(after(daemon, Duration.ZERO)).containsExactly("run 1 d: run");
        exits(daemon, 1, 0);
        assertThat(after(daemon, Duration.ofSeconds(9))).isEmpty();
        var _ = pidfile(OWN_PID);
        assertThat(after(daemon, Duration.ofSeconds(5))).isEmpty();
        Files.delete(directory.resolve("pid"));
        assertThat(after(daemon, Duration.ofSeconds(1))).containsExactly("run 2 d: run");
    }

    @Test
    void isStartedAgainWhereItDoesNotComeUpInTime() throws Exception {
        AttachedDaemon daemon = daemon(background(false));
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        exits(daemon, 1, 1);
        assertThat(after(daemon, Duration.ofSeconds(9))).isEmpty();
        assertThat(after(daemon, Duration.ofSeconds(1))).containsExactly("run 2 d: run");
        assertThat(after(daemon, Duration.ofSeconds(10))).isEmpty();
        assertThat(commands.log()).contains("has not gone to the background within 10 s");
    }

    @Test
    void inTheBackgroundItHearsOfTheEndWhereItWantsTo() throws Exception {
        var _ = pidfile(OWN_PID);
        for (boolean isReload : new boolean[] {true, false}) {
            AttachedDaemon daemon = daemon(background(true));
            assertThat(after(daemon, Duration.ZERO)).isEmpty();
            daemon.stop(isReload, now);
            assertThat(commands.done()).containsExactly("signal -1 " + OWN_PID + (isReload ? " 1" : " 15"));
        }
    }

    @Test
    void isStartedAgainWhenTheKeeperHasDied() {
        AttachedDaemon daemon = daemon(DaemonPlan.of("run"));
        assertThat(after(daemon, Duration.ZERO)).hasSize(1);
        now += 10 * SECOND;
        daemon.keeperEnded(now);
        assertThat(after(daemon, Duration.ZERO)).containsExactly("run 2 d: run");
    }
}
