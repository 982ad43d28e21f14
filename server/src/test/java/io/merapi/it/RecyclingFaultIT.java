// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.CHUNKS;
import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.GROWING;
import static io.merapi.it.CheckedLoad.Kind.POST;
import static io.merapi.it.CheckedLoad.Kind.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers are replaced under load, for whatever reason: not one request is lost by it. */
@Timeout(900)
final class RecyclingFaultIT {
    private static final int REQUESTS = Faulty.times(1500, 20_000);

    private static int count(MerapiServer server, String pattern) {
        return (int) Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(server.output().text())
                .results()
                .count();
    }

    @Test
    void nothingIsLostWhenWorkersLeaveAfterFiftyRequests() throws Exception {
        try (MerapiServer server = Faulty.call(
                                "--processes=2", "--threads=2", "--max-requests=50", "--min-worker-lifetime=0")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 8, ECHO, POST, PUT, CHUNKS)) {
            load.awaitMore(REQUESTS);
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok", "PUT ok");
            assertThat(count(server, "worker \\d .*is replaced: max-requests, it has had \\d+ of (4[5-9]|50)$"))
                    .isGreaterThan(5);
        }
    }

    @Test
    void anApplicationThatLeaksIsReplacedWhileItServes() throws Exception {
        try (MerapiServer server = Faulty.call("--processes=2", "--reload-on-rss=128", "--min-worker-lifetime=0")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 4, GROWING, POST)) {
            int mark = server.output().mark();
            for (int replaced = 0; replaced < 3; replaced++) {
                server.output().await("is replaced: reload-on-rss, it has [\\d.]+ MiB of 128.0 MiB", mark);
                mark = server.output().mark();
            }
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok");
        }
    }

    @Test
    void aWorkerThatIsKilledForItsMemoryCostsNoIdempotentRequest() throws Exception {
        try (MerapiServer server =
                        Faulty.call("--processes=2", "--evil-reload-on-rss=96").start();
                CheckedLoad load = CheckedLoad.start(server, 4, GROWING, PUT)) {
            int mark = server.output().mark();
            server.output().await("is killed: evil-reload-on-rss, it has [\\d.]+ MiB of 96.0 MiB", mark);
            server.output().await("died: signal 9", mark);
            load.awaitMore(50);
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "PUT ok");
        }
    }

    @Test
    void aWorkerAtItsLimitOfAddressSpaceRaisesAndServesOn() throws Exception {
        try (MerapiServer server = Faulty.call("--limit-as=512").start();
                CheckedLoad load = CheckedLoad.start(server, 4, ECHO, PUT)) {
            for (int i = 0; i < 3; i++) {
                int mark = server.output().mark();
                assertThat(server.get("/grow?token&1000000000").statusCode()).isEqualTo(500);
                server.output().await("^MemoryError$", mark);
                load.awaitMore(50);
            }
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "PUT ok");
            assertThat(count(server, "died")).isZero();
        }
    }

    @Test
    void aWorkerIsReplacedAfterAnExceptionOfThatClass() throws Exception {
        try (MerapiServer server = Faulty.call("--reload-on-exception-type=LookupError", "--threads=2")
                        .start();
                CheckedLoad load = CheckedLoad.start(server, 4, ECHO, POST)) {
            for (int i = 0; i < 3; i++) {
                int mark = server.output().mark();
                assertThat(server.get("/raises?token").statusCode()).isEqualTo(500);
                server.output().await("is replaced: reload-on-exception, it raised in GET /raises\\?token", mark);
                server.output().await("worker 1 ready", mark);
                load.awaitMore(50);
            }
            assertThat(load.finish().keySet()).containsExactlyInAnyOrder("GET ok", "POST ok");
        }
    }

    @Test
    void aWorkerThatIsTooOldIsReplaced() throws Exception {
        try (MerapiServer server = Faulty.call("--max-worker-lifetime=1", "--min-worker-lifetime=0")
                .start()) {
            int mark = server.output().mark();
            server.output().await("is replaced: max-worker-lifetime, it has lived for [\\d.]+ s of (1.0|0.9) s", mark);
            server.output().await("worker 1 ready", mark);
            assertThat(server.get("/echo?token").body()).isEqualTo("token");
        }
    }
}
