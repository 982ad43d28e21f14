// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open over all loops and listeners, and who waits for there to be fewer. */
public final class Connections {
    /** Who waits until it may accept again. */
    public interface Paused {
        /** A connection has closed; called on any thread. */
        void retry();
    }

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();
    private final TransportCounters counters = new TransportCounters();
    /** Acceptors that have paused. */
    private final List<Paused> waiting = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private volatile boolean draining;

    public Connections(int limit) {
        this.limit = limit;
    }

    public TransportCounters counters() {
        return counters;
    }

    public int limit() {
        return limit;
    }

    public int open() {
        return open.get();
    }

    public boolean isAtLimit() {
        return open.get() >= limit;
    }

    public void opened() {
        open.incrementAndGet();
        counters.acceptedOne();
    }

    public void closed() {
        int left = open.decrementAndGet();
        if (!waiting.isEmpty()) {
            waiting.forEach(Paused::retry);
        }
        if (left == 0 && draining) {
            allClosed.complete(null);
        }
    }

    /** Told when a connection closes, until {@link #accepts}. */
    public void pauses(Paused acceptor) {
        counters.pausedOnce();
        waiting.add(acceptor);
    }

    public void accepts(Paused acceptor) {
        waiting.remove(acceptor);
    }

    /** No more are accepted; complete when the last one has closed. */
    public CompletableFuture<Void> drain() {
        draining = true;
        if (open.get() == 0) {
            allClosed.complete(null);
        }
        return allClosed;
    }
}
