// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.RequestBody;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A loop of connections besides the pool's. What the pool has for a client there waits until the test runs it; what
 * comes from there reaches the pool at once.
 */
final class OtherLoop implements AutoCloseable {
    private final TestPool pool;
    private final EmbeddedChannel home = new EmbeddedChannel();

    OtherLoop(TestPool pool) {
        this.pool = pool;
    }

    TestClient get(String uri) {
        return ask("GET", uri, RequestBody.EMPTY);
    }

    TestClient ask(String method, String uri, RequestBody body) {
        TestClient client =
                new TestClient(TestClient.request(method, uri, body), home.eventLoop(), pool.ticker()::nanoTime);
        pool.dispatcher().admit(client.exchange());
        return client;
    }

    void run() {
        home.runPendingTasks();
        home.checkException();
    }

    @Override
    public void close() {
        run();
        var _ = home.close();
    }
}
