// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.limit.RecyclingLimits;
import io.merapi.worker.limit.WorkerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are worn out are replaced before they leave. */
final class RecyclingTest {
    private static final int MOST_REQUESTS = 10;
    private static final Duration OLD = Duration.ofSeconds(60);
    private static final Duration YOUNG = Duration.ofSeconds(1);
    private static final int LAST_ANSWERS_MILLIS = 600;

    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();

    private TestPool pool() {
        RecyclingLimits limits = new RecyclingLimits(MOST_REQUESTS, 0, YOUNG, OLD, Duration.ZERO, List.of());
        return new TestPool(directory, 1, TestPool.LIMITS, WorkerLimits.NONE.with(limits));
    }

    private Recycling recycling(TestPool pool) {
        return new Recycling(pool.generation(), notes::add);
    }

    private static void serve(TestPool pool, TestWorker worker, int requests) {
        for (int i = 0; i < requests; i++) {
            TestClient client = pool.get("/" + i);
            worker.link().serve("/" + i, 20);
            assertThat(client.answer()).isEqualTo("200 /" + i);
        }
    }

    @Test
    void theRequestThatFillsTheQuotaIsTold() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.events();
            serve(pool, worker, MOST_REQUESTS - 1);
            pool.run();
            assertThat(pool.events()).isEmpty();
            serve(pool, worker, 2);
            pool.run();
            assertThat(pool.events()).containsExactly("worn out");
        }
    }

    @Test
    void theOldOneServesUntilItsSuccessorDoesAndThenLeaves() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            TestWorker old = pool.worker(1);
            pool.advanceMillis((int) YOUNG.toMillis());
            serve(pool, old, MOST_REQUESTS);
            recycling.look();
            assertThat(notes)
                    .containsExactly(
                            "worker 1 (pid: " + old.pid() + ") is replaced: max-requests, it has had 10 of 10");
            serve(pool, old, 1);
            TestWorker heir = pool.heir(1, 2);
            assertThat(old.link().isOutputShutdown()).isTrue();
            serve(pool, heir, 1);
        }
    }

    @Test
    void whatTheOldOneRunsIsFinished() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            TestWorker old = pool.worker(1);
            pool.advanceMillis((int) OLD.toMillis());
            TestClient running = pool.get("/running");
            old.link().begin("/running");
            recycling.look();
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .endsWith("max-worker-lifetime, it has lived for 60.0 s of 60.0 s");
            pool.heir(1, 2);
            old.link().finish(20);
            old.link().send();
            assertThat(running.answer()).isEqualTo("200 /running");
        }
    }

    @Test
    void oneIsReplacedAtATime() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            TestWorker first = pool.worker(1);
            pool.worker(2);
            pool.advanceMillis((int) OLD.toMillis());
            recycling.look();
            recycling.look();
            assertThat(notes).hasSize(1);
            pool.heir(1, 3);
            recycling.look();
            assertThat(notes).as("the first has not left").hasSize(1);
            first.die();
            first.exit(0);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            recycling.look();
            assertThat(notes).hasSize(2);
        }
    }

    @Test
    void aSuccessorThatDiesIsForkedAgainAndTheOldOneServesOn() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            TestWorker old = pool.worker(1);
            pool.advanceMillis((int) OLD.toMillis());
            recycling.look();
            new TestWorker(pool, 2).exit(1);
            serve(pool, old, 1);
            recycling.look();
            assertThat(notes).hasSize(2);
        }
    }

    @Test
    void aYoungOneIsNotReplacedWhateverItHasServed() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            serve(pool, pool.worker(1), 3 * MOST_REQUESTS);
            recycling.look();
            assertThat(notes).isEmpty();
        }
    }

    @Test
    void oneThatAsksForItIsReplaced() {
        try (TestPool pool = pool()) {
            Recycling recycling = recycling(pool);
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            worker.link().fail(2);
            worker.link().send();
            assertThat(client.answer()).startsWith("500 ");
            pool.run();
            assertThat(pool.events()).contains("worn out");
            recycling.look();
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .endsWith("is replaced: reload-on-exception, it raised in GET /a");
        }
    }
}
