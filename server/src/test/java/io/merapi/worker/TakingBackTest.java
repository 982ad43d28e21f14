// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that were sent ahead do not wait behind one that turns out slow (docs/workerlink.md, "The scoreboard"). */
final class TakingBackTest {
    /** By then the front has seen that a link makes no progress, and has taken back what waits behind. */
    private static final int TAKEN_BACK_MILLIS = 6;

    private static final int SLOT = 0;

    @TempDir
    Path directory;

    private TestPool pool() {
        return new TestPool(directory, 1, TestPool.LIMITS);
    }

    /** A worker of a fast application that runs {@code /slow}. */
    private static TestLink stuck(TestPool pool) {
        TestWorker worker = pool.worker(1);
        pool.warm(worker);
        pool.get("/slow");
        worker.link().begin("/slow");
        return worker.link();
    }

    @Test
    void whatWaitsBehindASlowRequestIsGivenToAFreeWorker() {
        try (TestPool pool = pool()) {
            TestLink slow = stuck(pool);
            List<TestClient> behind = pool.getAll("/b", "/c");
            assertThat(slow.inbox()).containsExactly("/b", "/c");
            TestLink other = pool.worker(2).link();
            assertThat(other.inbox()).isEmpty();
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            assertThat(other.inbox()).as("what is taken back").startsWith("/b");
            other.serve("/b", 20);
            other.serve("/c", 20);
            assertThat(behind).extracting(TestClient::answer).containsExactly("200 /b", "200 /c");
        }
    }

    @Test
    void whatIsTakenBackGoesBeforeWhatWaits() {
        try (TestPool pool = pool()) {
            stuck(pool);
            String[] uris = new String[20];
            for (int i = 0; i < uris.length; i++) {
                uris[i] = "/" + i;
            }
            pool.getAll(uris);
            assertThat(pool.dispatcher().queued()).isEqualTo(4);
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            assertThat(pool.dispatcher().queued()).isEqualTo(20);
            TestLink other = pool.worker(2).link();
            for (String uri : uris) {
                other.serve(uri, 20);
            }
        }
    }

    @Test
    void aWorkerThatMakesProgressKeepsWhatItHas() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            List<TestClient> behind = pool.getAll("/b", "/c", "/d");
            for (String uri : List.of("/b", "/c", "/d")) {
                pool.advanceMicros(1500);
                link.finish(1500);
                // nothing is sent: the start of the next is progress enough
                link.begin(uri);
            }
            link.finish(20);
            assertThat(pool.words().revoked(SLOT)).isZero();
            link.send();
            assertThat(behind).extracting(TestClient::answer).containsExactly("200 /b", "200 /c", "200 /d");
        }
    }

    @Test
    void aRunningRequestIsNeverTakenBack() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            pool.advanceMillis(1000);
            assertThat(pool.words().revoked(SLOT)).isZero();
            TestClient behind = pool.getAll("/b").getFirst();
            TestLink other = pool.worker(2).link();
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            other.serve("/b", 20);
            assertThat(behind.answer()).isEqualTo("200 /b");
            assertThat(link.isRunning()).isTrue();
            link.finish(1_000_000);
            link.send();
        }
    }

    @Test
    void theWorkerSkipsWhatWasTakenBackAndIsThenAsBefore() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            pool.getAll("/b", "/c");
            TestLink other = pool.worker(2).link();
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            link.finish(6000);
            assertThat(link.begin()).as("what is not skipped").isNull();
            pool.get("/d");
            assertThat(link.inbox()).as("sent before it has skipped").isEmpty();
            link.send();
            assertThat(pool.words().revoked(SLOT)).as("revoked").isZero();
            other.serve("/b", 20);
            assertThat(List.of(link.inbox(), other.inbox()))
                    .as("both workers are in use")
                    .allSatisfy(inbox -> assertThat(inbox).hasSize(1));
        }
    }

    @Test
    void theWorkerMaySkipBeforeTheFrontHasTakenBack() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            List<TestClient> behind = pool.getAll("/b", "/c", "/d");
            while (pool.words().revoked(SLOT) == 0) {
                pool.advanceMicros(250);
            }
            link.finish(3000);
            link.begin();
            link.send();
            pool.run();
            for (String uri : List.of("/b", "/c", "/d")) {
                link.serve(uri, 20);
            }
            assertThat(behind).extracting(TestClient::answer).containsExactly("200 /b", "200 /c", "200 /d");
        }
    }

    @Test
    void whatTheWorkerStartsMeanwhileIsLeftToIt() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            List<TestClient> behind = pool.getAll("/b", "/c");
            while (pool.words().revoked(SLOT) == 0) {
                pool.advanceMicros(250);
            }
            // the worker has looked before the front wrote, and writes before the front looks
            long revoked = pool.words().revoked(SLOT);
            pool.words().start(SLOT, revoked);
            TestLink other = pool.worker(2).link();
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            assertThat(other.inbox()).containsExactly("/c");
            // then it looks again, and does not run it after all
            link.finish(3000);
            assertThat(link.begin()).isNull();
            link.send();
            pool.run();
            link.serve("/b", 20);
            other.serve("/c", 20);
            assertThat(behind).extracting(TestClient::answer).containsExactly("200 /b", "200 /c");
        }
    }

    @Test
    void nothingIsSentToALinkThatIsBeingTakenBackFrom() {
        try (TestPool pool = pool()) {
            TestLink link = stuck(pool);
            pool.getAll("/b");
            pool.advanceMillis(TAKEN_BACK_MILLIS);
            pool.getAll("/c", "/d");
            pool.advanceMillis(100);
            assertThat(link.inbox()).as("what it got before").containsExactly("/b");
            assertThat(pool.dispatcher().queued()).isEqualTo(3);
        }
    }

    @Test
    void onlyTheNextRequestIsTakenWhereNothingIsSentAhead() {
        try (TestPool pool = pool()) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/slow", "/b");
            link.begin("/slow");
            pool.advanceMillis(100);
            assertThat(pool.words().revoked(SLOT)).isZero();
            assertThat(pool.dispatcher().queued()).isEqualTo(1);
        }
    }
}
