// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.protocol.workerlink.ControlEvent.Role;
import io.merapi.worker.lifecycle.GenerationState;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the workers of one loading of the application. */
final class GenerationTest {
    private static final int LAST_ANSWERS_MILLIS = 600;
    private static final int TAKEN_BACK_MILLIS = 10;

    @TempDir
    Path directory;

    private TestPool pool(int threads) {
        return new TestPool(directory, threads, TestPool.LIMITS);
    }

    @Test
    void aWorkerServesWhenAllItsLinksAreOpen() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.fork(1);
            worker.spawned();
            worker.openLink();
            pool.getAll("/a");
            assertThat(pool.events()).isEmpty();
            assertThat(worker.link().inbox()).isEmpty();
            worker.openLink();
            pool.run();
            assertThat(pool.events()).containsExactly("ready 1");
            assertThat(worker.link(0).inbox().size() + worker.link(1).inbox().size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aWorkerMayConnectBeforeItIsReported() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.fork(1);
            worker.openLink();
            assertThat(pool.events()).containsExactly("ready 1");
            worker.spawned();
            pool.get("/a");
            worker.link().serve("/a", 20);
        }
    }

    @Test
    void onlyItsOwnWorkersAreWelcome() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel channel = new EmbeddedChannel();
            assertThat(pool.generation().opened(hello(worker.pid(), 2, 0), channel))
                    .as("a number that was not forked")
                    .isNull();
            assertThat(pool.generation().opened(hello(worker.pid() + 1, 1, 0), channel))
                    .as("another process")
                    .isNull();
            assertThat(pool.generation().opened(hello(worker.pid(), 1, 2), channel))
                    .as("a thread too many")
                    .isNull();
            assertThat(pool.generation().opened(hello(worker.pid(), 1, -1), channel))
                    .isNull();
            assertThat(pool.generation().opened(hello(worker.pid(), 1, 1), channel))
                    .isNotNull();
        }
    }

    private static ControlEvent.Hello hello(int pid, int worker, int thread) {
        return new ControlEvent.Hello(Role.LIFELINE, pid, worker, thread, 1);
    }

    @Test
    void aDeathIsToldOnceWithItsStatus() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            pool.events();
            worker.die();
            assertThat(pool.events()).as("before its status is known").isEmpty();
            worker.exit(-11);
            assertThat(pool.events()).containsExactly("died 1, signal 11 (SIGSEGV)");
            worker.exit(-11);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            assertThat(pool.events()).isEmpty();
            assertThat(pool.generation().workers()).isEmpty();
        }
    }

    @Test
    void aDeathBeforeItWasReadyIsToldToo() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.fork(1);
            worker.exit(1);
            assertThat(pool.events()).containsExactly("died 1, exit code 1");
        }
    }

    @Test
    void theStatusOfAnotherProcessIsNotItsOwn() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.events();
            pool.generation().exited(new ControlEvent.Exited(1, worker.pid() + 1, -9));
            pool.generation().exited(new ControlEvent.Exited(7, worker.pid(), -9));
            assertThat(pool.events()).isEmpty();
            pool.get("/a");
            worker.link().serve("/a", 20);
        }
    }

    @Test
    void aWorkerThatLosesOneLinkLosesAll() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            worker.link(0).die();
            pool.run();
            pool.getAll("/a", "/b");
            assertThat(worker.link(1).inbox())
                    .as("requests to a worker that is to be replaced")
                    .isEmpty();
            assertThat(pool.dispatcher().queued()).isEqualTo(2);
        }
    }

    @Test
    void itsSuccessorStartsAnew() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            worker.die();
            worker.exit(-9);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            TestWorker successor = pool.worker(1);
            assertThat(pool.generation().scoreboard().started(0)).isZero();
            TestClient client = pool.get("/a");
            successor.link().serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    // ---- fewer workers

    @Test
    void theLastWorkerThatHasNothingToDoIsLetGo() {
        try (TestPool pool = pool(1)) {
            TestWorker first = pool.worker(1);
            TestWorker second = pool.worker(2);
            TestWorker third = pool.worker(3);
            pool.get("/a");
            assertThat(third.link().begin("/a").uri()).isEqualTo("/a");
            pool.generation().wanted(3);
            assertThat(pool.generation().retireIdle()).isTrue();
            assertThat(second.link().isOutputShutdown()).isTrue();
            assertThat(first.link().isOutputShutdown()).isFalse();
            assertThat(third.link().isOutputShutdown()).isFalse();
            assertThat(pool.generation().wanted()).isEqualTo(2);
        }
    }

    @Test
    void aWorkerWithWorkIsNot() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.get("/a");
            worker.link().begin("/a");
            pool.generation().wanted(1);
            assertThat(pool.generation().retireIdle()).isFalse();
            assertThat(worker.link().isOutputShutdown()).isFalse();
            assertThat(pool.generation().wanted()).isEqualTo(1);
        }
    }

    // ---- the end

    @Test
    void aRetiredWorkerFinishesWhatItHasAndGetsNothingMore() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.events();
            TestClient running = pool.get("/a");
            worker.link().begin("/a");
            pool.generation().on(GenerationState.Input.RETIRE);
            assertThat(worker.link().isOutputShutdown()).isTrue();
            pool.getAll("/b");
            assertThat(worker.link().inbox()).isEmpty();
            worker.link().finish(20);
            worker.link().send();
            assertThat(running.answer()).isEqualTo("200 /a");
            assertThat(worker.link().inbox()).isEmpty();
            assertThat(pool.events()).as("before it has left").isEmpty();
            worker.die();
            worker.exit(0);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            assertThat(pool.events()).as("before its zygote has left").isEmpty();
            pool.generation().zygoteDied();
            assertThat(pool.events()).containsExactly("gone");
        }
    }

    @Test
    void aWorkerThatDiesWhileItLeavesIsNotReplaced() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient running = pool.get("/a");
            worker.link().begin("/a");
            pool.generation().on(GenerationState.Input.RETIRE);
            pool.events();
            worker.die();
            worker.exit(-9);
            pool.generation().zygoteDied();
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            assertThat(pool.events()).containsExactly("gone");
            assertThat(running.isWaiting())
                    .as("it may be tried once more elsewhere")
                    .isTrue();
        }
    }

    @Test
    void aGenerationWithoutWorkersIsGoneWithItsZygote() {
        try (TestPool pool = pool(1)) {
            pool.generation().on(GenerationState.Input.RETIRE);
            assertThat(pool.events()).isEmpty();
            pool.generation().zygoteDied();
            assertThat(pool.events()).containsExactly("gone");
        }
    }

    @Test
    void aRetiredWorkerGivesBackWhatItHasNotStarted() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            List<TestClient> clients = pool.getAll("/slow", "/b", "/c");
            worker.link().begin("/slow");
            pool.generation().on(GenerationState.Input.RETIRE);
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            assertThat(pool.dispatcher().queued()).isEqualTo(2);
            worker.link().finish(20);
            worker.link().send();
            assertThat(clients.getFirst().answer()).isEqualTo("200 /slow");
        }
    }

    @Test
    void killingEndsTheZygote() {
        try (TestPool pool = pool(1)) {
            pool.worker(1);
            pool.generation().kill();
            assertThat(pool.process().isAlive()).isFalse();
        }
    }

    // ---- without its zygote

    @Test
    void workersServeOnWhenTheirZygoteHasDied() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.generation().zygoteDied();
            assertThat(pool.generation().state()).isEqualTo(GenerationState.ORPHANED);
            TestClient client = pool.get("/a");
            worker.link().serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void withoutAZygoteTheEndOfItsLinksTellsAWorkersDeath() {
        try (TestPool pool = pool(2)) {
            TestWorker worker = pool.worker(1);
            pool.generation().zygoteDied();
            pool.events();
            worker.link(0).die();
            assertThat(pool.events()).isEmpty();
            worker.link(1).die();
            pool.run();
            assertThat(pool.events()).containsExactly("died 1, unknown status", "gone");
        }
    }

    @Test
    void workersThatHadNotConnectedWhenTheirZygoteDiedAreGone() {
        try (TestPool pool = pool(1)) {
            pool.fork(1);
            TestWorker ready = pool.worker(2);
            TestWorker dead = pool.worker(3);
            dead.die();
            pool.events();
            pool.generation().zygoteDied();
            assertThat(pool.events()).containsExactlyInAnyOrder("died 1, unknown status", "died 3, unknown status");
            assertThat(pool.generation().workers()).extracting(Worker::pid).isEqualTo(List.of(ready.pid()));
        }
    }
}
