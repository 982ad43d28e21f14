// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The number of workers follows the work, and no request pays for it. */
@Timeout(120)
final class ScalingIT {

    private static void awaitWorkers(MerapiServer server, int count) throws Exception {
        Patience.until(count + " workers", () -> Faulty.workers(server).size() == count, server::log);
    }

    @Test
    void workersAreAddedWhenAllAreBusyAndLeaveWhenTheyAreNot() throws Exception {
        try (MerapiServer server = Faulty.call("--processes=3", "--cheaper=1", "--cheaper-overload=1")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 4, ECHO, POST)) {
            awaitWorkers(server, 1);
            List<Wire> busy = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Wire wire = server.wire();
                busy.add(wire.send("GET /endless?busy HTTP/1.1\r\nHost: merapi\r\n\r\n"));
                wire.head();
                awaitWorkers(server, i + 2);
            }
            load.awaitMore(50);
            for (Wire wire : busy) {
                wire.close();
            }
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok");
            server.awaitLog("scaling to 3 workers: ");
            awaitWorkers(server, 1);
        }
    }

    @Test
    void aCheapPoolHasItsFirstWorkersForkedByARequest() throws Exception {
        try (MerapiServer server =
                Faulty.call("--processes=2", "--cheap", "--idle=1").start()) {
            for (int round = 0; round < 2; round++) {
                awaitWorkers(server, 0);
                assertThat(server.get("/echo?token").body()).isEqualTo("token");
                awaitWorkers(server, 2);
            }
        }
    }

    @Test
    void anIdleServerStops() throws Exception {
        try (MerapiServer server = Faulty.call("--idle=1", "--die-on-idle").start()) {
            assertThat(server.exit()).isZero();
        }
    }
}
