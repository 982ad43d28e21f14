// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application does to itself: it costs the one request, and the log says why. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class BrokenApplicationFaultIT {
    private static final long FLOOD_BYTES = 20 << 20;

    private static MerapiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = Faulty.call("--processes", "2", "--threads", "2").start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void theOthersAreServed() throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(server.get("/echo?after" + i).body()).isEqualTo("after" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"segfault, signal 11 \\(SIGSEGV\\)", "exit_at_once, exit code 3"})
    void aRequestThatEndsItsWorkerIsTriedOnceMoreIfItIsIdempotent(String deed, String status) throws Exception {
        int mark = server.output().mark();
        assertThat(server.get("/" + deed).statusCode()).isEqualTo(502);
        server.output().await("died: " + status + "; it ran GET /" + deed + " \\(tried again\\)", mark);
        server.output().await("died: " + status + "; it ran GET /" + deed + " \\(502\\)", mark);
    }

    @Test
    void andNotIfItIsNot() throws Exception {
        int mark = server.output().mark();
        assertThat(server.post("/exit_at_once", "x").statusCode()).isEqualTo(502);
        server.output().await("died: exit code 3; it ran POST /exit_at_once \\(502\\)", mark);
    }

    @ParameterizedTest
    @CsvSource({"system_exit, SystemExit: 4", "interrupt, KeyboardInterrupt", "generator_exit, GeneratorExit"})
    void whatIsRaisedToEndAProcessEndsTheRequest(String deed, String traceback) throws Exception {
        int mark = server.output().mark();
        assertThat(server.get("/" + deed).statusCode()).isEqualTo(500);
        server.output().await("^" + traceback + "$", mark);
    }

    @Test
    void anAnswerThatBreaksOffIsCutSoThatTheClientCanTell() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("GET /raise_late?token HTTP/1.1\r\nHost: merapi\r\n\r\n");
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.chunk()).asString().isEqualTo("begun");
            Assertions.assertThatThrownBy(wire::chunk).isInstanceOf(EOFException.class);
        }
        server.awaitLog("^ValueError: late, for token$");
    }

    @Test
    void aRequestThatBlocksForEverHoldsNobodyElseUpAndEndsWithItsWorker() throws Exception {
        try (Wire blocked = server.wire()) {
            blocked.send("POST /block HTTP/1.1\r\nHost: merapi\r\nContent-Length: 0\r\n\r\n");
            for (int i = 0; i < 30; i++) {
                assertThat(server.get("/echo?" + i).body()).isEqualTo(Integer.toString(i));
            }
            int mark = server.output().mark();
            List<ProcessHandle> workers = Faulty.workers(server);
            for (ProcessHandle worker : workers) {
                worker.destroyForcibly();
            }
            assertThat(blocked.answer().status()).isEqualTo(502);
            server.output().await("it ran .*POST /block \\(502\\)", mark);
        }
    }

    @Test
    void threadsThatCannotRunBecauseAnotherHoldsTheInterpreterAreWorkedAround() throws Exception {
        try (Wire holding = server.wire()) {
            // not tried again: that would hold the next worker, and the stop
            holding.send("POST /hold_interpreter?token&20000 HTTP/1.1\r\nHost: merapi\r\nContent-Length: 0\r\n\r\n");
            for (int i = 0; i < 30; i++) {
                assertThat(server.get("/echo?" + i).body()).isEqualTo(Integer.toString(i));
            }
            assertThat(holding.socket().getInputStream().available())
                    .as("its answer")
                    .isZero();
            // whichever of the two it is
            for (ProcessHandle worker : Faulty.workers(server)) {
                worker.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/flood_output?token&20000, ^flood 19999 x{80}$", "/flood_line?token&3000000, ^x{100}"})
    void aFloodOfOutputComesThroughWhole(String target, String last) throws Exception {
        int mark = server.output().mark();
        assertThat(server.get(target).body()).isEqualTo("token");
        server.output().await(last, mark);
    }

    @Test
    void aFloodOfBodyReachesTheClientAndNothingElseIsKept() throws Exception {
        try (Wire wire = server.wire()) {
            wire.send("GET /endless?flood HTTP/1.1\r\nHost: merapi\r\n\r\n");
            wire.head();
            long total = 0;
            while (total < FLOOD_BYTES) {
                total += wire.chunk().length;
            }
        }
        server.awaitLog("^closed the stream of flood$");
        server.awaitLog("GET /endless\\?flood => .*HTTP/1.1 499");
    }

    @Test
    void aWorkerOutOfDescriptorsAnswersStill() throws Exception {
        try (MerapiServer single = Faulty.call().start()) {
            assertThat(single.get("/leak?leaked").body()).isEqualTo("leaked");
            assertThat(single.get("/echo?token").body()).isEqualTo("token");
            try (Wire wire = single.wire()) {
                byte[] body = wire.get("/big?token&100000").body();
                assertThat(Arrays.equals(body, Faulty.pattern("token", 100_000)))
                        .isTrue();
            }
            assertThat(single.get("/leak?freed").body()).isEqualTo("freed");
        }
    }

    @Test
    void aWorkerWhoseDescriptorsAreClosedIsReplaced() throws Exception {
        int mark = server.output().mark();
        assertThat(server.post("/close_all?token", "x").statusCode()).isEqualTo(502);
        server.output().await("worker \\d .*died: .*it ran POST /close_all\\?token \\(502\\)", mark);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fork", "fork_child_returns"})
    void aForkedProcessThatNobodyWaitsForHoldsNothingUp(String deed) throws Exception {
        try (MerapiServer single = Faulty.call().start()) {
            String answer = single.get("/" + deed + "?token").body();
            assertThat(answer).isNotEmpty();
            assertThat(single.get("/echo?after").body()).isEqualTo("after");
            assertThat(single.stop()).isZero();
            if (deed.equals("fork")) {
                ProcessHandle child = ProcessHandle.of(Long.parseLong(answer)).orElseThrow();
                child.destroyForcibly();
                child.onExit().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void theDescriptorsOfAWorkerStayAsManyAsTheyWere() throws Exception {
        try (MerapiServer single = Faulty.call().start()) {
            single.get("/file?warm&100000");
            long before = descriptors(single.pid());
            String worker = single.get("/descriptors").body();
            for (int i = 0; i < 200; i++) {
                single.get("/file?token" + i + "&100000");
            }
            assertThat(single.get("/descriptors").body()).isEqualTo(worker);
            Patience.until("the front has closed the files", () -> descriptors(single.pid()) <= before);
        }
    }

    private static long descriptors(long pid) {
        return Path.of("/proc/" + pid + "/fd").toFile().list().length;
    }
}
