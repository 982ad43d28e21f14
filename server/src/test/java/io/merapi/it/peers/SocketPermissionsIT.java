// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may connect to the socket is what its permissions say. Where the tests run as root, nginx runs as another user;
 * else as the same, whose permissions then stand for the other's.
 */
@SuppressWarnings("NullAway.Init")
final class SocketPermissionsIT {
    @TempDir
    Path directory;

    /** Who may write to the socket. */
    enum Granted {
        NOBODY("600", "400", false),
        GROUP("660", "600", true),
        ALL("666", "666", true);

        private final String mode;
        private final String ownMode;
        private final boolean isEnough;

        Granted(String mode, String ownMode, boolean isEnough) {
            this.mode = mode;
            this.ownMode = ownMode;
            this.isEnough = isEnough;
        }
    }

    @ParameterizedTest
    @EnumSource
    void decideWhetherNginxComesThrough(Granted granted) throws Exception {
        Places places = Places.in(directory);
        List<String> options = new ArrayList<>(List.of("--module", "examples.hello:app"));
        options.addAll(List.of("--socket", places.run().resolve("site.sock").toString()));
        options.add("--chmod-socket=" + (Places.isRoot() ? granted.mode : granted.ownMode));
        if (Places.isRoot()) {
            options.add("--chown-socket=root:" + WebServer.USER);
        }
        String site = places.mapped(Deployment.NGINX_UWSGI.text());
        try (MerapiServer _ = MerapiServer.start(options.toArray(String[]::new));
                WebServer nginx = WebServer.start(Deployment.NGINX_UWSGI, directory.resolve("front"), site);
                Wire wire = nginx.wire()) {
            assertThat(wire.get("/").status()).isEqualTo(granted.isEnough ? 200 : 502);
            String log = nginx.log().toLowerCase(Locale.ROOT);
            assertThat(log.contains("permission denied")).isEqualTo(!granted.isEnough);
        }
    }
}
