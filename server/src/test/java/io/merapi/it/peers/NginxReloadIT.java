// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.CheckedLoad;
import io.merapi.it.CheckedLoad.Kind;
import io.merapi.it.Patience;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** nginx is reloaded while clients ask: new workers take over, the old ones finish, and Merapi loses nothing. */
@SuppressWarnings("NullAway.Init")
final class NginxReloadIT {
    private static final int RELOADS = 3;

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

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#ofNginx")
    void losesNothing(Lane lane) throws Exception {
        WebServer nginx = lanes.server(lane);
        try (CheckedLoad load = CheckedLoad.startAnew(
                nginx.port(), 4, Kind.ECHO, Kind.FILE, Kind.CHUNKS, Kind.POST, Kind.PUT, Kind.STORED)) {
            for (int reload = 0; reload < RELOADS; reload++) {
                load.awaitMore(10);
                Set<Long> before = nginx.workers();
                nginx.signal("HUP");
                Patience.until(
                        "the old workers have left",
                        () -> nginx.workers().stream().noneMatch(before::contains));
                assertThat(nginx.workers()).isNotEmpty();
            }
            load.awaitMore(10);
            assertThat(load.finish()).containsOnlyKeys("GET ok", "POST ok", "PUT ok");
        }
    }
}
