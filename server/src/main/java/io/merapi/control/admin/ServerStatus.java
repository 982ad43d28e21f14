// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.observe.Counters;
import io.merapi.transport.TransportCounters;
import io.merapi.worker.lifecycle.PoolStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How a server fares at a moment.
 *
 * @param self which server it is
 * @param state in one word
 * @param rssBytes resident memory of processes, by process id; without those of which it cannot be read
 * @param listeners where it listens
 * @param traffic what it has been asked
 */
public record ServerStatus(
        Self self, State state, PoolStatus pool, Map<Long, Long> rssBytes, List<String> listeners, Traffic traffic) {

    /** How it is, in one word. */
    public enum State {
        /** The application has not been served yet. */
        STARTING,
        SERVING,
        /** What comes in waits. */
        PAUSED,
        /** No worker is ready: what comes in waits, or is refused. */
        UNHEALTHY,
        STOPPING
    }

    /** A server. */
    public record Self(String version, long pid, Instant started, Duration uptime) {}

    /**
     * What has been asked since the start, and what has become of it.
     *
     * @param connections open now
     * @param connectionLimit how many may be
     * @param accepted how many there have been
     * @param acceptPauses how often none was accepted for a while
     * @param requests in all
     * @param byStatusClass those answered 1xx, 2xx, and so on
     * @param exceptions in how many the application raised
     * @param clientsGone how many clients left before they had their answers
     * @param refused by the rule that they broke
     */
    public record Traffic(
            int connections,
            int connectionLimit,
            long accepted,
            long acceptPauses,
            long requests,
            List<Long> byStatusClass,
            long exceptions,
            long clientsGone,
            Map<String, Long> refused) {
        private static final int STATUS_CLASSES = 5;

        /** From what has been counted. */
        public static Traffic of(int connections, int connectionLimit, TransportCounters sockets, Counters requests) {
            return new Traffic(
                    connections,
                    connectionLimit,
                    sockets.accepted(),
                    sockets.acceptPauses(),
                    requests.requests(),
                    IntStream.rangeClosed(1, STATUS_CLASSES)
                            .mapToObj(requests::requests)
                            .toList(),
                    requests.exceptions(),
                    requests.clientsGone(),
                    sockets.refused());
        }
    }
}
