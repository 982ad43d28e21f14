// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.CheckedLoad;
import io.merapi.it.CheckedLoad.Kind;
import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes behind one nginx: clients do not notice that one leaves, and it is used again when it is back. */
@SuppressWarnings("NullAway.Init")
final class NodesIT {
    private static final int NODES = 3;
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private WebServer nginx;

    /** One of the machines. */
    private record Node(String address, MerapiServer merapi) {}

    @BeforeEach
    void start() throws Exception {
        Places places = Places.in(directory);
        Files.createSymbolicLink(places.site().resolve("venv"), Path.of(MerapiServer.FRAMEWORKS));
        Files.writeString(places.site().resolve("app.py"), "from faulty import app\n");
        String site = Deployment.text("nodes/nginx.conf");
        for (int number = 0; number < NODES; number++) {
            String address = "127.0.0.1:" + Ports.free();
            nodes.add(new Node(address, call(places, address).launch()));
            site = site.replace("10.0.0.1" + (number + 1) + ":3031", address);
        }
        for (Node node : nodes) {
            node.merapi.awaitLog(" ready in ");
        }
        nginx = WebServer.nginx(directory.resolve("front"), site);
    }

    private static MerapiServer.Call call(Places places, String address) throws Exception {
        String ini = places.mapped(Deployment.text("nodes/site.ini")).replace("10.0.0.11:3031", address);
        Path file = Files.writeString(places.directory().resolve(address.replace(':', '-') + ".ini"), ini);
        String faulty = Faulty.DIRECTORY.toString();
        return MerapiServer.Call.exactly(MerapiServer.MERAPI.toString(), file.toString(), "--pythonpath", faulty);
    }

    @AfterEach
    void stop() {
        nginx.close();
        nodes.forEach(node -> node.merapi.close());
    }

    @Test
    void mayLeaveAndComeBackAndDieUnderLoad() throws Exception {
        try (CheckedLoad load = CheckedLoad.startAnew(nginx.port(), CLIENTS, Kind.ECHO, Kind.FILE, Kind.CHUNKS)) {
            load.awaitMore(20);
            Node leaving = nodes.removeFirst();
            assertThat(leaving.merapi.stop()).isZero();
            leaving.merapi.close();
            load.awaitMore(20);
            MerapiServer back = call(new Places(directory), leaving.address).start();
            nodes.add(new Node(leaving.address, back));
            Patience.until("it is asked again", () -> back.log().contains("GET /"), load::toString);
            assertThat(load.finish()).containsOnlyKeys("GET ok");
        }
        try (CheckedLoad load = CheckedLoad.startAnew(nginx.port(), CLIENTS, Kind.ECHO, Kind.CHUNKS)) {
            load.awaitMore(20);
            nodes.getFirst().merapi.signal("KILL");
            load.awaitMore(50);
            Map<String, Long> outcomes = load.finish();
            assertThat(outcomes.remove("GET ok")).isPositive();
            // whose answer had begun, at most one for each client: it is cut off, so that the client can tell
            assertThat(outcomes.keySet()).allMatch(outcome -> outcome.startsWith("GET lost"));
            assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum())
                    .isLessThanOrEqualTo(CLIENTS);
        }
    }
}
