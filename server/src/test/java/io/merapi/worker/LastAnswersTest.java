// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker has answered before its end, and in what order its end is learnt of. */
final class LastAnswersTest {
    private static final int SIGKILL = -9;
    private static final int LAST_ANSWERS_MILLIS = 500;

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    @Test
    void theEndOfItsLinksDecidesWhenItsPlaceIsFree() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            worker.link().begin("/a");
            pool.events();
            worker.exit(SIGKILL);
            assertThat(pool.events()).isEmpty();
            worker.link().finish(20);
            worker.link().send();
            worker.die();
            pool.run();
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(pool.events()).containsExactly("died 1, signal 9 (SIGKILL)");
        }
    }

    @Test
    void aLinkWhoseOtherEndIsKeptOpenIsEndedAfterAWhile() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.ask("POST", "/a", RequestBody.EMPTY);
            worker.link().begin("/a");
            worker.exit(SIGKILL);
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            assertThat(client.answer()).startsWith("502 ");
            assertThat(pool.events()).contains("died 1, signal 9 (SIGKILL): POST /a (502)");
        }
    }

    @Test
    void nothingIsSentToAWorkerThatHasExited() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            worker.exit(SIGKILL);
            TestClient client = pool.get("/a");
            assertThat(worker.link().inbox()).isEmpty();
            pool.advanceMillis(LAST_ANSWERS_MILLIS);
            pool.worker(2).link().serve("/a", 20);
            assertThat(client.answer()).isEqualTo("200 /a");
        }
    }

    @Test
    void anAnswerWhoseFileDoesNotComeIsCutAndThoseBehindItAreGiven() {
        try (TestPool pool = pool()) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            List<TestClient> clients = pool.getAll("/a", "/b");
            TestLink link = worker.link();
            link.begin("/a");
            link.answerHead("");
            link.finishFile(0, 5, 1);
            link.begin("/b");
            link.finish(20);
            link.send();
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 ...", "");
            worker.exit(SIGKILL);
            worker.die();
            pool.advanceMillis(2 * LAST_ANSWERS_MILLIS);
            assertThat(clients).extracting(TestClient::answer).containsExactly("200  CUT", "200 /b");
        }
    }
}
