// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Where the queue is full, the client behind the web server is told so at once, and when to come again. */
@SuppressWarnings("NullAway.Init")
final class OverloadIT {
    @TempDir
    static Path directory;

    private static Lanes lanes;

    @BeforeAll
    static void start() throws Exception {
        lanes = Lanes.start(directory, "--max-queue=0");
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    @OnEachLane
    void isAnsweredWith503(Lane lane) throws Exception {
        try (Wire busy = lanes.wire(lane)) {
            busy.send("GET /held?busy HTTP/1.1\r\nHost: a\r\n\r\n");
            lanes.gate().awaitArrival();
            Wire.Answer answer = lanes.get(lane, "/echo?refused");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("Retry-After")).isNotNull();
            lanes.gate().open();
            assertThat(busy.answer().text()).isEqualTo("busy");
        }
    }
}
