// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import io.merapi.worker.lifecycle.GenerationState;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose body is passed on while it comes in. */
final class StreamedRequestTest {
    private static final int STREAM = 2;

    @TempDir
    Path directory;

    private final TestStream stream = new TestStream();

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    private TestClient upload(TestPool pool, String method) {
        return pool.ask(method, "/upload", new RequestBody.Streaming(stream, -1));
    }

    @Test
    void partsReachTheWorkerAsTheyCome() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = upload(pool, "POST");
            assertThat(link.begin("/upload").flags()).isEqualTo(STREAM);
            stream.part("some");
            assertThat(link.bodies()).containsExactly("1 some");
            stream.part("x".repeat(100_000));
            stream.end();
            assertThat(link.bodies()).containsExactly("1 some", "1 " + "x".repeat(100_000), "1 LAST");
            link.finish(100);
            link.send();
            assertThat(client.answer()).isEqualTo("200 /upload");
            assertThat(stream.isDiscarded()).isFalse();
        }
    }

    @Test
    void aBodyThatBreaksOffIsToldSo() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            upload(pool, "POST");
            link.begin("/upload");
            stream.part("some");
            stream.breakOff();
            assertThat(link.bodies()).containsExactly("1 some", "1 BROKEN");
        }
    }

    @Test
    void theRestOfABodyThatTheApplicationDoesNotReadIsDiscarded() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = upload(pool, "POST");
            link.begin("/upload");
            link.finish(100);
            link.send();
            assertThat(client.answer()).isEqualTo("200 /upload");
            assertThat(stream.isDiscarded()).isTrue();
            assertThat(link.bodies()).containsExactly("1 BROKEN");
            ByteBuf late = stream.part("late");
            stream.end();
            assertThat(late.refCnt()).isZero();
            assertThat(link.bodies()).containsExactly("1 BROKEN");
            pool.get("/next");
            link.serve("/next", 20);
        }
    }

    @Test
    void nothingIsSentBehindABodyThatIsStillComing() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            upload(pool, "POST");
            pool.getAll("/b", "/c");
            worker.link().begin("/upload");
            assertThat(worker.link().inbox()).isEmpty();
            stream.end();
            worker.link().finish(20);
            worker.link().send();
            worker.link().serve("/b", 20);
            worker.link().serve("/c", 20);
        }
    }

    @Test
    void itNeverWaitsBehindARunningRequest() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            pool.get("/running");
            worker.link().begin("/running");
            upload(pool, "POST");
            pool.getAll("/b");
            assertThat(worker.link().inbox()).isEmpty();
            worker.link().finish(20);
            worker.link().send();
            worker.link().begin("/upload");
            stream.part("some");
            assertThat(worker.link().bodies()).singleElement().asString().endsWith(" some");
            assertThat(worker.link().inbox())
                    .as("nothing comes between its parts")
                    .isEmpty();
        }
    }

    @Test
    void aClientIsHeldBackWhileTheWorkerDoesNotTakeMore() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            upload(pool, "POST");
            writable(link, false);
            stream.part("some");
            assertThat(stream.isPaused()).isTrue();
            writable(link, true);
            assertThat(stream.isPaused()).isFalse();
        }
    }

    private static void writable(TestLink link, boolean writable) {
        Objects.requireNonNull(link.unsafe().outboundBuffer()).setUserDefinedWritability(1, writable);
        link.runPendingTasks();
    }

    @Test
    void aWorkerThatIsToLeaveGetsTheRestOfIt() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = upload(pool, "POST");
            link.begin("/upload");
            stream.part("some");
            pool.generation().on(GenerationState.Input.RETIRE);
            assertThat(link.isOutputShutdown()).isFalse();
            stream.part("more");
            stream.end();
            assertThat(link.bodies()).containsExactly("1 some", "1 more", "1 LAST");
            assertThat(link.isOutputShutdown()).isTrue();
            link.finish(20);
            link.send();
            assertThat(client.answer()).isEqualTo("200 /upload");
        }
    }

    @Test
    void aWorkerThatIsToLeaveAndDoesNotReadItLeaves() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            upload(pool, "POST");
            link.begin("/upload");
            pool.generation().on(GenerationState.Input.RETIRE);
            link.finish(20);
            link.send();
            assertThat(link.bodies()).containsExactly("1 BROKEN");
            assertThat(link.isOutputShutdown()).isTrue();
        }
    }

    @Test
    void aWorkersDeathEndsIt() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = upload(pool, "PUT");
            dying.link().begin("/upload");
            stream.part("some");
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            assertThat(client.answer()).startsWith("502 ");
            assertThat(other.inbox()).as("what has come of the body is lost").isEmpty();
            assertThat(stream.isDiscarded()).isTrue();
            assertThat(stream.part("late").refCnt()).isZero();
        }
    }

    @Test
    void whatHasComeOfItIsLostThoughItWasNotStarted() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = upload(pool, "PUT");
            stream.part("some");
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            assertThat(client.answer()).startsWith("502 ");
            assertThat(other.inbox()).isEmpty();
        }
    }
}
