// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.CheckedLoad;
import io.merapi.it.CheckedLoad.Kind;
import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * nginx or Merapi is reloaded while clients ask: new workers take over, the old ones finish, and not a request is lost.
 */
@SuppressWarnings("NullAway.Init")
final class ReloadsIT {
    private static final int RELOADS = Faulty.times(2, 10);

    @TempDir
    static Path directory;

    private static Lanes lanes;

    @BeforeAll
    static void start() throws Exception {
        lanes = Lanes.start(directory, "--processes", "2", "--threads", "2");
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    private static CheckedLoad load(WebServer nginx) {
        return CheckedLoad.startAnew(
                nginx.port(), 4, Kind.ECHO, Kind.FILE, Kind.CHUNKS, Kind.POST, Kind.PUT, Kind.STORED);
    }

    private static void assertNothingLost(CheckedLoad load) throws Exception {
        load.awaitMore(10);
        assertThat(load.finish()).containsOnlyKeys("GET ok", "POST ok", "PUT ok");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#ofNginx")
    void nginx(Lane lane) throws Exception {
        WebServer nginx = lanes.server(lane);
        try (CheckedLoad load = load(nginx)) {
            for (int reload = 0; reload < RELOADS; reload++) {
                load.awaitMore(10);
                Set<Long> before = nginx.workers();
                nginx.signal("HUP");
                Patience.until(
                        "the old workers have left",
                        () -> nginx.workers().stream().noneMatch(before::contains));
                assertThat(nginx.workers()).isNotEmpty();
            }
            assertNothingLost(load);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#ofNginx")
    void merapi(Lane lane) throws Exception {
        MerapiServer merapi = lanes.merapi();
        try (CheckedLoad load = load(lanes.server(lane))) {
            for (int reload = 0; reload < RELOADS; reload++) {
                load.awaitMore(10);
                int mark = merapi.output().mark();
                merapi.signal("HUP");
                merapi.output().await(" reloaded in ", mark);
            }
            assertNothingLost(load);
        }
    }
}
