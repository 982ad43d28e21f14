// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A pool under random clients, workers and time; one seed always makes the same. */
final class RandomRun implements AutoCloseable {
    private static final int MOST_AHEAD = 16;
    private static final int WORKERS = 3;
    private static final int DRAIN_ROUNDS = 1000;

    private final Random random;
    private final TestPool pool;
    private final OtherLoop other;
    private final int maxQueue;
    private final List<ModelRequest> requests = new ArrayList<>();
    private final Map<String, ModelRequest> byUri = new HashMap<>();
    private final @Nullable TestWorker[] workers = new TestWorker[WORKERS];
    private boolean idle;

    RandomRun(Path directory, long seed) {
        random = new Random(seed);
        maxQueue = random.nextBoolean() ? 10 : 1000;
        Duration never = Duration.ofDays(1);
        pool = new TestPool(directory, 1 + random.nextInt(2), new PoolConfig.QueueLimits(maxQueue, never));
        other = new OtherLoop(pool);
        for (int at = 0; at < WORKERS; at++) {
            workers[at] = pool.worker(at + 1);
        }
    }

    // ---- what happens

    void step() {
        switch (random.nextInt(14)) {
            case 0, 1 -> ask(1);
            case 2 -> ask(1 + random.nextInt(8));
            case 3 -> leave();
            case 4, 5, 6 -> work(1 + random.nextInt(16));
            case 7, 8 -> send(Integer.MAX_VALUE);
            case 9 -> pool.advanceMicros(random.nextInt(5000));
            case 10 -> replace();
            case 11 -> other.run();
            case 12 -> stallOrResume();
            default -> rarely();
        }
        pool.run();
    }

    private void rarely() {
        switch (random.nextInt(3)) {
            case 0 -> kill();
            case 1 -> send(random.nextInt(60));
            default -> pool.advanceMillis(random.nextInt(300));
        }
    }

    private void ask(int count) {
        for (int i = 0; i < count; i++) {
            boolean full = pool.dispatcher().queued() >= maxQueue;
            String method = random.nextInt(4) == 0 ? "POST" : "GET";
            String uri = "/" + requests.size();
            TestClient client = random.nextInt(3) == 0
                    ? other.ask(method, uri, RequestBody.EMPTY)
                    : pool.ask(method, uri, RequestBody.EMPTY);
            ModelRequest request = new ModelRequest(client, full);
            requests.add(request);
            byUri.put(request.uri(), request);
        }
    }

    private void leave() {
        if (!requests.isEmpty()) {
            ModelRequest request = requests.get(random.nextInt(requests.size()));
            if (!request.isOver()) {
                request.leave();
            }
        }
    }

    /** A client reads no more, or all do again. */
    private void stallOrResume() {
        if (random.nextBoolean()) {
            requests.stream().map(ModelRequest::client).forEach(TestClient::resume);
        } else if (!requests.isEmpty()) {
            requests.get(requests.size() - 1 - random.nextInt(Math.min(20, requests.size())))
                    .client()
                    .stall();
        }
    }

    /** Some worker's thread begins or finishes requests. */
    private void work(int times) {
        TestLink link = anyLink();
        if (link == null) {
            return;
        }
        for (int i = 0; i < times; i++) {
            advance(link, random.nextInt(20) == 0 ? 30_000 : 20);
        }
    }

    private void advance(TestLink link, long micros) {
        if (link.isRunning()) {
            link.finish(micros);
            return;
        }
        TestLink.Asked begun = link.begin();
        if (begun != null) {
            request(begun.uri()).start();
        }
    }

    private void send(int most) {
        TestLink link = anyLink();
        if (link != null) {
            link.sendUpTo(most);
        }
    }

    private void kill() {
        int at = random.nextInt(WORKERS);
        TestWorker worker = workers[at];
        if (worker == null) {
            return;
        }
        workers[at] = null;
        // who has been answered by now is known on the client's loop
        other.run();
        boolean statusFirst = random.nextBoolean();
        if (statusFirst) {
            worker.exit(-9);
        }
        List<String> started = worker.links().stream()
                .flatMap(link -> link.startedUris().stream())
                .toList();
        // before its end: what is tried again may be started elsewhere at once
        started.stream().map(this::request).filter(request -> !request.isOver()).forEach(ModelRequest::lose);
        worker.die();
        if (!statusFirst) {
            worker.exit(-9);
        }
    }

    private void replace() {
        int at = random.nextInt(WORKERS);
        if (workers[at] == null) {
            workers[at] = pool.worker(at + 1);
        }
    }

    private @Nullable TestLink anyLink() {
        TestWorker worker = workers[random.nextInt(WORKERS)];
        return worker == null ? null : worker.link(random.nextInt(worker.links().size()));
    }

    private ModelRequest request(String uri) {
        ModelRequest request = byUri.get(uri);
        if (request == null) {
            throw new AssertionError("nobody has asked for " + uri);
        }
        return request;
    }

    // ---- what holds

    void checkBounds() {
        assertThat(pool.dispatcher().queued()).as("queued").isNotNegative();
        for (TestWorker worker : workers) {
            if (worker != null) {
                worker.links().forEach(this::checkBounds);
            }
        }
    }

    private void checkBounds(TestLink link) {
        assertThat(link.inbox()).as("sent and not begun").hasSizeLessThanOrEqualTo(1 + MOST_AHEAD);
        boolean workless = link.inbox().isEmpty() && !link.isRunning() && link.unsent() == 0;
        if (workless) {
            assertThat(pool.dispatcher().queued())
                    .as("waiting while a worker has nothing to do")
                    .isZero();
        }
    }

    /** Nobody asks any more and nobody dies; all that is left is answered. */
    void drain() {
        pool.dispatcher().whenIdle(() -> idle = true);
        requests.stream().map(ModelRequest::client).forEach(TestClient::resume);
        for (int round = 0; round < DRAIN_ROUNDS && !idle; round++) {
            replace();
            for (TestWorker worker : workers) {
                if (worker != null) {
                    worker.links().forEach(link -> advance(link, 20));
                    worker.links().forEach(TestLink::send);
                }
            }
            pool.advanceMicros(100);
            other.run();
        }
    }

    boolean isIdle() {
        return idle && pool.dispatcher().queued() == 0;
    }

    void checkOutcomes() {
        for (ModelRequest request : requests) {
            assertThat(request.client().overs())
                    .as("ends of %s: %s", request.uri(), request.client().answer())
                    .isEqualTo(1);
            request.check();
        }
    }

    @Override
    public void close() {
        other.close();
        pool.close();
    }
}
