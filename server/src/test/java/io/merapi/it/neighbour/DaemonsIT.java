// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonsIT {
    /** Tells its process id and that of a child that does not heed SIGTERM. */
    private static final String STUBBORN = "trap '' TERM; sleep 1000 & echo leads $$ has $!; while :; do wait; done";

    @TempDir
    Path directory;

    private Beside beside;

    @BeforeEach
    void open() throws IOException {
        beside = new Beside(directory);
    }

    private static ProcessHandle process(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static List<ProcessHandle> family(MatchResult told) {
        return List.of(process(told.group(1)), process(told.group(2)));
    }

    @Test
    void runBesideTheServerAndEndWithIt() throws Exception {
        try (MerapiServer server = beside.start("""
                attach-daemon = echo leads $$; exec sleep 1000
                attach-daemon = echo unterminated; printf 'last line'; exec sleep 1000
                """)) {
            MatchResult first = server.awaitLog("^echo: leads (\\d+)$");
            server.awaitLog("^echo 2: unterminated$");
            ProcessHandle daemon = process(first.group(1));
            int mark = server.output().mark();
            assertThat(daemon.destroyForcibly()).isTrue();
            server.output().await("daemon echo \\(pid: " + daemon.pid() + "\\) has ended: signal 9", mark);
            ProcessHandle next =
                    process(server.output().await("^echo: leads (\\d+)$", mark).group(1));
            assertThat(server.get("/").body()).isEqualTo("served");
            assertThat(server.stop()).isZero();
            assertThat(next.isAlive()).isFalse();
            server.awaitLog("^echo 2: last line$");
        }
    }

    @Test
    void oneThatDoesNotEndIsKilledWithItsGroup() throws Exception {
        try (MerapiServer server = beside.start("attach-daemon = " + STUBBORN + "\nreload-mercy = 1\n")) {
            List<ProcessHandle> family = family(server.awaitLog("^trap: leads (\\d+) has (\\d+)$"));
            assertThat(server.stop()).isZero();
            server.awaitLog("daemon trap .* has not ended in time and is killed");
            server.awaitGone(family);
        }
    }

    @Test
    void noneOutlivesAFrontThatIsKilled() throws Exception {
        try (MerapiServer server = beside.start("attach-daemon = " + STUBBORN
                + "\ncron = -1 -1 -1 -1 -1 echo job $$ $$; exec sleep 1000\n"
                + "smart-attach-daemon2 = HERE/pid exec sleep 1000 > HERE/out 2>&1\n")) {
            List<ProcessHandle> family = family(server.awaitLog("^trap: leads (\\d+) has (\\d+)$"));
            List<ProcessHandle> job = family(server.awaitLog("^echo: job (\\d+) (\\d+)$"));
            ProcessHandle stays = background();
            server.signal("KILL");
            assertThat(server.exit()).isNotZero();
            server.awaitGone(family);
            server.awaitGone(job);
            assertThat(stays.isAlive()).isTrue();
            stays.destroyForcibly();
        }
    }

    /** The one in the file {@code pid}. */
    private ProcessHandle background() throws Exception {
        Path file = beside.path("pid");
        Patience.until("there is a pidfile", () -> Files.exists(file) && Files.size(file) > 0);
        return process(Files.readString(file).strip());
    }

    @Test
    void inTheBackgroundItOutlivesTheServerAndIsFoundAgain() throws Exception {
        String lines = "smart-attach-daemon2 = HERE/pid exec sleep 1000 > HERE/out 2>&1\n";
        ProcessHandle daemon;
        try (MerapiServer server = beside.start(lines)) {
            daemon = background();
            server.awaitLog("daemon sleep \\(pid: " + daemon.pid() + "\\) is there");
            assertThat(server.stop()).isZero();
        }
        assertThat(daemon.isAlive()).isTrue();
        try (MerapiServer server = beside.start(lines)) {
            server.awaitLog("daemon sleep \\(pid: " + daemon.pid() + "\\) is there");
            int mark = server.output().mark();
            assertThat(daemon.destroyForcibly()).isTrue();
            server.output().await("daemon sleep .*is started again", mark);
            server.output().await("daemon sleep \\(pid: \\d+\\) is there", mark);
            ProcessHandle next = background();
            assertThat(next.isAlive()).isTrue();
            assertThat(next.destroyForcibly()).isTrue();
        }
    }

    @Test
    void whatTheServerIsNotToBeWithoutTakesItAlong() throws Exception {
        try (MerapiServer server = beside.start("attach-control-daemon = echo leads $$; exec sleep 1000\n")) {
            ProcessHandle daemon =
                    process(server.awaitLog("^echo: leads (\\d+)$").group(1));
            assertThat(daemon.destroyForcibly()).isTrue();
            assertThat(server.exit()).isZero();
            server.awaitLog("daemon echo .* has ended: stopping");
        }
    }

    @Test
    void whatCannotStartIsToldAndTheServerServes() throws Exception {
        try (MerapiServer server = beside.start("""
                attach-daemon = no-such-program --flag
                attach-daemon2 = cmd=true,chdir=HERE/missing
                """)) {
            server.awaitLog("^no-such-program: .*not found");
            server.awaitLog("daemon no-such-program .* has ended: exit code 127");
            server.awaitLog("daemon no-such-program is started again in 2 s");
            server.awaitLog("^true: cannot start: .*missing");
            assertThat(server.get("/").body()).isEqualTo("served");
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void areRenewedByAReloadAndHaveTheirPlaceAndEnvironment() throws Exception {
        Files.createDirectory(beside.path("sub"));
        String lines = "chdir = HERE/sub\npythonpath = HERE\nenv = A=one\n";
        try (MerapiServer server = beside.start(lines + "attach-daemon = echo $A in $PWD $$; exec sleep 1000\n")) {
            MatchResult before = server.awaitLog("^echo: one in " + beside.path("sub") + " (\\d+)$");
            int mark = server.output().mark();
            beside.configure(lines.replace("one", "two")
                    + "attach-daemon = echo $A in $PWD; exec sleep 1000\nattach-daemon = true\n");
            server.signal("HUP");
            server.output().await("^echo: two in " + beside.path("sub") + "$", mark);
            server.output().await("daemon true .* started", mark);
            assertThat(ProcessHandle.of(Long.parseLong(before.group(1))).map(ProcessHandle::isAlive))
                    .isNotEqualTo(java.util.Optional.of(true));
        }
    }

    @Test
    void comeBackWhenTheirKeeperIsKilled() throws Exception {
        try (MerapiServer server = beside.start("attach-daemon = echo leads $$; exec sleep 1000\n")) {
            ProcessHandle daemon =
                    process(server.awaitLog("^echo: leads (\\d+)$").group(1));
            int mark = server.output().mark();
            ProcessHandle keeper = daemon.parent().orElseThrow();
            assertThat(keeper.destroyForcibly()).isTrue();
            server.awaitGone(List.of(daemon));
            server.output().await("the keeper has died", mark);
            server.output().await("^echo: leads (\\d+)$", mark);
            assertThat(server.get("/").body()).isEqualTo("served");
        }
    }
}
