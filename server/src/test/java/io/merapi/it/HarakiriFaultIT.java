// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.PUT;
import static io.merapi.it.CheckedLoad.Kind.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests that run for too long, with real Python: their clients get 504, the log the stacks, and the others an
 * answer.
 */
@Timeout(600)
final class HarakiriFaultIT {
    private static final int ROUNDS = Faulty.times(3, 20);

    @Test
    void aRequestThatSleepsIsAnsweredWith504AndItsStackIsInTheLog() throws Exception {
        try (MerapiServer server =
                Faulty.call("--harakiri", "1", "--harakiri-verbose").start()) {
            int mark = server.output().mark();
            assertThat(server.get("/block?token").statusCode()).isEqualTo(504);
            server.output()
                    .await("worker 1 .*is stuck \\(504\\): GET /block\\?token in thread 0 has run for 1\\.", mark);
            server.output().await("thread 0, GET /block\\?token for 1\\..*, the innermost call first:", mark);
            server.output().await("faulty.py\", line \\d+ in block$", mark);
            server.output().await("thread 0 in the kernel: wchan ", mark);
            server.output().await("GET /block\\?token => .*HTTP/1.1 504", mark);
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
            server.output().await("left with signal 9 \\(SIGKILL\\)", mark);
        }
    }

    @Test
    void aSlowRequestIsWarnedOfAndAnswered() throws Exception {
        try (MerapiServer server = Faulty.call("--harakiri-warn", "0.2").start()) {
            int mark = server.output().mark();
            assertThat(server.get("/sleep?token&1000").body()).isEqualTo("token");
            server.output().await("worker 1 .*is slow: GET /sleep\\?token&1000 in thread 0 has run for 0\\.", mark);
            server.output().await("faulty.py\", line \\d+ in sleep$", mark);
        }
    }

    @Test
    void aNeighbourInAnotherThreadFinishes() throws Exception {
        try (MerapiServer server =
                        Faulty.call("--harakiri", "2", "--threads", "2").start();
                Wire neighbour = server.wire();
                Wire stuck = server.wire()) {
            int mark = server.output().mark();
            stuck.send("GET /block?stuck HTTP/1.1\r\nHost: merapi\r\n\r\n");
            server.output().await("blocks now", mark);
            String pid;
            try (Wire first = server.wire()) {
                pid = first.get("/pid").text();
            }
            neighbour.send("POST /endless?neighbour HTTP/1.1\r\nHost: merapi\r\nContent-Length: 0\r\n\r\n");
            neighbour.head();
            assertThat(stuck.answer().status()).isEqualTo(504);
            // as long as the stacks are not written it is not killed; then it may run for as long as any request
            assertThat(neighbour.chunk()).isNotEmpty();
            assertThat(server.get("/pid").body()).isNotEqualTo(pid);
        }
    }

    @Test
    void theGracefulSignalComesFirst() throws Exception {
        try (MerapiServer server = Faulty.call(
                        "--harakiri", "1", "--harakiri-graceful-timeout", "30", "--harakiri-graceful-signal", "10")
                .start()) {
            int mark = server.output().mark();
            assertThat(server.get("/block?token").statusCode()).isEqualTo(504);
            // what SIGUSR1 does to a process that has no handler for it
            server.output().await("left with signal 10 ", mark);
        }
    }

    @Test
    void aThreadThatHoldsTheInterpreterCostsNobodyElseAnything() throws Exception {
        try (MerapiServer server = Faulty.call("--harakiri", "1", "--processes", "2", "--threads", "4")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 8, ECHO, PUT, STORED)) {
            List<Integer> statuses = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                load.awaitMore(100);
                int mark = server.output().mark();
                try (Wire holding = server.wire()) {
                    statuses.add(holding.get("/hold_for_ever?token").status());
                }
                server.output().await("faulty.py\", line \\d+ in hold_for_ever$", mark);
                server.output().await("left with signal 9", mark);
            }
            load.awaitMore(100);
            assertThat(statuses).containsOnly(504);
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "PUT ok");
        }
    }
}
