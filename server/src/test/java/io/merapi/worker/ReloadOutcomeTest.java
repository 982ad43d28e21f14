// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who asks for a reload, or for another number of workers, learns what comes of it; with real processes. */
final class ReloadOutcomeTest {
    private static final String APPLICATION = """
            import os, threading

            def app(environ, start_response):
                uri = environ["REQUEST_URI"]
                if uri.startswith("/wait"):
                    watch = threading.Event()
                    open(uri[len("/wait"):], "w").close()
                    while os.path.exists(uri[len("/wait"):]):
                        watch.wait(0.01)
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"%d" % os.getpid()]
            """;
    private static final String BROKEN = "raise RuntimeError('at import')";

    @TempDir
    Path home;

    private LivePool ready(LivePool.Setup setup) throws IOException {
        LivePool pool = setup.start(APPLICATION);
        assertThat(pool.event()).startsWith("loaded ");
        assertThat(pool.event()).isEqualTo("ready");
        return pool;
    }

    private static void assertFailed(ReloadOutcome outcome, String reason) {
        assertThat(outcome)
                .asInstanceOf(InstanceOfAssertFactories.type(ReloadOutcome.Failed.class))
                .extracting(ReloadOutcome.Failed::reason, InstanceOfAssertFactories.STRING)
                .startsWith(reason);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedForServes(Reload kind) throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.reload(kind, APPLICATION);
            assertThat(pool.outcome()).isInstanceOf(ReloadOutcome.Serves.class);
            assertThat(pool.pool().status().join().isLoading()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotLoadInTheWorkersIsToldAsAFailure(Reload kind) throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).lazy())) {
            pool.reload(kind, BROKEN);
            assertFailed(pool.outcome(), "worker ");
        }
    }

    @Test
    void whatDoesNotLoadIsToldWithItsTraceback() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.reload(Reload.GRACEFUL, BROKEN);
            assertFailed(pool.outcome(), "RuntimeError: at import\nTraceback (most recent call last):");
        }
    }

    @Test
    void whoAskedForOneThatAnotherTakesThePlaceOfLearnsWhatComesOfThat() throws Exception {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            Path busy = home.resolve("busy");
            pool.reload(
                    Reload.GRACEFUL, "import threading; open('" + busy + "', 'w').close(); threading.Event().wait()");
            LivePool.await("the first loads", () -> Files.exists(busy));
            CompletableFuture<ReloadOutcome> first = pool.pendingOutcome();
            pool.reload(Reload.GRACEFUL, APPLICATION);
            assertThat(pool.outcome()).isInstanceOf(ReloadOutcome.Serves.class);
            assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(pool.outcome());
        }
    }

    @Test
    void aStopIsTheEndOfAReload() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.reload(Reload.GRACEFUL, "import threading; threading.Event().wait()");
            pool.pool().giveUpLoading();
            assertThat(pool.outcome()).isEqualTo(ReloadOutcome.STOPPING);
        }
    }

    @Test
    void theNumberOfWorkersFollowsWhatIsAskedFor() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(3))) {
            assertThat(pool.pool().scale(1).join()).isInstanceOf(ReloadOutcome.Serves.class);
            LivePool.await("one worker", () -> pool.readyWorkers() == 1);
            pool.pool().scaleBy(1);
            LivePool.await("two workers", () -> pool.readyWorkers() == 2);
            pool.pool().scaleBy(-5);
            LivePool.await("at least one", () -> pool.readyWorkers() == 1);
            pool.pool().scaleBy(5);
            LivePool.await("no more than there is room for", () -> pool.readyWorkers() == 3);
            assertThat(pool.pool().status().join().generation()).isEqualTo(1);
        }
    }

    @Test
    void aBusyWorkerThatIsToLeaveFinishesWhatItHas() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            Path busy = home.resolve("busy");
            Path other = home.resolve("other");
            TestClient one = pool.get("/wait" + busy);
            TestClient two = pool.get("/wait" + other);
            LivePool.await("both run", () -> Files.exists(busy) && Files.exists(other));
            pool.pool().scale(1).join();
            assertThat(pool.readyWorkers()).isEqualTo(1);
            Files.delete(busy);
            Files.delete(other);
            assertThat(pool.number(one)).isNotEqualTo(pool.number(two));
        }
    }

    @Test
    void moreThanThereIsRoomForAreAnotherGeneration() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            assertThat(pool.pool().scale(3).join()).isInstanceOf(ReloadOutcome.Serves.class);
            assertThat(pool.pool().status().join())
                    .returns(2, PoolStatus::generation)
                    .returns(3, PoolStatus::wanted);
            assertThat(pool.readyWorkers()).isEqualTo(3);
            pool.reload(Reload.GRACEFUL, APPLICATION);
            assertThat(pool.outcome()).isInstanceOf(ReloadOutcome.Serves.class);
            assertThat(pool.pool().status().join().wanted())
                    .as("as the configuration says")
                    .isEqualTo(2);
        }
    }

    @Test
    void workersThatRestComeBackForARequest() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home))) {
            pool.pool().rest();
            LivePool.await("no worker", () -> pool.readyWorkers() == 0);
            pool.number(pool.get("/"));
            LivePool.await("all of them", () -> pool.readyWorkers() == 2);
        }
    }

    @Test
    void theStatusTellsWhatRuns() throws IOException {
        try (LivePool pool = ready(LivePool.Setup.of(home).processes(1))) {
            Path busy = home.resolve("busy");
            TestClient running = pool.get("/wait" + busy);
            LivePool.await("it runs", () -> Files.exists(busy));
            PoolStatus.Member worker = pool.pool().status().join().workers().getFirst();
            assertThat(worker.running()).singleElement().satisfies(request -> {
                assertThat(request.method() + " " + request.uri()).isEqualTo("GET /wait" + busy);
                assertThat(request.elapsed()).isPositive();
            });
            Files.delete(busy);
            pool.number(running);
            assertThat(pool.pool().status().join().workers().getFirst())
                    .returns(1L, PoolStatus.Member::served)
                    .satisfies(idle -> assertThat(idle.running()).isEmpty());
        }
    }
}
