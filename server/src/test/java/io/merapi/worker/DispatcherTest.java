// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets the next request, and how many are sent ahead. */
final class DispatcherTest {
    @TempDir
    Path directory;

    private TestPool pool(int threads) {
        return new TestPool(directory, threads, TestPool.LIMITS);
    }

    @Test
    void aFreeWorkerGetsTheNextRequestAtOnce() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            TestClient client = pool.get("/a");
            // not even at the end of the loop's iteration
            assertThat(worker.link().inbox()).containsExactly("/a");
            worker.link().serve("/a", 100);
            assertThat(client.answer()).isEqualTo("200 /a");
            assertThat(client.exchange().server())
                    .extracting(
                            Exchange.Server::pid,
                            Exchange.Server::worker,
                            Exchange.Server::core,
                            Exchange.Server::requests)
                    .containsExactly(worker.pid(), 1, 0, 1L);
            assertThat(client.exchange().times().applicationMicros()).isEqualTo(100);
            assertThat(client.overs()).isEqualTo(1);
        }
    }

    @Test
    void everyWorkerGetsOneBeforeAnyGetsTwo() {
        try (TestPool pool = pool(1)) {
            List<TestWorker> workers = List.of(pool.worker(1), pool.worker(2), pool.worker(3));
            pool.getAll("/a", "/b", "/c", "/d");
            assertThat(workers)
                    .allSatisfy(worker -> assertThat(worker.link().inbox()).hasSize(1));
        }
    }

    @Test
    void aWorkerWithFewerBusyThreadsComesFirst() {
        try (TestPool pool = pool(2)) {
            List<TestWorker> workers = List.of(pool.worker(1), pool.worker(2));
            pool.getAll("/a", "/b");
            assertThat(workers)
                    .allSatisfy(worker -> assertThat(requests(worker)).isEqualTo(1));
            pool.getAll("/c", "/d");
            assertThat(workers)
                    .allSatisfy(worker -> assertThat(requests(worker)).isEqualTo(2));
        }
    }

    private static int requests(TestWorker worker) {
        return worker.links().stream().mapToInt(link -> link.inbox().size()).sum();
    }

    @Test
    void ofFreeWorkersTheOneFreedLastComesFirst() {
        try (TestPool pool = pool(1)) {
            TestLink one = pool.worker(1).link();
            TestLink other = pool.worker(2).link();
            pool.getAll("/a", "/b");
            TestLink first = one.inbox().contains("/a") ? one : other;
            TestLink second = first.equals(one) ? other : one;
            first.serve("/a", 100);
            second.serve("/b", 100);
            for (int i = 0; i < 3; i++) {
                pool.get("/again");
                second.serve("/again", 100);
            }
            assertThat(first.inbox()).isEmpty();
        }
    }

    @Test
    void whatFindsNoFreeWorkerWaitsAndIsSentAsSoonAsOneIsFree() {
        try (TestPool pool = pool(1)) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/a", "/b", "/c");
            assertThat(link.inbox()).containsExactly("/a");
            assertThat(pool.dispatcher().queued()).isEqualTo(2);
            link.serve("/a", 5000);
            assertThat(link.inbox()).containsExactly("/b");
            link.serve("/b", 5000);
            link.serve("/c", 5000);
            assertThat(pool.dispatcher().queued()).isZero();
        }
    }

    @Test
    void aLinkThatHasAnsweredAllOfItsBatchIsGivenItsShareOfWhatWaits() {
        try (TestPool pool = pool(1)) {
            TestLink one = pool.worker(1).link();
            TestLink other = pool.worker(2).link();
            pool.getAll("/a", "/b", "/c", "/d", "/e", "/f");
            TestLink first = one.inbox().contains("/a") ? one : other;
            first.serve("/a", 100);
            assertThat(first.inbox()).containsExactly("/c", "/d");
            assertThat(pool.dispatcher().queued()).isEqualTo(2);
        }
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        try (TestPool pool = pool(1)) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/a", "/b");
            link.begin("/a");
            link.finish(100);
            link.send();
            pool.get("/c");
            link.serve("/b", 100);
            link.serve("/c", 100);
        }
    }

    @Test
    void whatWaitsForTheFirstWorkerIsSentWhenItIsReady() {
        try (TestPool pool = pool(1)) {
            List<TestClient> clients = pool.getAll("/a", "/b");
            assertThat(pool.dispatcher().queued()).isEqualTo(2);
            TestLink link = pool.worker(1).link();
            link.serve("/a", 100);
            link.serve("/b", 100);
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 /a", "200 /b");
        }
    }

    @Test
    void nothingIsSentAheadBeforeTheApplicationIsKnownToBeFast() {
        try (TestPool pool = pool(1)) {
            TestLink link = pool.worker(1).link();
            pool.getAll("/a", "/b", "/c");
            pool.advanceMillis(100);
            assertThat(link.inbox()).containsExactly("/a");
        }
    }

    @Test
    void aFastApplicationIsSentRequestsAheadInOneWriteUpToABound() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            pool.get("/running");
            worker.link().begin("/running");
            worker.link().writes();
            pool.getAll(uris(40));
            assertThat(worker.link().inbox()).hasSize(16).startsWith("/0", "/1").endsWith("/15");
            assertThat(worker.link().writes()).isEqualTo(1);
            assertThat(pool.dispatcher().queued()).isEqualTo(24);
        }
    }

    @Test
    void slowAnswersEndSendingAhead() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            pool.get("/slow");
            worker.link().serve("/slow", 50_000);
            pool.getAll("/a", "/b", "/c");
            assertThat(worker.link().inbox()).containsExactly("/a");
        }
    }

    @Test
    void nothingIsSentAheadWhileAnotherWorkerIsFree() {
        try (TestPool pool = pool(1)) {
            TestWorker one = pool.worker(1);
            pool.warm(one);
            TestWorker other = pool.worker(2);
            pool.getAll("/a", "/b");
            assertThat(List.of(one.link().inbox().size(), other.link().inbox().size()))
                    .containsExactly(1, 1);
        }
    }

    @Test
    void aBatchIsAnsweredInOrder() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            List<TestClient> clients = pool.getAll("/a", "/b", "/c");
            for (String uri : List.of("/a", "/b", "/c")) {
                worker.link().begin(uri);
                worker.link().finish(20);
            }
            assertThat(clients).allMatch(TestClient::isWaiting);
            worker.link().send();
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 /a", "200 /b", "200 /c");
        }
    }

    @Test
    void requestsOfOneBatchAreCountedForTheirWorker() {
        try (TestPool pool = pool(1)) {
            TestWorker worker = pool.worker(1);
            List<Long> counts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                TestClient client = pool.get("/a");
                worker.link().serve("/a", 20);
                Exchange.Server server = client.exchange().server();
                counts.add(server == null ? 0 : server.requests());
            }
            assertThat(counts).containsExactly(1L, 2L, 3L);
        }
    }

    private static String[] uris(int count) {
        String[] uris = new String[count];
        for (int i = 0; i < count; i++) {
            uris[i] = "/" + i;
        }
        return uris;
    }
}
