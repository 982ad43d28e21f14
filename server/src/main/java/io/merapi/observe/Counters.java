// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What has been served since the start. Counted on the event loops, read anywhere. */
public final class Counters {
    private static final int STATUS_CLASSES = 6;

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLongArray byStatusClass = new AtomicLongArray(STATUS_CLASSES);
    private final LongAdder exceptions = new LongAdder();
    private final LongAdder clientsGone = new LongAdder();

    /** Counts a request; returns how many there have been with it. */
    long request(int status) {
        int statusClass = status / 100;
        if (statusClass > 0 && statusClass < STATUS_CLASSES) {
            byStatusClass.incrementAndGet(statusClass);
        }
        return requests.incrementAndGet();
    }

    void exception() {
        exceptions.increment();
    }

    void clientGone() {
        clientsGone.increment();
    }

    /** All requests, refused ones and those whose client left among them. */
    public long requests() {
        return requests.get();
    }

    /** Requests answered with a status of a class, 1 to 5. */
    public long requests(int statusClass) {
        return byStatusClass.get(statusClass);
    }

    /** Requests in which the application raised. */
    public long exceptions() {
        return exceptions.sum();
    }

    /** Requests whose client left before it had its answer. */
    public long clientsGone() {
        return clientsGone.sum();
    }
}
