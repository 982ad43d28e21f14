// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Failure;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One generation of real processes follows the other. */
final class ReloadTest {
    private static final String APPLICATION = """
            import os, threading

            def blocks(path):
                open(path, "w").close()
                watch = threading.Event()
                while os.path.exists(path):
                    watch.wait(0.01)

            def app(environ, start_response):
                uri = environ["REQUEST_URI"]
                if uri.startswith("/wait"):
                    blocks(uri[len("/wait"):])
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"%d" % os.getpid()]
            """;

    @TempDir
    Path home;

    private LivePool ready(LivePool.Setup setup) throws IOException {
        LivePool pool = setup.start(APPLICATION);
        assertThat(pool.event()).startsWith("loaded ");
        assertThat(pool.event()).isEqualTo("ready");
        return pool;
    }

    private static String blockingAtImport(Path path) {
        return APPLICATION + "\nblocks('" + path + "')\n";
    }

    @Test
    void theNewGenerationServesAndTheOldOneFinishesWhatItHas() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            List<Integer> old = pool.serving(2);
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            LivePool.await("the application runs", () -> Files.exists(busy));
            pool.reload(Reload.GRACEFUL, APPLICATION);
            List<Integer> young = pool.serving(2);
            assertThat(pool.note()).startsWith("reloaded in ").contains("generation 2 serves");
            assertThat(young).contains((int) pool.number(pool.get("/"))).doesNotContainAnyElementsOf(old);
            Files.delete(busy);
            assertThat(old).contains((int) pool.number(running));
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void brutallyTheOldOneIsKilledAndWhatCanBeRepeatedIs() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            List<Integer> old = pool.serving(1);
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            LivePool.await("the application runs", () -> Files.exists(busy));
            pool.reload(Reload.BRUTAL, APPLICATION.replace("uri.startswith(\"/wait\")", "False"));
            List<Integer> young = pool.serving(1);
            assertThat(young).contains((int) pool.number(running));
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void inAChainOneWorkerFollowsTheOther() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(3))) {
            List<Integer> old = pool.serving(3);
            pool.reload(Reload.CHAIN, APPLICATION);
            List<Integer> young = pool.serving(3);
            assertThat(pool.note()).contains("generation 2 serves");
            assertThat(young).contains((int) pool.number(pool.get("/"))).doesNotContainAnyElementsOf(old);
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void aChainThatDoesNotLoadLeavesTheOldOnes() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).lazy())) {
            List<Integer> old = pool.serving(2);
            pool.reload(Reload.CHAIN, "raise RuntimeError('at import')");
            pool.awaitOutput("at import");
            assertThat(old).contains((int) pool.number(pool.get("/")));
            pool.reload(Reload.CHAIN, APPLICATION);
            List<Integer> young = pool.serving(2);
            LivePool.await("the new ones serve", () -> young.contains((int) pool.number(pool.get("/"))));
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void workersAreForkedAnewFromTheSameZygote() throws IOException {
        assertWorkersAreRenewed(Reload.WORKERS);
    }

    @Test
    void andBrutally() throws IOException {
        assertWorkersAreRenewed(Reload.WORKERS_BRUTAL);
    }

    private void assertWorkersAreRenewed(Reload kind) throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            List<Integer> old = pool.serving(2);
            pool.reload(kind, APPLICATION);
            List<Integer> young = pool.serving(2);
            assertThat(young).doesNotContainAnyElementsOf(old);
            old.forEach(LivePool::awaitGone);
            assertThat(young).contains((int) pool.number(pool.get("/")));
            PoolStatus status = pool.pool().status().join();
            assertThat(status.generation()).isEqualTo(1);
            assertThat(status.workers()).extracting(PoolStatus.Member::number).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void whatIsAskedForDuringAPauseIsAnsweredAfterIt() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            assertThat(pool.pool().pauseOrResume().join()).isTrue();
            TestClient waiting = pool.get("/");
            assertThat(pool.pool().status().join())
                    .returns(1, PoolStatus::queued)
                    .returns(true, PoolStatus::isPaused)
                    .returns(true, PoolStatus::isHealthy);
            assertThat(pool.pool().pauseOrResume().join()).isFalse();
            pool.number(waiting);
        }
    }

    @Test
    void theStatusHasTheTracebackOfWhatDidNotLoad() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.reload(Reload.GRACEFUL, "raise RuntimeError('at import')");
            pool.awaitOutput("at import");
            LivePool.await(
                    "the status tells",
                    () -> !pool.pool().status().join().failure().isEmpty());
            assertThat(pool.pool().status().join().failure())
                    .startsWith("RuntimeError: at import\nTraceback (most recent call last):");
        }
    }

    @Test
    void whatDoesNotLoadLeavesTheOldOne() throws IOException {
        assertOldOneStays(LivePool.Setup.of(home), "raise RuntimeError('at import')");
    }

    @Test
    void norDoesWhatDoesNotLoadInAWorker() throws IOException {
        assertOldOneStays(LivePool.Setup.of(home).lazy(), "raise RuntimeError('at import')");
    }

    @Test
    void norDoesWhatKillsItsWorkers() throws IOException {
        assertOldOneStays(LivePool.Setup.of(home).lazy(), "import os; print('at import', flush=True); os._exit(3)");
    }

    private void assertOldOneStays(LivePool.Setup setup, String broken) throws IOException {
        try (LivePool pool = ready(setup)) {
            List<Integer> old = pool.serving(2);
            pool.reload(Reload.GRACEFUL, broken);
            pool.awaitOutput("at import");
            assertThat(old).contains((int) pool.number(pool.get("/")));
            pool.reload(Reload.GRACEFUL, APPLICATION);
            List<Integer> young = pool.serving(2);
            assertThat(pool.note()).startsWith("reload");
            LivePool.await("the new ones serve", () -> young.contains((int) pool.number(pool.get("/"))));
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void aReloadDuringAReloadTakesItsPlace() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            List<Integer> old = pool.serving(1);
            Path busy = home.resolve("busy");
            pool.reload(Reload.GRACEFUL, blockingAtImport(busy));
            LivePool.await("the first loads", () -> Files.exists(busy));
            pool.reload(Reload.GRACEFUL, APPLICATION);
            assertThat(pool.note()).contains("given up");
            List<Integer> young = pool.serving(1);
            assertThat(pool.note()).contains("generation 3 serves");
            assertThat(young).contains((int) pool.number(pool.get("/")));
            old.forEach(LivePool::awaitGone);
        }
    }

    @Test
    void aReloadWaitsForTheOneBeforeTheLast() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            pool.serving(1);
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            LivePool.await("the application runs", () -> Files.exists(busy));
            pool.reload(Reload.GRACEFUL, APPLICATION);
            assertThat(pool.note()).contains("generation 2 serves");
            pool.reload(Reload.GRACEFUL, APPLICATION);
            assertThat(pool.note()).contains("waits");
            Files.delete(busy);
            pool.number(running);
            assertThat(pool.note()).contains("generation 3 serves");
        }
    }

    @Test
    void aStopDoesNotWaitForAnImport() throws IOException {
        Path busy = home.resolve("busy");
        try (LivePool pool = LivePool.Setup.of(home).start(blockingAtImport(busy))) {
            LivePool.await("it loads", () -> Files.exists(busy));
            TestClient waiting = pool.get("/");
            pool.pool().giveUpLoading();
            assertThat(pool.answer(waiting)).startsWith("503 ");
            assertThat(waiting.exchange().failure()).isEqualTo(Failure.UNAVAILABLE);
            pool.stop(Duration.ofMinutes(5)).orTimeout(45, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void norForOneInAWorker() throws IOException {
        Path busy = home.resolve("busy");
        LivePool.Setup setup = LivePool.Setup.of(home).processes(1).lazy();
        try (LivePool pool = setup.start(blockingAtImport(busy))) {
            LivePool.await("it loads", () -> Files.exists(busy));
            TestClient waiting = pool.get("/");
            pool.pool().giveUpLoading();
            assertThat(pool.answer(waiting)).startsWith("503 ");
            pool.stop(Duration.ofMinutes(5)).orTimeout(45, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void aStopDuringAReloadGivesItUp() throws IOException {
        Path busy = home.resolve("busy");
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.reload(Reload.GRACEFUL, blockingAtImport(busy));
            LivePool.await("it loads", () -> Files.exists(busy));
            pool.pool().giveUpLoading();
            pool.number(pool.get("/"));
            pool.stop(Duration.ofMinutes(5)).orTimeout(45, TimeUnit.SECONDS).join();
        }
    }
}
