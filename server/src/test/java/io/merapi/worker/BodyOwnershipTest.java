// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body is there for as long as a worker may get it, and no longer, whenever its owner lets it go. */
final class BodyOwnershipTest {
    private final ByteBuf body = Unpooled.copiedBuffer("octets", StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, new PoolConfig.QueueLimits(1, TestPool.LIMITS.queueTimeout()));
    }

    private TestClient put(TestPool pool) {
        return pool.ask("PUT", "/put", new RequestBody.InMemory(body));
    }

    @AfterEach
    void onlyItsOwnerIsLeft() {
        assertThat(body.refCnt()).isEqualTo(1);
        body.release();
    }

    @Test
    void afterItsAnswer() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            put(pool);
            link.serve("/put", 20);
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void afterAFailure() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            put(pool);
            link.begin("/put");
            link.fail(0);
            link.send();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenTheQueueIsFull() {
        try (TestPool pool = pool()) {
            pool.getAll("/a");
            assertThat(put(pool).answer()).startsWith("503 ");
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenNoWorkerWillCome() {
        try (TestPool pool = pool()) {
            put(pool);
            pool.dispatcher().unavailable();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenTheClientLeavesWhileItWaits() {
        try (TestPool pool = pool()) {
            put(pool).leave();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenTheClientLeavesWhileItRuns() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = put(pool);
            link.begin("/put");
            client.leave();
            link.finish(20);
            link.send();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void aFileIsKeptForAWorkerThatHasTheRequestThoughItsClientLeaves() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.ask("PUT", "/put", new RequestBody.InFile(Path.of("/body"), 6, body));
            link.begin("/put");
            client.leave();
            assertThat(body.refCnt()).isEqualTo(2);
            link.finish(20);
            link.send();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenTheClientLeavesAndThenTheWorkerDies() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            TestClient client = put(pool);
            worker.link().begin("/put");
            client.leave();
            worker.die();
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenTwoWorkersHaveDiedOfIt() {
        try (TestPool pool = pool()) {
            TestClient client = put(pool);
            for (int number = 1; number <= 2; number++) {
                TestWorker worker = pool.worker(number);
                worker.link().begin("/put");
                worker.die();
            }
            assertThat(client.answer()).startsWith("502 ");
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void whenItsOwnerLetsItGoBeforeItIsSent() {
        try (TestPool pool = pool();
                OtherLoop other = new OtherLoop(pool)) {
            TestClient client = other.ask("PUT", "/put", new RequestBody.InMemory(body));
            body.release();
            assertThat(pool.worker(1).link().begin("/put").body()).isEqualTo("octets");
            body.retain();
            client.leave();
        }
    }
}
