// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.control.admin.ServerStatus.Self;
import io.merapi.control.admin.ServerStatus.State;
import io.merapi.control.admin.ServerStatus.Traffic;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.PoolStatus.Member;
import io.merapi.worker.lifecycle.PoolStatus.Running;
import io.merapi.worker.lifecycle.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a status looks like, for people and for programs. */
final class StatusTest {
    private static final Running RUNNING =
            new Running(0, "GET", "/slow?\u001b[2J\"", Duration.ofMillis(1500), Duration.ofMillis(3));
    private static final ServerStatus STATUS = new ServerStatus(
            new Self("1.2", 40, Instant.parse("2026-11-23T09:30:51Z"), Duration.ofSeconds(3725)),
            State.SERVING,
            new PoolStatus(
                    2,
                    true,
                    "NameError: name 'x'\nTraceback (most recent call last):\n  File \"a.py\"",
                    2,
                    List.of(
                            new Member(1, 1, 41, WorkerState.LEAVING, Duration.ofDays(2), 900, List.of(RUNNING)),
                            new Member(2, 1, 42, WorkerState.READY, Duration.ofSeconds(59), 7, List.of())),
                    3,
                    1000,
                    false),
            Map.of(42L, 32L << 20),
            List.of("http://127.0.0.1:8000"),
            new Traffic(5, 9000, 60, 1, 100, List.of(0L, 90L, 0L, 8L, 2L), 2, 1, Map.of("HEAD_TOO_LARGE", 4L)));

    @Test
    void peopleReadIt() {
        assertThat(StatusText.of(STATUS)).isEqualTo("""
                Merapi 1.2, pid 40, up 1h2m: serving, loading
                generation 2, 1 of 2 workers ready, 3 requests waiting (at most 1000), 5 connections (at most 9000)
                listening on http://127.0.0.1:8000
                100 requests since the start, 90 x 2xx, 8 x 4xx, 2 x 5xx, 2 exceptions of the application, \
                1 left by their clients
                refused: 4 x head too large
                worker  pid      generation state     requests       rss      age  running
                1       41       1          leaving        900         -     2d0h  GET /slow??[2J" for 1500 ms
                1       42       2          ready            7    32 MiB      59s
                the application did not load when that was last tried:
                  NameError: name 'x'
                  Traceback (most recent call last):
                    File "a.py"
                """);
    }

    @Test
    void workersCanBeHadAlone() {
        assertThat(StatusText.workers(STATUS)).startsWith("worker  pid ").hasLineCount(3);
        assertThat(StatusJson.ofWorkers(STATUS))
                .startsWith("{\"workers\":[{\"number\":1,\"pid\":41,")
                .endsWith("]}\n");
    }

    @Test
    void programsReadIt() {
        String text = StatusJson.of(STATUS);
        assertThat(text).hasLineCount(1).endsWith("}\n");
        JsonNode json = JsonMapper.shared().readTree(text);
        assertThat(json.propertyNames())
                .containsExactly(
                        "version",
                        "pid",
                        "started",
                        "uptime_seconds",
                        "state",
                        "generation",
                        "loading",
                        "load_failure",
                        "workers_wanted",
                        "workers",
                        "queue",
                        "listeners",
                        "connections",
                        "requests");
        assertThat(json.at("/started").asString()).isEqualTo("2026-11-23T09:30:51Z");
        assertThat(json.at("/uptime_seconds").asInt()).isEqualTo(3725);
        assertThat(json.at("/state").asString()).isEqualTo("serving");
        assertThat(json.at("/load_failure").asString()).contains("\nTraceback");
        assertThat(json.at("/workers/0/running/0/uri").asString()).isEqualTo(RUNNING.uri());
        assertThat(json.at("/workers/0/running/0/elapsed_ms").asInt()).isEqualTo(1500);
        assertThat(json.at("/workers/0").has("rss_bytes")).isFalse();
        assertThat(json.at("/workers/1/rss_bytes").asLong()).isEqualTo(32L << 20);
        assertThat(json.at("/queue/waiting").asInt()).isEqualTo(3);
        assertThat(json.at("/connections/open").asInt()).isEqualTo(5);
        assertThat(json.at("/requests/2xx").asInt()).isEqualTo(90);
        assertThat(json.at("/requests/refused/HEAD_TOO_LARGE").asInt()).isEqualTo(4);
    }
}
