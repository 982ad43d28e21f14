// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.CHUNKS;
import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.FILE;
import static io.merapi.it.CheckedLoad.Kind.LARGE;
import static io.merapi.it.CheckedLoad.Kind.POST;
import static io.merapi.it.CheckedLoad.Kind.PUT;
import static io.merapi.it.CheckedLoad.Kind.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers and the zygote are killed under load: whatever can be answered is (DESIGN: "What a client sees when something
 * goes wrong").
 */
@Timeout(900)
final class KilledWorkerFaultIT {
    private static final int KILLS = Faulty.times(12, 200);

    @Test
    void noIdempotentRequestIsLostWithAWorker() throws Exception {
        assertNothingLost("--processes", "2");
    }

    @Test
    void norWithAWorkerOfTwoThreads() throws Exception {
        assertNothingLost("--processes", "2", "--threads", "2");
    }

    @Test
    void norWhereConnectionsLiveOnSeveralLoops() throws Exception {
        assertNothingLost("--processes", "2", "--event-loops", "3");
    }

    @Test
    void norWhereBodiesAreStreamed() throws Exception {
        try (MerapiServer server = Faulty.call("--processes", "2", "--request-buffering=off")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 8, ECHO, POST)) {
            killWorkers(server, load);
            assertOnlyPostsFailed(load.finish());
        }
    }

    @Test
    void aLongAnswerIsWholeOrIsCut() throws Exception {
        try (MerapiServer server =
                        Faulty.call("--processes", "2", "--threads", "2").start();
                CheckedLoad load = CheckedLoad.start(server, 8, LARGE, FILE, CHUNKS)) {
            killWorkers(server, load);
            assertThat(load.finish().keySet())
                    .allMatch(outcome ->
                            outcome.equals("GET ok") || outcome.matches("GET lost: (LARGE|FILE|CHUNKS): .*"));
        }
    }

    @Test
    void theWorkersServeOnWithoutTheirZygoteUntilAnotherHasForkedNewOnes() throws Exception {
        try (MerapiServer server = Faulty.call("--processes", "2").start();
                CheckedLoad load = CheckedLoad.start(server, 8, ECHO, POST, PUT, STORED)) {
            for (int round = 0; round < 3; round++) {
                ProcessHandle zygote = Faulty.zygote(server);
                int mark = server.output().mark();
                load.awaitMore(50);
                zygote.destroyForcibly();
                server.output().await("zygote.* died: .*SIGKILL", mark);
                server.output().await("worker \\d ready", mark);
                server.output().await("worker \\d ready", mark + 1);
                load.awaitMore(50);
            }
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok", "PUT ok");
        }
    }

    private static void assertNothingLost(String... options) throws Exception {
        try (MerapiServer server = Faulty.call(options).start();
                CheckedLoad load = CheckedLoad.start(server, 8, ECHO, POST, PUT, STORED)) {
            killWorkers(server, load);
            assertOnlyPostsFailed(load.finish());
        }
    }

    /** What was not idempotent and had been started is answered with 502, and no more of those than were killed. */
    private static void assertOnlyPostsFailed(Map<String, Long> outcomes) {
        assertThat(outcomes.keySet()).isSubsetOf("GET ok", "POST ok", "POST 502", "PUT ok");
        assertThat(outcomes.getOrDefault("POST 502", 0L)).isLessThanOrEqualTo(2L * KILLS);
    }

    private static void killWorkers(MerapiServer server, CheckedLoad load) throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            load.awaitMore(20 + random.nextInt(40));
            List<ProcessHandle> workers = Faulty.workers(server);
            if (!workers.isEmpty()) {
                workers.get(random.nextInt(workers.size())).destroyForcibly();
            }
        }
        load.awaitMore(50);
    }
}
