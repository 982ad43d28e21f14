// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pool's bounded queue: first in, first out. A request whose client has left stays in it as a husk for a while, but
 * does not count. The husks are thrown out when they are the greater part: clients may come and leave by the thousand
 * while nothing moves.
 */
final class RequestQueue {
    /** So few are not worth looking for. */
    private static final int FEW_HUSKS = 64;

    private final ArrayDeque<PendingRequest> waiting = new ArrayDeque<>();
    private int capacity;
    private int size;

    RequestQueue(int capacity) {
        this.capacity = capacity;
    }

    void capacity(int most) {
        capacity = most;
    }

    /** Adds a new request at the end; false when the queue is full. */
    boolean offer(PendingRequest request) {
        if (size >= capacity) {
            return false;
        }
        waiting.addLast(request);
        request.queued(true);
        size++;
        return true;
    }

    /** Puts a request that had been taken out already back to the front; it was admitted before, so always fits. */
    void putBack(PendingRequest request) {
        waiting.addFirst(request);
        request.queued(true);
        size++;
    }

    /** Takes the next request whose client is still there. */
    @Nullable
    PendingRequest poll() {
        PendingRequest next = peek();
        if (next != null) {
            waiting.removeFirst();
            next.queued(false);
            size--;
        }
        return next;
    }

    /** The next request whose client is still there. */
    @Nullable
    PendingRequest peek() {
        PendingRequest next = waiting.peekFirst();
        while (next != null && next.isGone()) {
            waiting.removeFirst();
            next = waiting.peekFirst();
        }
        return next;
    }

    /** The client of a request has left; it may have been refused a place meanwhile. */
    void left(PendingRequest request) {
        if (request.isQueued()) {
            request.queued(false);
            size--;
            if (waiting.size() > 2 * size + FEW_HUSKS) {
                waiting.removeIf(PendingRequest::isGone);
            }
        }
    }

    /** How much there is in it, husks and all. */
    int length() {
        return waiting.size();
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
