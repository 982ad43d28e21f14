// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.control.identity.Accounts;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import io.merapi.it.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whose processes are whose. Where the tests run as root the server becomes another user; else the user is who runs
 * them, and the server stays that.
 */
@Timeout(120)
final class PrivilegesIT {
    private static final Accounts ACCOUNTS = Accounts.ofSystem();
    private static final boolean IS_ROOT = ACCOUNTS.currentUser() == 0;
    private static final Accounts.User USER = ACCOUNTS.user(
                    IS_ROOT ? "nobody" : Integer.toString(ACCOUNTS.currentUser()))
            .orElseThrow();
    private static final String IDENTITY = "(" + USER.uid() + ", " + USER.gid() + ")";
    /** Of the worker. */
    private static final String WHO = "/?(os.geteuid(),os.getegid())";

    /** The system's, for one under the home directory of root is out of reach for others. */
    private static final List<String> APPLICATION = List.of(
            "--module",
            "options",
            "--pythonpath",
            MerapiServer.APPS.toString(),
            "--python",
            Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3");

    @TempDir
    Path directory;

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private MerapiServer.Call call(String... options) {
        List<String> all = new ArrayList<>(APPLICATION);
        all.addAll(List.of(options));
        return MerapiServer.Call.of(all.toArray(String[]::new)).in(directory);
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    /** A line in the status of each thread of a process, without those that are the same. */
    private static List<String> ofThreads(long pid, String line) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            threads.flatMap(PrivilegesIT::status)
                    .filter(each -> each.startsWith(line + ":"))
                    .forEach(found::add);
        }
        return found.stream().distinct().toList();
    }

