// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.CHUNKS;
import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.POST;
import static io.merapi.it.CheckedLoad.Kind.PUT;
import static io.merapi.it.CheckedLoad.Kind.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reloads under load cost no request. */
@Timeout(900)
final class ReloadFaultIT {
    @TempDir
    Path directory;

    private static CheckedLoad load(MerapiServer server) throws InterruptedException {
        return CheckedLoad.start(server, 8, ECHO, POST, PUT, STORED, CHUNKS);
    }

    private static void assertNothingLost(CheckedLoad load) throws InterruptedException {
        assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok", "PUT ok");
    }

    private void assertReloadsLoseNothing(int count, String... options) throws Exception {
        try (MerapiServer server = Faulty.call(options).start();
                CheckedLoad load = load(server)) {
            for (int reload = 0; reload < count; reload++) {
                int mark = server.output().mark();
                load.awaitMore(20);
                server.signal("HUP");
                server.output().await(" reloaded in ", mark);
            }
            load.awaitMore(20);
            assertNothingLost(load);
        }
    }

    @Test
    void noRequestIsLostByReloads() throws Exception {
        assertReloadsLoseNothing(Faulty.times(5, 50), "--processes", "2");
    }

    @Test
    void norWithThreadsAndApplicationsLoadedInTheWorkers() throws Exception {
        assertReloadsLoseNothing(Faulty.times(2, 20), "--processes", "2", "--threads", "2", "--lazy-apps");
    }

    @Test
    void norWhereConnectionsLiveOnSeveralLoops() throws Exception {
        assertReloadsLoseNothing(Faulty.times(2, 20), "--processes", "2", "--event-loops", "3");
    }

    @Test
    void norWhereBodiesAreStreamed() throws Exception {
        assertReloadsLoseNothing(
                Faulty.times(3, 30), "--processes", "2", "--event-loops", "3", "--request-buffering=off");
    }

    @Test
    void norWhereOneWorkerFollowsTheOther() throws Exception {
        Path fifo = directory.resolve("fifo");
        try (MerapiServer server = Faulty.call("--processes", "3", "--master-fifo", fifo.toString())
                        .start();
                CheckedLoad load = load(server)) {
            for (int reload = 0; reload < Faulty.times(2, 20); reload++) {
                int mark = server.output().mark();
                load.awaitMore(20);
                Files.writeString(fifo, "c");
                server.output().await(" reloaded in ", mark);
            }
            int mark = server.output().mark();
            Files.writeString(fifo, "w");
            server.output().await("worker 1 ready", mark);
            server.output().await("worker 2 ready", mark);
            server.output().await("worker 3 ready", mark);
            load.awaitMore(20);
            assertNothingLost(load);
        }
    }

    @Test
    void aTouchIsEnough() throws Exception {
        Path touched = directory.resolve("touched");
        try (MerapiServer server =
                Faulty.call("--touch-reload", touched.toString()).start()) {
            Files.createFile(touched);
            server.awaitLog("touch-reload .*/touched: reloading");
            server.awaitLog(" reloaded in ");
        }
    }

    @Test
    void codeThatDoesNotImportLeavesTheOldOneServing() throws Exception {
        write("from faulty import app");
        try (MerapiServer server = Faulty.callOf("site_code:app", "--pythonpath", directory.toString())
                        .start();
                CheckedLoad load = load(server)) {
            for (int reload = 0; reload < Faulty.times(2, 10); reload++) {
                int mark = server.output().mark();
                write("import no_such_module");
                server.signal("HUP");
                server.output().await("error: the application did not load again, its workers serve on: Mod", mark);
                server.output().await("^ModuleNotFoundError: No module named 'no_such_module'", mark);
                load.awaitMore(20);
                write("from faulty import app");
                server.signal("HUP");
                server.output().await(" reloaded in ", mark);
                load.awaitMore(20);
            }
            assertNothingLost(load);
        }
    }

    private void write(String code) throws IOException {
        Files.writeString(directory.resolve("site_code.py"), code + "\n");
    }
}
