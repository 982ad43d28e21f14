// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send anything, and leave at any moment in any way: nobody else notices, and nothing of them stays. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class RudeClientFaultIT {
    private static final int BODY = 300_000;

    private static MerapiServer server;
    private static long descriptors;

    @BeforeAll
    static void start() throws Exception {
        server = Faulty.call("--processes", "2").start();
        server.get("/echo?warm");
        descriptors = descriptors();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingOfThemStays() throws Exception {
        assertThat(server.get("/echo?after").body()).isEqualTo("after");
        // the client of the tests keeps a connection or two
        Patience.until("the connections are closed", () -> descriptors() <= descriptors + 2, server::log);
        assertThat(server.log()).doesNotContain("died", "defect", "has failed", "LEAK");
    }

    private static long descriptors() {
        String[] open = Path.of("/proc/" + server.pid() + "/fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    /** How a client leaves. */
    enum Leave {
        RESET,
        CLOSE,
        HALF_CLOSE,
        HALF_CLOSE_THEN_RESET
    }

    @Test
    void theyMayLeaveAtEveryStage() throws Exception {
        Random random = new Random(1);
        byte[] request = request("POST /upload?token HTTP/1.1\r\nHost: merapi\r\nContent-Length: " + BODY + "\r\n\r\n");
        int head = request.length - BODY;
        int[] stages = {0, 1, 10, head - 2, head, head + 1, head + BODY / 3, request.length};
        for (int i = 0; i < 200; i++) {
            Leave leave = Leave.values()[i % 4];
            int sent = stages[random.nextInt(stages.length)];
            try (Wire wire = server.wire()) {
                wire.send(Arrays.copyOf(request, sent));
                leave(wire, leave);
            }
        }
    }

    private static void leave(Wire wire, Leave leave) throws IOException {
        if (leave == Leave.HALF_CLOSE || leave == Leave.HALF_CLOSE_THEN_RESET) {
            wire.socket().shutdownOutput();
        }
        if (leave == Leave.HALF_CLOSE) {
            wire.socket().getInputStream().readAllBytes();
        }
        if (leave == Leave.RESET || leave == Leave.HALF_CLOSE_THEN_RESET) {
            wire.socket().setSoLinger(true, 0);
        }
    }

    private static byte[] request(String head) {
        byte[] request = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + BODY);
        Arrays.fill(request, head.length(), request.length, (byte) 'x');
        return request;
    }

    @Test
    void whoHalfClosesAfterHisRequestIsAnswered() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("GET /sleep?token&200 HTTP/1.1\r\nHost: merapi\r\n\r\n");
            wire.socket().shutdownOutput();
            assertThat(wire.answer().text()).isEqualTo("token");
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void garbageIsRefusedAndClosed() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            byte[] octets = new byte[1 + random.nextInt(3000)];
            random.nextBytes(octets);
            try (Wire wire = server.wire()) {
                wire.send(octets);
                wire.socket().shutdownOutput();
                String answer = new String(wire.socket().getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer)
                        .matches(text -> text.isEmpty() || text.matches("(?s)HTTP/1\\.1 (4\\d\\d|5\\d\\d) .*"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLeavesAStreamEndsIt(boolean reset) throws Exception {
        for (int i = 0; i < 10; i++) {
            int mark = server.output().mark();
            try (Wire wire = server.wire()) {
                wire.send("GET /endless?stream" + i + " HTTP/1.1\r\nHost: merapi\r\n\r\n");
                wire.head();
                wire.chunk();
                wire.socket().setSoLinger(reset, 0);
            }
            server.output().await("^closed the stream of stream" + i + "$", mark);
            server.output().await("GET /endless\\?stream" + i + " => .*HTTP/1.1 499", mark);
        }
    }

    @Test
    void whoLeavesDuringAnUploadThatIsPassedOnEndsIt() throws Exception {
        try (MerapiServer streaming =
                Faulty.call("--processes", "2", "--request-buffering=off").start()) {
            for (int i = 0; i < 20; i++) {
                try (Wire wire = streaming.wire()) {
                    wire.send("POST /upload?token HTTP/1.1\r\nHost: merapi\r\nContent-Length: 1000000\r\n\r\n");
                    wire.send(Faulty.pattern("token", 100_000));
                    wire.socket().setSoLinger(i % 2 == 0, 0);
                }
            }
            assertThat(streaming.post("/upload?token", "x").body()).startsWith("token ");
        }
    }

    @Test
    void aStopWaitsForUploadsAndAnswersUnderWay() throws Exception {
        byte[] body = Faulty.pattern("token", 4 << 20);
        MerapiServer stopping = Faulty.call("--processes", "2").start();
        try (Wire uploading = stopping.wire();
                Wire reading = stopping.wire()) {
            uploading.send(
                    "POST /upload?token HTTP/1.1\r\nHost: merapi\r\nContent-Length: " + body.length + "\r\n\r\n");
            uploading.send(Arrays.copyOf(body, body.length / 2));
            reading.send("GET /big?token&" + body.length + " HTTP/1.1\r\nHost: merapi\r\n\r\n");
            reading.head();
            stopping.signal("TERM");
            stopping.awaitLog("SIGTERM: stopping");
            uploading.send(Arrays.copyOfRange(body, body.length / 2, body.length));
            assertThat(uploading.answer().text()).isEqualTo(Faulty.receipt("token", body));
            assertThat(Arrays.equals(reading.octets(body.length), body)).isTrue();
            assertThat(stopping.exit()).isZero();
        }
    }
}
