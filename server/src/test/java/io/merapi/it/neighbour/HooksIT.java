// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HooksIT {
    @TempDir
    Path directory;

    private Beside beside;

    @BeforeEach
    void open() throws IOException {
        beside = new Beside(directory);
    }

    @Test
    void runInTheirOrderAndInTheirPlace() throws Exception {
        Files.createDirectory(beside.path("sub"));
        try (MerapiServer server = beside.start("""
                chdir = HERE/sub
                pythonpath = HERE
                exec-asap = echo first >> HERE/order
                hook-asap = appendn:HERE/order zeroth
                hook-asap = putenv:HOOKED=by a hook
                hook-pre-jail = appendn:order pre-jail
                hook-in-jail = appendn:order in-jail
                hook-pre-app = exec:echo "pre-app $HOOKED" >> ../order
                exec-post-app = echo post-app >> ../order
                hook-post-fork = appendn:../order post-fork
                hook-accepting1 = exec:touch HERE/initialized
                hook-master-start = unix_signal:15 gracefully_kill_them_all
                hook-master-start = create:HERE/begun
                hook-as-user-atexit = appendn:../order end
                exec-as-user-atexit = echo the end >> ../order
                """)) {
            server.awaitLog("^imported with by a hook in " + beside.path("sub") + "$");
            assertThat(beside.path("initialized")).exists();
            Patience.until("the last hook of the start has run", () -> Files.exists(beside.path("begun")));
            assertThat(server.stop()).isZero();
        }
        assertThat(Files.readAllLines(beside.path("order")))
                .containsExactly(
                        "zeroth",
                        "first",
                        "pre-jail",
                        "in-jail",
                        "pre-app by a hook",
                        "post-app",
                        "post-fork",
                        "end",
                        "the end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec-asap = exit 3 | 1 | hook asap: exec:exit 3 failed: exit code 3",
                "hook-asap = exit:7 | 7 | a hook of asap has the server leave",
                "hook-pre-app = exec:false | 1 | hook pre-app: exec:false failed: exit code 1",
                "hook-post-fork = mkdir:/ | 1 | a hook has failed in worker 1",
                "hook-master-start = unlink:HERE/missing | 1 | hook master-start: unlink:.* failed: .*No such file",
            })
    void oneThatFailsEndsTheStart(String line, int status, String reason) throws Exception {
        beside.configure(line + "\n");
        try (MerapiServer server = beside.call().launch()) {
            assertThat(server.exit()).isEqualTo(status);
            server.awaitLog(reason);
        }
    }

    @Test
    void whatIsWrongIsToldBeforeAnythingStarts() throws Exception {
        beside.configure("hook-asap = exce:true\ncron = * * * * * true\n");
        try (MerapiServer server = beside.call().launch()) {
            assertThat(server.exit()).isEqualTo(1);
            server.awaitLog("site.ini:4: hook-asap: there is no action exce; did you mean exec\\?");
            server.awaitLog("site.ini:5: cron: '\\* \\* \\* \\* \\* true' is not minute, hour,");
        }
    }

    @Test
    void aroundBecomingAnotherUserTheyRunWhereThereIsOneToBecome() throws Exception {
        try (MerapiServer server = beside.start("""
                hook-asap = appendn:order asap
                exec-as-root = echo as root >> order
                hook-as-user = appendn:order as user
                hook-as-user-atexit = appendn:order end
                """)) {
            if (!System.getProperty("user.name").equals("root")) {
                server.awaitLog("warning: hooks of as-root are not run, as under uWSGI");
                server.awaitLog("warning: hooks of as-user are not run, as under uWSGI");
            }
            assertThat(server.stop()).isZero();
        }
        List<String> ofRoot =
                System.getProperty("user.name").equals("root") ? List.of("as root", "as user") : List.of();
        assertThat(Files.readAllLines(beside.path("order")))
                .startsWith("asap")
                .containsAll(ofRoot)
                .hasSize(2 + ofRoot.size())
                .endsWith("end");
    }

    @Test
    void aStopIsHeededWhileOneRuns() throws Exception {
        beside.configure("hook-asap = exec:echo waits $$; exec sleep 1000\n");
        try (MerapiServer server = beside.call().launch()) {
            ProcessHandle hook = ProcessHandle.of(
                            Long.parseLong(server.awaitLog("^waits (\\d+)$").group(1)))
                    .orElseThrow();
            assertThat(server.stop()).isZero();
            server.awaitGone(List.of(hook));
        }
    }

    @Test
    void anotherSignalMayAskForAReload() throws Exception {
        try (MerapiServer server = beside.start("hook-master-start = unix_signal:10 grace_them_all\n")) {
            int mark = server.output().mark();
            server.signal("USR1");
            server.output().await("SIGUSR1: reloading", mark);
            server.output().await("reloaded in \\d+ ms", mark);
        }
    }

    @Test
    void aReloadRunsThoseOfTheApplicationAgainAndOneThatFailsLeavesItServing() throws Exception {
        try (MerapiServer server =
                beside.start("hook-asap = appendn:HERE/asap x\nhook-pre-app = exec:test ! -e HERE/broken\n")) {
            int mark = server.output().mark();
            server.signal("HUP");
            server.output().await("^hook pre-app: exec:", mark);
            server.output().await("reloaded in \\d+ ms", mark);
            beside.write("broken", "");
            mark = server.output().mark();
            server.signal("HUP");
            server.output().await("hook pre-app: .* failed: exit code 1", mark);
            server.output().await("did not load again, its workers serve on", mark);
            assertThat(server.get("/").body()).isEqualTo("served");
            assertThat(Files.readAllLines(beside.path("asap"))).hasSize(1);
        }
    }

    @Test
    void jobsRunAndFilesAreWatched() throws Exception {
        try (MerapiServer server = beside.start("""
                cron = -1 -1 -1 -1 -1 echo every minute in $PWD
                unique-cron = -1 -1 -1 -1 -1 echo fails; exit 4
                hook-touch = HERE/flag appendn:touched once
                touch-exec = HERE/flag echo it is $((40 + 2))
                """)) {
            server.awaitLog("^echo: every minute in " + beside.path(".").normalize() + "$");
            server.awaitLog("job echo has ended after \\d+ s: exit code 0");
            server.awaitLog("warning: job echo 2 has ended after \\d+ s: exit code 4");
            beside.write("flag", "");
            server.awaitLog("^it is 42$");
            assertThat(Files.readAllLines(beside.path("touched"))).containsExactly("once");
        }
    }
}
