// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.exchange.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool with real processes: they are kept alive, and let go. */
final class PoolTest {
    private static final String APPLICATION = """
            import os, signal, threading

            def app(environ, start_response):
                uri = environ["REQUEST_URI"]
                if uri == "/die":
                    os.kill(os.getpid(), signal.SIGKILL)
                if uri.startswith("/wait"):
                    path = uri[len("/wait"):]
                    open(path, "w").close()
                    watch = threading.Event()
                    while os.path.exists(path):
                        watch.wait(0.01)
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"%d" % (os.getppid() if uri == "/parent" else os.getpid())]
            """;

    @TempDir
    Path home;

    private LivePool ready(LivePool.Setup setup) throws IOException {
        LivePool pool = setup.start(APPLICATION);
        assertThat(pool.event()).isEqualTo(setup.lazyApps() ? "loaded " : "loaded tested:app");
        assertThat(pool.event()).isEqualTo("ready");
        return pool;
    }

    @Test
    void asManyWorkersServeAsAreAskedFor() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(3))) {
            List<Integer> pids = pool.serving(3);
            assertThat(new HashSet<>(pids)).hasSize(3);
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(pool.get("/"));
            }
            assertThat(clients).allSatisfy(client -> assertThat(pids).contains((int) pool.number(client)));
            assertThat(pids.stream().map(pid -> parent(pid)).distinct()).hasSize(1);
        }
    }

    private static long parent(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid)
                .orElse(0L);
    }

    @Test
    void aKilledWorkerIsReplaced() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            List<Integer> pids = pool.serving(2);
            LivePool.kill(pids.getFirst());
            int successor = pool.serving(1).getFirst();
            assertThat(pids).doesNotContain(successor);
            Set<Long> answering = new HashSet<>();
            LivePool.await("the successor serves", () -> {
                answering.add(pool.number(pool.get("/")));
                answering.add(pool.number(pool.get("/")));
                return answering.contains((long) successor) || both(pool).contains((long) successor);
            });
        }
    }

    /** Who answers two requests at a time. */
    private static Set<Long> both(LivePool pool) {
        TestClient one = pool.get("/");
        TestClient other = pool.get("/");
        return Set.of(pool.number(one), -pool.number(other));
    }

    @Test
    void aRequestThatKillsItsWorkersIsTriedTwiceAndCostsNobodyElse() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.serving(2);
            TestClient deadly = pool.get("/die");
            assertThat(pool.answer(deadly)).startsWith("502 ");
            assertThat(deadly.exchange().failure()).isEqualTo(Failure.WORKER_DIED);
            pool.serving(2);
            assertThat(pool.answer(pool.ask("POST", "/die"))).startsWith("502 ");
            pool.serving(1);
            pool.number(pool.get("/"));
        }
    }

    @Test
    void aKilledZygoteIsReplacedAndItsWorkersServeUntilThen() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            List<Integer> old = pool.serving(2);
            long zygote = pool.number(pool.get("/parent"));
            LivePool.kill(zygote);
            pool.number(pool.get("/"));
            assertThat(pool.event()).isEqualTo("loaded tested:app");
            List<Integer> young = pool.serving(2);
            assertThat(young).doesNotContainAnyElementsOf(old);
            old.forEach(LivePool::awaitGone);
            assertThat(pool.number(pool.get("/parent"))).isNotEqualTo(zygote);
            LivePool.kill(young.getFirst());
            pool.serving(1);
        }
    }

    @Test
    void aWorkerThatDiesWithoutItsZygoteIsReplacedByTheNext() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            int worker = pool.serving(1).getFirst();
            LivePool.kill(pool.number(pool.get("/parent")));
            LivePool.kill(worker);
            pool.serving(1);
            pool.number(pool.get("/"));
        }
    }

    // ---- applications that do not load

    @Test
    void withoutAnApplicationRequestsGet500() throws IOException {
        try (LivePool pool = LivePool.Setup.of(home).start("raise RuntimeError('at import')")) {
            pool.serving(2);
            TestClient client = pool.get("/");
            assertThat(pool.answer(client)).startsWith("500 ");
            assertThat(client.exchange().failure()).isEqualTo(Failure.NO_APPLICATION);
            pool.awaitOutput("RuntimeError: at import");
        }
    }

    @Test
    void whereAnApplicationIsNeededTheServerEndsWith22() throws IOException {
        try (LivePool pool = LivePool.Setup.of(home).needingAnApplication().start("raise RuntimeError('at import')")) {
            assertThat(pool.event()).startsWith("fatal 22: ").contains("at import");
        }
    }

    @Test
    void whereAnApplicationIsNeededAndLoadedLateTheServerEndsWith22() throws IOException {
        LivePool.Setup setup = LivePool.Setup.of(home).needingAnApplication().lazy();
        try (LivePool pool = setup.start("raise RuntimeError('at import')")) {
            assertThat(pool.event()).isEqualTo("loaded ");
            assertThat(pool.event()).startsWith("fatal 22: ");
            pool.awaitOutput("RuntimeError: at import");
        }
    }

    @Test
    void anApplicationMayBeLoadedInEachWorker() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).lazy())) {
            assertThat(pool.serving(2)).contains((int) pool.number(pool.get("/")));
        }
    }

    @Test
    void whileWorkersDieAsSoonAsTheyAreForkedRequestsAreRefused() throws IOException {
        try (LivePool pool = LivePool.Setup.of(home).processes(1).lazy().start("import os; os._exit(7)")) {
            TestClient client = pool.get("/");
            assertThat(pool.answer(client)).startsWith("503 ");
            assertThat(client.exchange().failure()).isEqualTo(Failure.UNAVAILABLE);
        }
    }

    // ---- interpreters that do not run

    @Test
    void anInterpreterThatEndsAtOnceIsUnusable() throws IOException {
        try (LivePool pool = LivePool.Setup.of(home).interpreter("false").start(APPLICATION)) {
            assertThat(pool.event()).startsWith("unusable: false ended with exit code 1");
        }
    }

    @Test
    void anInterpreterThatIsNotThereIsToldAtOnce() throws IOException {
        String missing = home.resolve("python9").toString();
        try (LivePool pool = LivePool.Setup.of(home).interpreter(missing).open(APPLICATION)) {
            assertThatThrownBy(pool.pool()::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("python9");
        }
    }

    @Test
    void whereTheScoreboardCannotBeMadeTheServerEnds() throws IOException {
        try (LivePool pool = LivePool.Setup.of(home).open(APPLICATION)) {
            Files.createFile(pool.directory().scoreboard(1));
            pool.pool().start();
            assertThat(pool.event()).startsWith("fatal 1: ").contains("scoreboard");
        }
    }

    // ---- the end

    @Test
    void stoppingLetsWhatRunsAndWhatWaitsFinishAndLeavesNoProcess() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            int pid = pool.serving(1).getFirst();
            long zygote = pool.number(pool.get("/parent"));
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            TestClient waiting = pool.get("/");
            LivePool.await("the application runs", () -> Files.exists(busy));
            var stopped = pool.stop(Duration.ofMinutes(5));
            assertThat(stopped).isNotDone();
            Files.delete(busy);
            assertThat(pool.number(running)).isEqualTo(pid);
            assertThat(pool.number(waiting)).isEqualTo(pid);
            stopped.orTimeout(45, TimeUnit.SECONDS).join();
            LivePool.awaitGone(pid);
            LivePool.awaitGone(zygote);
        }
    }

    @Test
    void stoppingWithoutMercyKills() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            int pid = pool.serving(1).getFirst();
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            LivePool.await("the application runs", () -> Files.exists(busy));
            pool.stop(Duration.ZERO).orTimeout(45, TimeUnit.SECONDS).join();
            LivePool.awaitGone(pid);
            assertThat(pool.answer(running))
                    .as("nobody is left to try it again")
                    .startsWith("503 ");
        }
    }
}
