// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open over all loops and listeners, and who waits for there to be fewer. */
final class Connections {
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();
    private final TransportCounters counters = new TransportCounters();
    /** Acceptors that have paused. */
    private final List<Acceptor> waiting = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private volatile boolean draining;

    Connections(int limit) {
        this.limit = limit;
    }

    TransportCounters counters() {
        return counters;
    }

    int limit() {
        return limit;
    }

    int open() {
        return open.get();
    }

    boolean isAtLimit() {
        return open.get() >= limit;
    }

    void opened() {
        open.incrementAndGet();
        counters.acceptedOne();
    }

    void closed() {
        int left = open.decrementAndGet();
        if (!waiting.isEmpty()) {
            waiting.forEach(Acceptor::retry);
        }
        if (left == 0 && draining) {
            allClosed.complete(null);
        }
    }

    /** Told when a connection closes, until {@link #accepts}. */
    void pauses(Acceptor acceptor) {
        counters.pausedOnce();
        waiting.add(acceptor);
    }

    void accepts(Acceptor acceptor) {
        waiting.remove(acceptor);
    }

    /** No more are accepted; complete when the last one has closed. */
    CompletableFuture<Void> drain() {
        draining = true;
        if (open.get() == 0) {
            allClosed.complete(null);
        }
        return allClosed;
    }
}
