// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Failure;
import io.merapi.exchange.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker's death costs the requests that it had. */
final class DeathTest {
    private static final int SIGKILL = -9;

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    @Test
    void whatWasNotStartedIsGivenToAnotherWorkerWhateverTheMethod() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            other.serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void anIdempotentRequestThatWasStartedIsTriedOnceMore(String method) {
        try (TestPool pool = pool()) {
            TestWorker first = pool.worker(1);
            TestClient client = pool.ask(method, "/a", RequestBody.EMPTY);
            first.link().begin("/a");
            TestWorker second = pool.worker(2);
            TestWorker third = pool.worker(3);
            first.die();
            pool.run();
            TestWorker again = second.link().inbox().isEmpty() ? third : second;
            again.link().begin("/a");
            assertThat(client.isWaiting()).isTrue();
            again.die();
            pool.run();
            assertThat(client.answer()).startsWith("502 ");
            assertThat(client.exchange().failure()).isEqualTo(Failure.WORKER_DIED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "CONNECT", "LOCK", "get"})
    void anyOtherRequestThatWasStartedIsLost(String method) {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.ask(method, "/a", RequestBody.EMPTY);
            dying.link().begin("/a");
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            assertThat(client.answer()).startsWith("502 ");
            assertThat(other.inbox()).isEmpty();
        }
    }

    @Test
    void beingSentAheadToWorkersThatDieIsNoAttempt() {
        try (TestPool pool = pool()) {
            TestClient client = pool.get("/a");
            for (int number = 1; number <= 5; number++) {
                TestWorker dying = pool.worker(number);
                assertThat(dying.link().inbox()).containsExactly("/a");
                dying.die();
                pool.run();
            }
            TestWorker started = pool.worker(6);
            started.link().begin("/a");
            started.die();
            pool.run();
            pool.worker(7).link().serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void anAnswerThatHasBegunIsCut() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.get("/a");
            dying.link().begin("/a");
            dying.link().answerHead("some");
            dying.link().send();
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            assertThat(client.answer()).isEqualTo("200 some CUT");
            assertThat(other.inbox()).isEmpty();
        }
    }

    @Test
    void answersThatWereGivenBeforeAreGivenStill() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            pool.warm(dying);
            List<TestClient> clients = pool.getAll("/a", "/b", "/c", "/d");
            dying.link().begin("/a");
            dying.link().finish(20);
            dying.link().begin("/b");
            dying.link().finish(20);
            dying.link().begin("/c");
            dying.link().send();
            dying.die();
            pool.run();
            TestLink other = pool.worker(2).link();
            other.serve("/c", 20);
            other.serve("/d", 20);
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 /a", "200 /b", "200 /c", "200 /d");
        }
    }

    @Test
    void anAnswerOfWhichAPartOfTheHeadHasComeIsNone() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.get("/a");
            dying.link().begin("/a");
            dying.link().finish(20);
            dying.link().sendUpTo(30);
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            other.serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void aBodyInMemoryIsSentAgain() {
        try (TestPool pool = pool()) {
            ByteBuf body = Unpooled.copiedBuffer("octets", StandardCharsets.US_ASCII);
            TestWorker dying = pool.worker(1);
            TestClient client = pool.ask("PUT", "/a", new RequestBody.InMemory(body));
            assertThat(dying.link().begin("/a").body()).isEqualTo("octets");
            dying.die();
            TestLink other = pool.worker(2).link();
            assertThat(other.begin("/a").body()).isEqualTo("octets");
            other.finish(20);
            other.send();
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(body.refCnt()).isEqualTo(1);
        }
    }

    @Test
    void aRequestWhoseClientHasLeftIsNotTriedAgain() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            TestClient client = pool.get("/a");
            dying.link().begin("/a");
            client.leave();
            TestLink other = pool.worker(2).link();
            dying.die();
            pool.run();
            assertThat(other.inbox()).isEmpty();
            assertThat(pool.dispatcher().queued()).isZero();
            assertThat(client.overs()).isEqualTo(1);
        }
    }

    @Test
    void theReportNamesWhatTheWorkerRan() {
        try (TestPool pool = pool()) {
            TestWorker dying = pool.worker(1);
            pool.ask("POST", "/a", RequestBody.EMPTY);
            dying.link().begin("/a");
            dying.die();
            dying.exit(SIGKILL);
            assertThat(pool.events()).containsExactly("ready 1", "died 1, signal 9 (SIGKILL): POST /a (502)");
        }
    }

    @Test
    void oneFullQueueMoreDoesNotLoseWhatComesBack() {
        PoolConfig.QueueLimits narrow = new PoolConfig.QueueLimits(1, TestPool.LIMITS.queueTimeout());
        try (TestPool pool = new TestPool(directory, 1, narrow)) {
            TestWorker dying = pool.worker(1);
            List<TestClient> clients = pool.getAll("/a", "/b");
            dying.link().begin("/a");
            dying.die();
            pool.run();
            TestLink other = pool.worker(2).link();
            other.serve("/a", 20);
            other.serve("/b", 20);
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 /a", "200 /b");
        }
    }
}
