// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Failure;
import io.merapi.exchange.RequestBody;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that wait: how many, how long, and whose client has left. */
final class QueueTest {
    @TempDir
    Path directory;

    private TestPool pool(int maxQueue, Duration timeout) {
        return new TestPool(directory, 1, new PoolConfig.QueueLimits(maxQueue, timeout));
    }

    @Test
    void aFullQueueRefusesWith503AndRetryAfter() {
        try (TestPool pool = pool(2, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/running", "/b", "/c");
            TestClient refused = pool.get("/d");
            assertThat(refused.answer()).startsWith("503 ");
            assertThat(refused.fields()).contains("Retry-After: 1\r\n");
            assertThat(refused.exchange().failure()).isEqualTo(Failure.OVERLOADED);
            link.serve("/running", 20);
            TestClient admitted = pool.get("/e");
            link.serve("/b", 20);
            link.serve("/c", 20);
            link.serve("/e", 20);
            assertThat(admitted.answer()).isEqualTo("200 /e");
        }
    }

    @Test
    void withoutAQueueOnlyFreeWorkersAreGivenRequests() {
        try (TestPool pool = pool(0, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            TestClient served = pool.get("/a");
            assertThat(pool.get("/b").answer()).startsWith("503 ");
            link.serve("/a", 20);
            assertThat(served.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void whoHasWaitedTooLongIsRefusedWith503AndRetryAfter() {
        try (TestPool pool = pool(10, Duration.ofSeconds(2))) {
            TestWorker worker = pool.worker(1);
            TestClient running = pool.get("/running");
            worker.link().begin("/running");
            TestClient first = pool.get("/b");
            pool.advanceMillis(1000);
            TestClient second = pool.get("/c");
            pool.advanceMillis(999);
            assertThat(first.isWaiting()).isTrue();
            pool.advanceMillis(1);
            assertThat(first.answer()).startsWith("503 ");
            assertThat(first.fields()).contains("Retry-After");
            assertThat(second.isWaiting()).isTrue();
            pool.advanceMillis(1000);
            assertThat(second.answer()).startsWith("503 ");
            assertThat(running.isWaiting()).as("what runs has no such limit").isTrue();
            assertThat(pool.dispatcher().queued()).isZero();
        }
    }

    @Test
    void aTimeoutOfNothingIsNone() {
        try (TestPool pool = pool(10, Duration.ZERO)) {
            pool.worker(1);
            List<TestClient> clients = pool.getAll("/running", "/b");
            pool.advanceMillis(5000);
            assertThat(clients).allMatch(TestClient::isWaiting);
        }
    }

    @Test
    void timeInTheQueueCountsFromTheFirstArrival() {
        try (TestPool pool = pool(10, Duration.ofSeconds(2))) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.get("/a");
            pool.advanceMillis(1500);
            dying.die();
            pool.run();
            assertThat(client.isWaiting()).isTrue();
            pool.advanceMillis(500);
            assertThat(client.answer()).startsWith("503 ");
        }
    }

    @Test
    void whatComesBackIsRefusedInTimeAlsoWhereOthersHaveBegunToWait() {
        try (TestPool pool = pool(10, Duration.ofSeconds(2))) {
            TestWorker dying = pool.worker(1);
            TestClient tried = pool.get("/a");
            pool.advanceMillis(1500);
            TestClient later = pool.get("/b");
            dying.die();
            pool.run();
            pool.advanceMillis(500);
            assertThat(tried.answer()).startsWith("503 ");
            assertThat(later.isWaiting()).isTrue();
            pool.advanceMillis(1499);
            assertThat(later.isWaiting()).isTrue();
            pool.advanceMillis(1);
            assertThat(later.answer()).startsWith("503 ");
        }
    }

    @Test
    void aWaitingRequestWhoseClientLeavesIsDropped() {
        try (TestPool pool = pool(2, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            pool.get("/running");
            TestClient left = pool.get("/b");
            TestClient stays = pool.get("/c");
            left.leave();
            assertThat(pool.dispatcher().queued()).as("it holds no place").isEqualTo(1);
            TestClient admitted = pool.get("/d");
            link.serve("/running", 20);
            link.serve("/c", 20);
            link.serve("/d", 20);
            assertThat(stays.answer()).isEqualTo("200 /c");
            assertThat(admitted.answer()).isEqualTo("200 /d");
            assertThat(left.isWaiting()).isTrue();
            assertThat(left.overs()).isEqualTo(1);
        }
    }

    @Test
    void clientsThatComeAndLeaveWhileNothingMovesLeaveNothingBehind() {
        try (TestPool pool = pool(100, Duration.ZERO)) {
            TestLink link = pool.worker(1).link();
            pool.get("/running");
            List<TestClient> staying = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                TestClient leaving = pool.get("/leaving");
                if (i % 1000 == 0) {
                    staying.add(pool.get("/" + staying.size()));
                }
                leaving.leave();
            }
            assertThat(pool.dispatcher().queueLength()).isLessThan(200);
            assertThat(pool.dispatcher().queued()).isEqualTo(10);
            link.serve("/running", 2000);
            for (int i = 0; i < 10; i++) {
                link.serve("/" + i, 2000);
            }
            assertThat(staying).allMatch(TestClient::isComplete);
        }
    }

    @Test
    void aClientThatStopsSendingWhileItsRequestWaitsHasLeft() {
        try (TestPool pool = pool(2, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            TestClient running = pool.get("/running");
            TestClient waiting = pool.get("/b");
            running.endInput();
            waiting.endInput();
            assertThat(waiting.overs()).isEqualTo(1);
            assertThat(pool.dispatcher().queued()).isZero();
            link.serve("/running", 20);
            assertThat(running.answer())
                    .as("one that only half-closes is answered")
                    .isEqualTo("200 /running");
            assertThat(link.inbox()).isEmpty();
        }
    }

    @Test
    void whatWaitsWhenNoWorkerWillComeIsRefused() {
        try (TestPool pool = pool(10, Duration.ofSeconds(30))) {
            List<TestClient> waiting = pool.getAll("/a", "/b");
            assertThat(pool.dispatcher().unavailable()).isTrue();
            assertThat(waiting).extracting(TestClient::answer).allMatch(answer -> answer.startsWith("503 "));
            TestClient refused = pool.get("/c");
            assertThat(refused.answer()).startsWith("503 ");
            assertThat(refused.fields()).contains("Retry-After");
            assertThat(refused.exchange().failure()).isEqualTo(Failure.UNAVAILABLE);
            TestLink link = pool.worker(1).link();
            TestClient served = pool.get("/d");
            link.serve("/d", 20);
            assertThat(served.answer()).isEqualTo("200 /d");
        }
    }

    @Test
    void whileSomeWorkersServeNothingIsRefused() {
        try (TestPool pool = pool(10, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            assertThat(pool.dispatcher().unavailable()).isFalse();
            List<TestClient> clients = pool.getAll("/a", "/b");
            link.serve("/a", 20);
            link.serve("/b", 20);
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 /a", "200 /b");
        }
    }

    @Test
    void aRefusedRequestWhoseClientLeavesMeanwhileTakesNoPlaceAway() {
        try (TestPool pool = pool(1, Duration.ofSeconds(30));
                OtherLoop other = new OtherLoop(pool)) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/running", "/b");
            TestClient refused = other.get("/c");
            // the refusal is on its way to the client's loop when the client leaves
            refused.leave();
            other.run();
            assertThat(pool.dispatcher().queued()).isEqualTo(1);
            assertThat(pool.get("/d").answer()).as("the queue is full still").startsWith("503 ");
            link.serve("/running", 20);
            link.serve("/b", 20);
            assertThat(pool.dispatcher().queued()).isZero();
        }
    }

    @Test
    void theEndIsAwaitedUntilNothingWaitsAndNothingRuns() {
        try (TestPool pool = pool(10, Duration.ofSeconds(30))) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/a", "/b");
            boolean[] idle = {false};
            pool.dispatcher().whenIdle(() -> idle[0] = true);
            pool.run();
            assertThat(idle[0]).isFalse();
            link.serve("/a", 20);
            pool.run();
            assertThat(idle[0]).isFalse();
            link.serve("/b", 20);
            pool.run();
            assertThat(idle[0]).isTrue();
        }
    }

    @Test
    void theEndDoesNotWaitForWhatIsLostOrHasLeft() {
        try (TestPool pool = pool(10, Duration.ofSeconds(1))) {
            TestWorker worker = pool.worker(1);
            TestClient running = pool.ask("POST", "/a", RequestBody.EMPTY);
            worker.link().begin("/a");
            boolean[] idle = {false};
            pool.dispatcher().whenIdle(() -> idle[0] = true);
            worker.die();
            pool.run();
            assertThat(running.answer()).startsWith("502 ");
            assertThat(idle[0]).isTrue();
        }
    }

    @Test
    void theEndWaitsForWhatIsGivenToAnotherWorker() {
        try (TestPool pool = pool(10, Duration.ofSeconds(1))) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.get("/a");
            boolean[] idle = {false};
            pool.dispatcher().whenIdle(() -> idle[0] = true);
            dying.die();
            pool.run();
            assertThat(idle[0]).isFalse();
            pool.worker(2).link().serve("/a", 20);
            pool.run();
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(idle[0]).isTrue();
        }
    }

    @Test
    void whatWaitsOrComesBackWhenTheWorkersAreKilledIsRefused() {
        try (TestPool pool = pool(10, Duration.ofSeconds(30))) {
            TestWorker worker = pool.worker(1);
            List<TestClient> clients = pool.getAll("/a", "/b");
            worker.link().begin("/a");
            pool.dispatcher().close();
            assertThat(clients.get(1).answer()).startsWith("503 ");
            assertThat(clients.get(0).isWaiting()).isTrue();
            worker.die();
            assertThat(clients.get(0).answer()).startsWith("503 ");
            assertThat(pool.get("/c").exchange().failure()).isEqualTo(Failure.UNAVAILABLE);
        }
    }
}
