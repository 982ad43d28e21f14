// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.it.Patience;
import io.merapi.it.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients leave at every stage; the web server closes toward Merapi, and no worker is held for them. */
@SuppressWarnings("NullAway.Init")
final class AbortsIT {
    @TempDir
    static Path directory;

    private static Lanes lanes;

    @BeforeAll
    static void start() throws Exception {
        lanes = Lanes.start(directory, "--threads", "2");
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    @AfterEach
    void theWorkersAreFree() throws Exception {
        assertThat(lanes.merapi().get("/echo?one").body()).isEqualTo("one");
        assertThat(lanes.merapi().log()).doesNotContain("died", "defect", "has failed", "LEAK");
    }

    @OnEachLane
    void beforeTheHeadIsComplete(Lane lane) throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            try (Wire wire = lanes.wire(lane)) {
                wire.send("GET /echo?never HTTP/1.1\r\nHost:").socket().setSoLinger(reset, 0);
            }
        }
        assertThat(lanes.get(lane, "/echo?after").text()).isEqualTo("after");
    }

    @OnEachLane
    void inTheUpload(Lane lane) throws Exception {
        for (String target : lane.targets("/upload?token")) {
            for (boolean reset : new boolean[] {true, false}) {
                try (Wire wire = lanes.wire(lane)) {
                    wire.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
                    wire.send(Faulty.pattern("token", 300_000)).socket().setSoLinger(reset, 0);
                }
            }
        }
        assertThat(lanes.get(lane, "/echo?after").text()).isEqualTo("after");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#ofNginx")
    void whileTheApplicationIsAtWork(Lane lane) throws Exception {
        int mark = lanes.merapi().output().mark();
        try (Wire wire = lanes.wire(lane)) {
            wire.send("GET /held?" + lane + " HTTP/1.1\r\nHost: a\r\n\r\n");
            lanes.gate().awaitArrival();
        }
        Patience.until("nginx has noticed", () -> lanes.server(lane).log().contains("client prematurely closed"));
        lanes.gate().open();
        // over HTTP the end of what a client sends is not yet the end of the client; of one that leaves within some
        // milliseconds the front hears no sooner than by writing to it, and over TCP not by the first octets
        boolean heard = lane.deployment().protocol() != Protocol.HTTP && lane.transport() == Transport.UNIX;
        String status = heard ? "499" : "(200|499)";
        lanes.merapi().output().await("GET /held\\?" + lane + " => .*HTTP/1.[01] " + status, mark);
    }

    @OnEachLane
    void inTheAnswer(Lane lane) throws Exception {
        for (String target : lane.targets("/endless?" + lane)) {
            for (boolean reset : new boolean[] {true, false}) {
                int mark = lanes.merapi().output().mark();
                try (Wire wire = lanes.wire(lane)) {
                    wire.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    wire.head();
                    wire.chunk();
                    wire.socket().setSoLinger(reset, 0);
                }
                lanes.merapi().output().await("^closed the stream of " + lane + "$", mark);
            }
        }
    }
}
