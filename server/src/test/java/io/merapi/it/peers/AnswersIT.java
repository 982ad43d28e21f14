// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.it.Faulty;
import io.merapi.it.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the application answers arrives through each web server as it was meant. */
@SuppressWarnings("NullAway.Init")
final class AnswersIT {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path directory;

    private static Lanes lanes;

    @BeforeAll
    static void start() throws Exception {
        lanes = Lanes.start(directory, "--processes", "2", "--threads", "2");
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    @OnEachLane
    void staticFilesAreTheWebServers(Lane lane) throws Exception {
        Files.writeString(lanes.places().site().resolve("static/style.css"), "body { color: red }");
        assertThat(lanes.get(lane, "/static/style.css").text()).isEqualTo("body { color: red }");
        assertThat(lanes.get(lane, "/static/none").status()).isEqualTo(404);
    }

    @OnEachLane
    void aConnectionGoesOnAfterEachKindOfAnswer(Lane lane) throws Exception {
        try (Wire wire = lanes.wire(lane)) {
            assertThat(wire.get("/echo?one").text()).isEqualTo("one");
            assertThat(wire.get("/nothing").status()).isEqualTo(204);
            assertThat(wire.get("/tagged").field("ETag")).isEqualTo("\"tag\"");
            Wire.Answer known = wire.send("GET /tagged HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"tag\"\r\n\r\n")
                    .answer();
            assertThat(known.status()).isEqualTo(304);
            assertThat(known.field("ETag")).isEqualTo("\"tag\"");
            assertThat(wire.get("/status?404").statusLine()).startsWith("HTTP/1.1 404 ");
            assertThat(wire.get("/status?418").text()).isEqualTo("as asked");
            assertThat(wire.get("/echo?two").text()).isEqualTo("two");
        }
    }

    @OnEachLane
    void headHasNoBody(Lane lane) throws Exception {
        try (Wire wire = lanes.wire(lane)) {
            for (String target : new String[] {"/echo?four", "/file?token&100000", "/big?token&100000"}) {
                Wire.Answer head = wire.send("HEAD " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .head();
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.field("Content-Length")).isEqualTo(target.startsWith("/echo") ? "4" : "100000");
            }
            assertThat(wire.get("/echo?after").text()).isEqualTo("after");
        }
    }

    @OnEachLane
    void fieldsMayBeLargeAndRepeated(Lane lane) throws Exception {
        // httpd takes lines of 8 KiB from FastCGI, SCGI and uwsgi peers, whatever it is told
        int size = lane.deployment().isNginx() ? 30_000 : 7_000;
        Wire.Answer answer = lanes.get(lane, "/fields?t&" + size);
        assertThat(answer.field("X-Large")).hasSize(size);
        assertThat(answer.field("Set-Cookie")).isEqualTo("one=1, two=2");
        assertThat(answer.field("Content-Type")).isEqualTo("text/plain");
    }

    @OnEachLane
    void filesAreSent(Lane lane) throws Exception {
        Wire.Answer answer = lanes.get(lane, "/file?token&" + 8 * MIB);
        assertThat(answer.field("Content-Length")).isEqualTo(Integer.toString(8 * MIB));
        assertThat(Arrays.equals(answer.body(), Faulty.pattern("token", 8 * MIB)))
                .isTrue();
    }

    @OnEachLane
    void aStreamArrivesAsItIsMade(Lane lane) throws Exception {
        for (String target : lane.targets("/gated")) {
            try (Wire wire = lanes.wire(lane)) {
                wire.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                wire.head();
                assertThat(wire.chunk()).asString().isEqualTo("first\n");
                lanes.gate().letPass();
                assertThat(wire.chunks()).asString().isEqualTo("second\n");
            }
        }
    }

    @OnEachLane
    void longStreamsArriveWhole(Lane lane) throws Exception {
        byte[] pattern = Faulty.pattern("token", 2 * MIB);
        for (String target : lane.targets("/chunks?token&")) {
            assertThat(Arrays.equals(lanes.get(lane, target + pattern.length).body(), pattern))
                    .isTrue();
        }
    }

    @OnEachLane
    void aBugBeforeTheAnswerIs500(Lane lane) throws Exception {
        int mark = lanes.merapi().output().mark();
        assertThat(lanes.get(lane, "/raise_first?" + lane).status()).isEqualTo(500);
        lanes.merapi().output().await("^LookupError: a bug for " + lane + "$", mark);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#tellingOfCuts")
    void anAnswerThatBreaksOffIsNotTakenForWhole(Lane lane) throws Exception {
        for (String target : lane.targets("/raise_late?token")) {
            try (Wire wire = lanes.wire(lane)) {
                wire.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThatThrownBy(() -> {
                            Wire.Answer answer = wire.answer();
                            // a web server that has sent nothing yet may say what it thinks of it
                            if (answer.status() >= 500) {
                                throw new IOException(answer.statusLine());
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
