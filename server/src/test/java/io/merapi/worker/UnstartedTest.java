// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.BodyStream;
import io.merapi.exchange.RequestBody;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that do not even start what they are given, and requests that nobody waits for any more. */
final class UnstartedTest {
    private static final int SLOT = 0;
    private static final int TAKEN_BACK_MILLIS = 10;
    private static final int GIVEN_UP_MILLIS = 200;

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    @Test
    void whatAStoppedWorkerDoesNotStartIsGivenToAnother() {
        try (TestPool pool = pool()) {
            TestLink stopped = pool.worker(1).link();
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            TestLink other = pool.worker(2).link();
            pool.advanceMillis(GIVEN_UP_MILLIS);
            other.serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(stopped.begin()).as("what it starts when it goes on").isNull();
        }
    }

    @Test
    void aStoppedWorkerThatGoesOnIsAsBefore() {
        try (TestPool pool = pool()) {
            TestLink stopped = pool.worker(1).link();
            TestClient client = pool.get("/a");
            pool.advanceMillis(GIVEN_UP_MILLIS);
            assertThat(pool.dispatcher().queued()).isEqualTo(1);
            stopped.begin();
            stopped.send();
            stopped.serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(pool.words().revoked(SLOT)).isZero();
        }
    }

    @Test
    void whatRunsIsLeftToItsWorkerHoweverLong() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            link.begin("/a");
            pool.worker(2);
            pool.advanceMillis(10 * GIVEN_UP_MILLIS);
            link.finish(2_000_000);
            link.send();
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void aRequestWhoseBodyIsStillComingIsNeverSentAhead() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            pool.get("/slow");
            worker.link().begin("/slow");
            pool.ask("POST", "/streamed", new RequestBody.Streaming(new EmptyStream(), 0));
            pool.run();
            assertThat(worker.link().inbox()).isEmpty();
            worker.link().finish(20);
            worker.link().send();
            assertThat(worker.link().inbox()).containsExactly("/streamed");
        }
    }

    @Test
    void norIsItTakenBackWhenItHasCome() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            TestClient client = pool.ask("POST", "/streamed", new RequestBody.Streaming(new EmptyStream(), 0));
            TestClient behind = pool.getAll("/b").getFirst();
            assertThat(worker.link().inbox()).containsExactly("/streamed", "/b");
            TestLink other = pool.worker(2).link();
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            other.serve("/b", 20);
            pool.advanceMillis(GIVEN_UP_MILLIS);
            worker.link().serve("/streamed", 20);
            assertThat(client.answer()).isEqualTo("200 /streamed");
            assertThat(behind.answer()).isEqualTo("200 /b");
        }
    }

    @Test
    void theApplicationIsToldThatTheClientOfTheRequestItIsAtHasLeft() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            long seq = 200;
            List<TestClient> clients = pool.getAll("/a", "/b");
            worker.link().begin("/a");
            clients.get(0).leave();
            clients.get(1).leave();
            assertThat(pool.words().abandoned(SLOT)).isEqualTo(seq + 1);
            worker.link().finish(20);
            worker.link().send();
            assertThat(pool.words().abandoned(SLOT)).isEqualTo(seq + 2);
        }
    }

    @Test
    void aClientThatLeavesLateDoesNotTouchTheWorkerThatCameAfter() {
        try (TestPool pool = pool();
                OtherLoop loop = new OtherLoop(pool)) {
            TestWorker dying = pool.worker(1);
            TestClient client = loop.get("/a");
            dying.link().begin("/a");
            dying.link().answerHead("some");
            dying.link().send();
            loop.run();
            dying.exit(-9);
            dying.die();
            pool.run();
            pool.worker(1);
            client.leave();
            assertThat(pool.words().abandoned(SLOT)).isZero();
        }
    }

    private static final class EmptyStream implements BodyStream {
        @Override
        public void start(Receiver receiver) {
            receiver.end();
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void discard() {}
    }
}
