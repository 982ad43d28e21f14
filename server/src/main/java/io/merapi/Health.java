// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Version;
import io.merapi.control.admin.ServerStatus;
import io.merapi.control.admin.ServerStatus.Self;
import io.merapi.control.admin.ServerStatus.State;
import io.merapi.control.admin.ServerStatus.Traffic;
import io.merapi.observe.Counters;
import io.merapi.transport.front.HttpFront;
import io.merapi.worker.Pool;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.limit.MemoryUse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Tells how the server fares, from what each part of it knows at the moment. */
final class Health {
    private static final System.Logger LOG = System.getLogger("merapi");
    private static final long PID = ProcessHandle.current().pid();

    private final HttpFront front;
    private final Pool pool;
    private final Counters requests;

    Health(HttpFront front, Pool pool, Counters requests) {
        this.front = front;
        this.pool = pool;
        this.requests = requests;
    }

    /** All of it; waits for the pool's loop and reads files, so not for an event loop. */
    ServerStatus status(boolean stopping) {
        PoolStatus now = pool.status().join();
        return new ServerStatus(
                self(),
                stopping ? State.STOPPING : state(now),
                now,
                memory(now),
                front.urls(),
                Traffic.of(front.connections(), front.connectionLimit(), front.counters(), requests));
    }

    private static Self self() {
        RuntimeMXBean machine = ManagementFactory.getRuntimeMXBean();
        return new Self(
                Version.current(),
                PID,
                Instant.ofEpochMilli(machine.getStartTime()),
                Duration.ofMillis(machine.getUptime()));
    }

    private static State state(PoolStatus pool) {
        if (pool.isPaused()) {
            return State.PAUSED;
        }
        boolean isResting = pool.generation() > 0 && pool.wanted() == 0;
        if (pool.isHealthy() || isResting) {
            return State.SERVING;
        }
        return pool.failure().isEmpty() && pool.generation() <= 1 ? State.STARTING : State.UNHEALTHY;
    }

    private static Map<Long, Long> memory(PoolStatus pool) {
        Map<Long, Long> bytes = new HashMap<>();
        for (PoolStatus.Member worker : pool.workers()) {
            try {
                bytes.put(worker.pid(), MemoryUse.of(worker.pid(), false).rss());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the memory of process " + worker.pid(), e);
            }
        }
        return bytes;
    }
}