    private static Stream<String> status(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status")).stream();
        } catch (IOException e) {
            assertThat(thread).as("it has ended, and so has none").doesNotExist();
            return Stream.empty();
        }
    }

    private static String fourTimes(String line, int id) {
        return line + ":" + ("\t" + id).repeat(4);
    }

    private static void takesBodies(MerapiServer server) throws IOException, InterruptedException {
        // the first goes to the disk, the second to memory, the third is too large for that
        for (int size : new int[] {600_000, 600_000, 20_000_000}) {
            assertThat(server.post("/?len(read())", "x".repeat(size)).body()).isEqualTo(Integer.toString(size));
        }
    }

    @Test
    void theServerBecomesTheUserWithAllItsThreadsAndServesOn() throws Exception {
        try (MerapiServer server = call("--uid", USER.name()).start()) {
            assertThat(ofThreads(server.pid(), "Uid")).containsExactly(fourTimes("Uid", USER.uid()));
            assertThat(ofThreads(server.pid(), "Gid")).containsExactly(fourTimes("Gid", USER.gid()));
            if (IS_ROOT) {
                assertThat(ofThreads(server.pid(), "CapPrm")).containsExactly("CapPrm:\t" + "0".repeat(16));
            }
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
            assertThat(server.get("/?os.setuid(0)").statusCode()).isEqualTo(500);
            takesBodies(server);
            server.signal("HUP");
            server.awaitLog(" reloaded in ");
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
            assertThat(server.stop()).isZero();
            assertThat(server.log()).doesNotContain(" error: ").doesNotContain(" warning: ");
        }
    }

    @Test
    void whatIsOpenedBeforehandNeedsNoRightsOfTheUsers() throws Exception {
        String[] options = {
            "--uid=" + USER.name(), "--socket=site.sock", "--pidfile=run.pid", "--logto=site.log", "--logfile-chown"
        };
        try (MerapiServer server = call(options).launch()) {
            Path log = directory.resolve("site.log");
            Patience.until(
                    "it is ready",
                    () -> Files.exists(log) && Files.readString(log).contains(" ready in "));
            assertThat(owner(directory.resolve("site.sock"))).isEqualTo(USER.uid());
            assertThat(owner(log)).isEqualTo(USER.uid());
            assertThat(owner(directory.resolve("run.pid"))).isEqualTo(ACCOUNTS.currentUser());
            assertThat(server.stop()).isZero();
            assertThat(Files.readString(log)).contains("stopped after ");
        }
    }

    @Test
    void theServerStaysRootWhereTheWorkersAloneBecomeTheUser() throws Exception {
        try (MerapiServer server =
                call("--uid", USER.name(), "--master-as-root", "--threads=2").start()) {
            int before = ACCOUNTS.currentUser();
            assertThat(ofThreads(server.pid(), "Uid")).containsExactly(fourTimes("Uid", before));
            assertThat(server.get("/?os.stat('/proc/'+str(loaded_by)).st_uid").body())
                    .isEqualTo(Integer.toString(before));
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
            takesBodies(server);
            server.signal("HUP");
            server.awaitLog(" reloaded in ");
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void atOnceMeansBeforeTheLogIsOpened() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (MerapiServer server =
                call("--immediate-uid", USER.name(), "--pidfile=logs/run.pid").start()) {
            assertThat(owner(logs.resolve("run.pid"))).isEqualTo(USER.uid());
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
        }
    }

    /** The command as a user other than root calls it. */
    private MerapiServer.Call calledBy(int user, String... words) {
        List<String> line = new ArrayList<>();
        if (IS_ROOT) {
            line.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        }
        line.add(MerapiServer.MERAPI.toString());
        line.addAll(List.of(words));
        return MerapiServer.Call.exactly(line.toArray(String[]::new)).in(directory);
    }

    private static int exitOf(MerapiServer.Call call) throws IOException, InterruptedException {
        try (MerapiServer command = call.launch()) {
            return command.exit();
        }
    }

    @Test
    void whoIsTheUserAlreadyNeedsNoRoot() throws Exception {
        MerapiServer.Call call = calledBy(USER.uid(), APPLICATION.toArray(String[]::new))
                .adding("--http", "127.0.0.1:0", "--uid", USER.name());
        try (MerapiServer server = call.start()) {
            assertThat(ofThreads(server.pid(), "Uid")).containsExactly(fourTimes("Uid", USER.uid()));
            assertThat(server.get(WHO).body()).isEqualTo(IDENTITY);
            assertThat(server.log()).doesNotContain(" error: ").doesNotContain(" warning: ");
        }
    }

    @Test
    void theAdminSocketAnswersTheUserAndRootAndNobodyElse() throws Exception {
        Path place = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        String[] status = {"status", "--admin", place + "/admin.sock"};
        try (MerapiServer _ = call("--uid", USER.name(), "--admin-socket", place + "/admin.sock")
                .start()) {
            assertThat(exitOf(MerapiServer.Call.exactly(MerapiServer.MERAPI.toString())
                            .adding(status)))
                    .isZero();
            assertThat(exitOf(calledBy(USER.uid(), status))).isZero();
            if (IS_ROOT) {
                assertThat(exitOf(calledBy(USER.uid() - 1, status))).isEqualTo(3);
            }
        }
    }

    @Test
    void whoIsNotRootIsRefused() throws Exception {
        MerapiServer.Call call = calledBy(USER.uid(), APPLICATION.toArray(String[]::new))
                .adding("--http", "127.0.0.1:0", "--uid", "root");
        try (MerapiServer server = call.launch()) {
            assertThat(server.exit()).isEqualTo(1);
            server.awaitLog("command line: uid: only root can become uid 0, gid 0, and this is uid " + USER.uid()
                    + "; start it as root, or remove uid$");
        }
    }

    @Test
    void processesAreCalledWhatTheyAre() throws Exception {
        try (MerapiServer server = call("--procname-prefix-spaced=shop", "--cpu-affinity=1", "--prio=3")
                        .start();
                Wire wire = server.wire()) {
            assertThat(Path.of("/proc/" + server.pid() + "/comm")).hasContent("shop merapi fro");
            assertThat(wire.get("/?open('/proc/self/cmdline').read().rstrip(chr(0))")
                            .text())
                    .isEqualTo("'shop merapi worker 1'");
            assertThat(wire.get("/?len(os.sched_getaffinity(0))").text()).isEqualTo("1");
            assertThat(wire.get("/?os.getpriority(os.PRIO_PROCESS,0)").text()).isEqualTo("3");
            assertThat(wire.get("/?os.sched_getscheduler(0)==os.SCHED_BATCH").text())
                    .isEqualTo("True");
        }
    }
}
