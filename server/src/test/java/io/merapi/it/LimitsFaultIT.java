// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens where something runs out: descriptors, places in the queue, patience, disk. */
@Timeout(120)
final class LimitsFaultIT {
    private static final int STORED = 600_000;

    @Test
    void outOfDescriptorsAcceptingPausesAndThoseWhoAreConnectedAreServed() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (MerapiServer server = limited("ulimit -n 96");
                Wire first = server.wire()) {
            assertThat(first.get("/echo?before").text()).isEqualTo("before");
            for (int i = 0; i < 100; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            }
            server.awaitLog("warning: accepting pauses on .*: the limit of connections is reached");
            assertThat(first.get("/echo?crowded").text()).isEqualTo("crowded");
            for (Socket socket : crowd) {
                socket.close();
            }
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
        }
    }

    @Test
    void aFullQueueRefusesAtOnceAndAQueueThatDoesNotMoveInTime() throws Exception {
        try (MerapiServer server =
                        Faulty.call("--max-queue", "2", "--queue-timeout", "1").start();
                Wire blocked = server.wire();
                Wire first = server.wire();
                Wire second = server.wire();
                Wire third = server.wire()) {
            blocked.send("GET /block HTTP/1.1\r\nHost: merapi\r\n\r\n");
            server.awaitLog("blocks now");
            first.send("GET /echo?1 HTTP/1.1\r\nHost: merapi\r\n\r\n");
            second.send("GET /echo?2 HTTP/1.1\r\nHost: merapi\r\n\r\n");
            List<Wire.Answer> answers = List.of(third.get("/echo?3"), first.answer(), second.answer());
            assertThat(answers).extracting(Wire.Answer::status).containsOnly(503);
            assertThat(answers).allMatch(answer -> "1".equals(answer.field("Retry-After")));
            Faulty.workers(server).forEach(ProcessHandle::destroyForcibly);
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
        }
    }

    @Test
    void whoLeavesWhileHisRequestWaitsIsForgotten() throws Exception {
        try (MerapiServer server = Faulty.call().start();
                Wire blocked = server.wire()) {
            blocked.send("POST /block HTTP/1.1\r\nHost: merapi\r\nContent-Length: 0\r\n\r\n");
            server.awaitLog("blocks now");
            try (Wire leaving = server.wire()) {
                leaving.send("GET /flood_output?left&1 HTTP/1.1\r\nHost: merapi\r\n\r\n");
                leaving.socket().setSoLinger(true, 0);
            }
            server.awaitLog("GET /flood_output\\?left&1 => .*HTTP/1.1 499");
            Faulty.workers(server).forEach(ProcessHandle::destroyForcibly);
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
            assertThat(server.log()).doesNotContain("flood 0");
        }
    }

    @Test
    void aBodyThatDoesNotFitOnTheDiskIsRefusedAndTheOthersAreServed() throws Exception {
        try (MerapiServer server = limited("ulimit -f 100");
                Wire wire = server.wire()) {
            wire.send("POST /upload?token HTTP/1.1\r\nHost: merapi\r\nContent-Length: " + STORED + "\r\n\r\n");
            wire.send(Faulty.pattern("token", STORED));
            Wire.Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(507);
            server.awaitLog("error: a request body could not be stored in /.*: .*File too large");
            assertThat(server.get("/echo?after").body()).isEqualTo("after");
        }
    }

    @Test
    void aLogThatDoesNotFitOnTheDiskHoldsUpNobodyAndGoesOnWhenThereIsRoom(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("site.log");
        try (MerapiServer server =
                limitedCall("ulimit -f 100", " --logto " + log).launch()) {
            awaitIn(log, " ready in ");
            Matcher port =
                    Pattern.compile("listening on http://127.0.0.1:(\\d+)").matcher(Files.readString(log));
            assertThat(port.find()).isTrue();
            try (Wire wire = Wire.to(Integer.parseInt(port.group(1)))) {
                // each has a line: there is room for about 250, and then for the others
                for (int i = 0; i < 350; i++) {
                    assertThat(wire.get("/echo?" + i).text()).isEqualTo(Integer.toString(i));
                }
                Patience.until("the log is full", () -> Files.size(log) == 100 * 512);
                try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    file.truncate(0);
                }
                awaitIn(log, "warning: log: written again after ");
                assertThat(wire.get("/echo?after").text()).isEqualTo("after");
            }
            awaitIn(log, "GET /echo?after ");
            assertThat(server.stop()).isZero();
            assertThat(Files.readString(log)).contains("stopped after 351 requests, 351 x 2xx");
        }
    }

    private static void awaitIn(Path log, String text) throws Exception {
        Patience.until(
                "the log tells: " + text,
                () -> Files.exists(log) && Files.readString(log).contains(text));
    }

    @Test
    void slowHeadsAndSlowBodiesOccupyNobody() throws Exception {
        List<Wire> slow = new ArrayList<>();
        try (MerapiServer server =
                Faulty.call("--header-timeout", "1", "--body-timeout", "1").start()) {
            for (int i = 0; i < 20; i++) {
                slow.add(server.wire().send("GET /echo?slow HT"));
                slow.add(server.wire()
                        .send("POST /upload?slow HTTP/1.1\r\nHost: merapi\r\nContent-Length: 10\r\n\r\nabc"));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(server.get("/echo?" + i).body()).isEqualTo(Integer.toString(i));
            }
            for (Wire wire : slow) {
                assertThat(wire.answer().status()).isEqualTo(408);
                wire.close();
            }
        }
    }

    @Test
    void aStoppedWorkerHoldsUpNothingThatItHasNotStarted() throws Exception {
        try (MerapiServer server = Faulty.call("--processes", "2").start()) {
            for (int i = 0; i < 200; i++) {
                server.get("/echo?warm");
            }
            ProcessHandle stopped = Faulty.workers(server).getFirst();
            Faulty.signal(stopped.pid(), "STOP");
            try (CheckedLoad load = CheckedLoad.start(server, 8, CheckedLoad.Kind.ECHO, CheckedLoad.Kind.POST)) {
                load.awaitMore(300);
                Faulty.signal(stopped.pid(), "CONT");
                load.awaitMore(300);
                assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok");
            }
            assertThat(server.log()).doesNotContain("died");
        }
    }

    /** A server whose shell has set a limit first. */
    private static MerapiServer limited(String limit) throws Exception {
        return limitedCall(limit, "").start();
    }

    private static MerapiServer.Call limitedCall(String limit, String more) {
        Path merapi = MerapiServer.HOME.resolve("merapi");
        String options = " --http 127.0.0.1:0 --processes 2 --module faulty:app --pythonpath " + Faulty.DIRECTORY;
        return MerapiServer.Call.exactly("sh", "-c", limit + "; exec " + merapi + options + more);
    }
}
