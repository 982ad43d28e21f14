// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import io.merapi.worker.limit.HarakiriLimits;
import io.merapi.worker.limit.WorkerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that run for too long, on a clock that the test moves. */
final class HarakiriTest {
    private static final int MOST_MILLIS = 3000;

    /** How often what runs is looked at, and a bit. */
    private static final int LOOK_MILLIS = 60;

    private static final int LAST_ANSWERS_MILLIS = 600;
    private static final String STACKS = """
            Current thread 0x000000000000002a (most recent call first):
              File "/srv/site.py", line 7 in slow
              File "/opt/merapi/python/merapi_worker/link.py", line 126 in _request
              File "/opt/merapi/python/merapi_worker/link.py", line 76 in serve
            """;

    @TempDir
    Path directory;

    private TestPool pool(int threads) {
        HarakiriLimits harakiri = new HarakiriLimits(
                Duration.ofMillis(MOST_MILLIS), Duration.ofMillis(MOST_MILLIS / 2), true, Duration.ZERO, 15);
        return new TestPool(directory, threads, TestPool.LIMITS, WorkerLimits.NONE.with(harakiri));
    }

    @Test
    void theClientGets504WhenTheTimeIsOverAndNotBefore() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            pool.advanceMillis(MOST_MILLIS - LOOK_MILLIS);
            assertThat(client.isWaiting()).isTrue();
            pool.advanceMillis(2 * LOOK_MILLIS);
            assertThat(client.answer()).isEqualTo("504 504 Gateway Timeout\n");
        }
    }

    @Test
    void eachRequestHasATimeOfItsOwnWhateverOtherThreadsDo() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            TestClient stuck = pool.get("/stuck");
            TestLink holding = worker.link(0).inbox().isEmpty() ? worker.link(1) : worker.link(0);
            TestLink other = holding.equals(worker.link(0)) ? worker.link(1) : worker.link(0);
            holding.begin("/stuck");
            for (int i = 0; i < 5; i++) {
                TestClient quick = pool.get("/quick" + i);
                other.serve("/quick" + i, 20);
                pool.advanceMillis(MOST_MILLIS / 6);
                assertThat(quick.answer()).isEqualTo("200 /quick" + i);
            }
            assertThat(stuck.isWaiting()).isTrue();
            pool.advanceMillis(MOST_MILLIS / 6 + LOOK_MILLIS);
            assertThat(stuck.answer()).startsWith("504 ");
        }
    }

    @Test
    void theTimeOfARequestThatWasSentAheadBeginsWhenItIsItsTurn() {
        try (TestPool pool = pool(1)) {
            TestLink link = pool.worker(1).link();
            for (int i = 0; i < 3; i++) {
                TestClient client = pool.get("/" + i);
                link.begin("/" + i);
                pool.advanceMillis(MOST_MILLIS - LOOK_MILLIS);
                link.finish(MOST_MILLIS * 1000L);
                link.send();
                assertThat(client.answer()).isEqualTo("200 /" + i);
            }
        }
    }

    @Test
    void theWorkerGetsNothingMoreAndAnotherIsWantedAtOnce() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.get("/a");
            worker.link().begin("/a");
            pool.events();
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            assertThat(pool.events()).containsExactly("wanting");
            pool.getAll("/b");
            assertThat(worker.link().inbox()).isEmpty();
            assertThat(worker.link().isOutputShutdown()).isTrue();
            assertThat(pool.generation().workers()).hasSize(1);
            pool.generation().spawn(1, pool.ticker().nanoTime());
            assertThat(pool.generation().workers()).extracting(Worker::number).containsExactly(1, 1);
        }
    }

    @Test
    void whatWasSentAheadIsGivenToAnother() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            List<TestClient> clients = pool.getAll("/a", "/b");
            worker.link().begin("/a");
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            TestLink other = pool.worker(2).link();
            other.serve("/b", 20);
            assertThat(clients.get(0).answer()).startsWith("504 ");
            assertThat(clients.get(1).answer()).isEqualTo("200 /b");
        }
    }

    @Test
    void neighboursFinish() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            List<TestClient> clients = pool.getAll("/a", "/b");
            TestLink first = worker.link(0);
            TestLink second = worker.link(1);
            first.begin();
            second.begin();
            second.finish(20);
            second.send();
            pool.advanceMillis(MOST_MILLIS / 2);
            TestClient neighbour = pool.get("/c");
            second.begin("/c");
            pool.advanceMillis(MOST_MILLIS / 2 + LOOK_MILLIS);
            assertThat(neighbour.isWaiting()).isTrue();
            second.finish(20);
            second.send();
            assertThat(neighbour.answer()).isEqualTo("200 /c");
            assertThat(clients)
                    .extracting(TestClient::answer)
                    .anyMatch(answer -> answer.startsWith("504"))
                    .anyMatch(answer -> answer.startsWith("200"));
        }
    }

    @Test
    void aRequestThatIsOverIsNotTriedAgainWhenItsWorkerIsKilled() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            TestWorker other = pool.worker(2);
            worker.die();
            worker.exit(-9);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            assertThat(other.link().inbox()).isEmpty();
            assertThat(client.answer()).startsWith("504 ");
            assertThat(client.overs()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatComesLateGoesNowhere() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            worker.link().begin("/a");
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            worker.link().finish(20);
            worker.link().send();
            assertThat(client.answer()).isEqualTo("504 504 Gateway Timeout\n");
        }
    }

    @Test
    void anAnswerThatHasBegunIsCut() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            worker.link().answerHead("some");
            worker.link().send();
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            assertThat(client.answer()).isEqualTo("200 some CUT");
        }
    }

    @Test
    void theTimeThatAClientNeedsToReadDoesNotCount() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            client.stall();
            worker.link().answerHead("some");
            worker.link().send();
            pool.advanceMillis(2 * MOST_MILLIS);
            client.resume();
            pool.advanceMillis(MOST_MILLIS - 2 * LOOK_MILLIS);
            assertThat(client.answer()).isEqualTo("200 some...");
            pool.advanceMillis(3 * LOOK_MILLIS);
            assertThat(client.answer()).isEqualTo("200 some CUT");
        }
    }

    @Test
    void aWorkerIsStuckThoughTheClientHasLeft() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            client.leave();
            pool.events();
            pool.advanceMillis(MOST_MILLIS + LOOK_MILLIS);
            assertThat(pool.events()).containsExactly("wanting");
        }
    }

    @Test
    void theStacksAreAskedForWhenItIsSlowAndWhenItIsStuck() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestStacks stacks = worker.openStacks();
            pool.get("/a");
            worker.link().begin("/a");
            pool.advanceMillis(MOST_MILLIS / 2 - LOOK_MILLIS);
            assertThat(stacks.isAwaited()).isFalse();
            pool.advanceMillis(2 * LOOK_MILLIS);
            assertThat(stacks.isAwaited()).isTrue();
            stacks.write(STACKS);
            pool.advanceMillis(2 * LOOK_MILLIS);
            assertThat(stacks.isAwaited()).isFalse();
            pool.advanceMillis(MOST_MILLIS / 2);
            assertThat(stacks.isAwaited()).isTrue();
        }
    }
}
