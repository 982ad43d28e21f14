// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.Violation;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to connections since the start. Counted on the event loops, read anywhere. */
public final class TransportCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

    TransportCounters() {}

    void acceptedOne() {
        accepted.increment();
    }

    void pausedOnce() {
        pauses.increment();
    }

    void refusedOne(Violation violation) {
        refused.computeIfAbsent(violation.name(), name -> new LongAdder()).increment();
    }

    /** How many connections have been accepted. */
    public long accepted() {
        return accepted.sum();
    }

    /** How often a listener has stopped accepting, for want of descriptors or at the limit of connections. */
    public long acceptPauses() {
        return pauses.sum();
    }

    /** How many requests have been refused, by the violation's name. */
    public Map<String, Long> refused() {
        Map<String, Long> sums = new TreeMap<>();
        refused.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
