// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Failure;
import io.merapi.exchange.RequestBody;
import io.merapi.worker.lifecycle.WorkerState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes down a link and comes up on it. */
final class WorkerLinkTest {
    private static final int SLOT = 0;
    private static final int FILE = 1;

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 16 << 10, (16 << 10) + 1, 1 << 20})
    void aBodyInMemoryTravelsWithItsRequest(int size) {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            ByteBuf body = Unpooled.copiedBuffer("x".repeat(size), StandardCharsets.US_ASCII);
            pool.ask("POST", "/a", new RequestBody.InMemory(body));
            pool.getAll("/b");
            assertThat(worker.link().begin("/a").body()).isEqualTo("x".repeat(size));
            worker.link().finish(20);
            worker.link().begin("/b");
            assertThat(body.readableBytes()).as("left for another attempt").isEqualTo(size);
        }
    }

    @Test
    void aBodyInAFileIsNamed() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            pool.ask("POST", "/a", new RequestBody.InFile(Path.of("/run/b\u00f6dy/1"), 5, Unpooled.EMPTY_BUFFER));
            TestLink.Asked asked = link.begin("/a");
            assertThat(asked.flags()).isEqualTo(FILE);
            assertThat(asked.body().getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo("/run/b\u00f6dy/1".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anAnswerInPartsIsPassedOnAsItComes() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            link.begin("/a");
            link.answerHead("one");
            link.send();
            assertThat(client.answer()).isEqualTo("200 one...");
            link.answerData("");
            link.answerData("two");
            link.send();
            assertThat(client.answer()).isEqualTo("200 onetwo...");
            link.finishData(77, "three");
            link.send();
            assertThat(client.answer()).isEqualTo("200 onetwothree");
            assertThat(client.exchange().times().applicationMicros()).isEqualTo(77);
        }
    }

    @Test
    void anAnswerIsPassedOnWhereverReadsCutIt() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            for (int most = 1; most < 40; most++) {
                List<TestClient> clients = pool.getAll("/a", "/b");
                worker.link().begin("/a");
                worker.link().answerHead("one");
                worker.link().answerData("two");
                worker.link().finishData(20, "three");
                worker.link().begin("/b");
                worker.link().finish(20);
                while (worker.link().unsent() > 0) {
                    worker.link().sendUpTo(most);
                }
                assertThat(clients).extracting(TestClient::answer).containsExactly("200 onetwothree", "200 /b");
            }
        }
    }

    @Test
    void anApplicationThatRaisedGivesAnError() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient raised = pool.get("/a");
            link.begin("/a");
            link.fail(0);
            link.send();
            assertThat(raised.answer()).startsWith("500 ");
            assertThat(raised.exchange().failure()).isEqualTo(Failure.APPLICATION);
            TestClient none = pool.get("/b");
            link.begin("/b");
            link.fail(1);
            link.send();
            assertThat(none.answer()).startsWith("500 ");
            assertThat(none.exchange().failure()).isEqualTo(Failure.NO_APPLICATION);
        }
    }

    @Test
    void anApplicationThatRaisesInTheMiddleCutsItsAnswer() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            link.begin("/a");
            link.answerHead("some");
            link.fail(0);
            link.send();
            assertThat(client.answer()).isEqualTo("200 some CUT");
            pool.get("/b");
            link.serve("/b", 20);
        }
    }

    // ---- clients that are slow, and those that leave

    @Test
    void aSlowClientHoldsItsLinkBackUntilItTakesMore() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            link.begin("/a");
            client.stall();
            link.answerHead("one");
            link.send();
            assertThat(link.isReadByFront()).isFalse();
            link.answerData("two");
            link.send();
            assertThat(client.answer()).isEqualTo("200 one...");
            client.resume();
            assertThat(link.isReadByFront()).isTrue();
            link.finishData(20, "three");
            link.send();
            assertThat(client.answer()).isEqualTo("200 onetwothree");
        }
    }

    @Test
    void aClientThatIsSlowToTakeTheEndHoldsNobodyUp() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient slow = pool.get("/a");
            slow.stall();
            link.serve("/a", 20);
            assertThat(slow.answer()).isEqualTo("200 /a");
            assertThat(link.isReadByFront()).isTrue();
            TestClient next = pool.get("/b");
            link.serve("/b", 20);
            assertThat(next.answer()).isEqualTo("200 /b");
        }
    }

    @Test
    void theEndOfAnAnswerFreesItsLinkThoughItWasHeld() {
        try (TestPool pool = pool();
                OtherLoop other = new OtherLoop(pool)) {
            TestLink link = pool.worker(1).link();
            TestClient slow = other.get("/a");
            slow.stall();
            link.begin("/a");
            link.answerHead("one");
            link.send();
            // the end comes before the client's loop has seen the beginning
            link.finishData(20, "two");
            link.send();
            other.run();
            assertThat(slow.answer()).isEqualTo("200 onetwo");
            assertThat(link.isReadByFront()).isTrue();
        }
    }

    @Test
    void aSlowClientHoldsItsLinkBackWhateverBecomesOfThoseBefore() {
        try (TestPool pool = pool();
                OtherLoop other = new OtherLoop(pool)) {
            TestLink link = pool.worker(1).link();
            TestClient before = other.get("/a");
            TestClient slow = pool.get("/b");
            before.stall();
            slow.stall();
            link.begin("/a");
            link.answerHead("one");
            link.finishData(20, "two");
            link.send();
            link.begin("/b");
            link.answerHead("three");
            link.send();
            // only now the loop of the client before is told, that it has to wait and then that it has not
            other.run();
            assertThat(before.answer()).isEqualTo("200 onetwo");
            assertThat(link.isReadByFront()).isFalse();
            slow.resume();
            assertThat(link.isReadByFront()).isTrue();
        }
    }

    @Test
    void aClientThatLeavesWhileItHoldsItsLinkLetsItGo() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            link.begin("/a");
            client.stall();
            link.answerHead("one");
            link.send();
            client.leave();
            assertThat(link.isReadByFront()).isTrue();
            link.finishData(20, "two");
            link.send();
            pool.get("/b");
            link.serve("/b", 20);
        }
    }

    @Test
    void theApplicationIsToldThatItsClientHasLeft() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            TestClient client = pool.get("/a");
            long seq = link.begin("/a").seq();
            assertThat(pool.words().abandoned(SLOT)).isNotEqualTo(seq);
            client.leave();
            assertThat(pool.words().abandoned(SLOT)).isEqualTo(seq);
            link.fail(0);
            link.send();
            assertThat(client.isWaiting()).isTrue();
            assertThat(client.overs()).isEqualTo(1);
            TestClient next = pool.get("/b");
            link.serve("/b", 20);
            assertThat(next.answer()).isEqualTo("200 /b");
        }
    }

    // ---- what a worker must not do

    @Test
    void anAnswerToNobodyEndsTheLink() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            worker.link().head(1, 1, 20, "unasked");
            assertLost(pool, worker);
        }
    }

    @Test
    void anAnswerOutOfSequenceEndsTheLinkAndIsGivenToNobody() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            long seq = worker.link().begin("/a").seq();
            worker.link().head(seq + 1, 1, 20, "another's");
            assertLost(pool, worker);
            assertThat(client.answer()).startsWith("502 ");
        }
    }

    @Test
    void skippingWhatWasNotAskedForEndsTheLink() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            worker.link().skip(1);
            assertLost(pool, worker);
        }
    }

    @Test
    void aMalformedFrameEndsTheLink() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.get("/a");
            worker.link().begin("/a");
            worker.link().answerHead("some");
            worker.link().garble();
            assertLost(pool, worker);
        }
    }

    private static void assertLost(TestPool pool, TestWorker worker) {
        worker.link().send();
        worker.link().runPendingTasks();
        pool.run();
        assertThat(worker.link().isOpen()).as("the link is open").isFalse();
        assertThat(pool.generation().workers())
                .extracting(Worker::state)
                .as("state of the worker")
                .containsExactly(WorkerState.LOST);
    }
}
