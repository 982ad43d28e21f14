// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.source.Surroundings;
import io.merapi.control.admin.AdminPlaces;
import io.merapi.control.admin.AdminSocket;
import io.merapi.control.admin.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String line) {
        AdminCommand command = new AdminCommand(
                new Surroundings(directory, Map.of(), directory, 4096),
                AdminPlaces.in(List.of(directory.resolve("run"))),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        return command.run(List.of(line.split(" ", -1)));
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private AdminSocket server(String name) throws IOException {
        Path socket = directory.resolve(name);
        Files.createDirectories(socket.getParent());
        return AdminSocket.open(socket, request -> Reply.done(name + ": " + request + "\n"));
    }

    private void assertAsks(String line, String reply) {
        output.reset();
        assertThat(run(line)).as(errors()).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo(reply + "\n");
    }

    @Test
    void theServerIsNamedByItsSocket() throws IOException {
        try (AdminSocket _ = server("a.sock")) {
            assertAsks("scale 3 --admin a.sock", "a.sock: Scale[workers=3]");
            assertAsks("status --admin=a.sock --json", "a.sock: Status[json=true]");
        }
    }

    @Test
    void orByItsConfiguration() throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nadmin-socket = a.sock\n");
        try (AdminSocket _ = server("a.sock")) {
            assertAsks("stop --brutal site.ini", "a.sock: Stop[atOnce=true]");
        }
    }

    @Test
    void orItIsTheOnlyOne() throws IOException {
        assertThat(run("status")).isEqualTo(AdminCommand.NO_SERVER);
        assertThat(errors()).startsWith("merapi: no server runs with an admin socket in " + directory.resolve("run"));
        try (AdminSocket _ = server("run/7.sock")) {
            assertAsks("scale 3", "run/7.sock: Scale[workers=3]");
            try (AdminSocket _ = server("run/8.sock")) {
                assertThat(run("status")).isEqualTo(AdminCommand.NO_SERVER);
                assertThat(errors()).contains("several servers run (pids 7, 8); name a server by --admin");
            }
        }
    }

    @Test
    void whatTheServerRepliesDecidesHowItExits() throws IOException {
        try (AdminSocket _ = AdminSocket.open(directory.resolve("a.sock"), request -> Reply.failed("failed: x\n"))) {
            assertThat(run("reload --admin a.sock")).isEqualTo(Reply.FAILED);
            assertThat(errors()).isEqualTo("failed: x\n");
            assertThat(output.size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status --jsn", "scale", "scale x", "status a.pid b.pid", "status --admin", "status x --admin y"
            })
    void whatMakesNoSenseIsTold(String line) {
        assertThat(run(line)).isEqualTo(Reply.USAGE);
        assertThat(errors()).startsWith("merapi: ").contains("--help tells how");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--admin none.sock", "none.pid", "bare.ini", "stale.pid", "self.pid"})
    void aServerThatIsNotThereIsTold(String named) throws IOException {
        Files.writeString(directory.resolve("bare.ini"), "[uwsgi]\nmodule = app\n");
        Files.writeString(directory.resolve("stale.pid"), "999999999\n");
        Files.writeString(directory.resolve("self.pid"), ProcessHandle.current().pid() + "\n");
        assertThat(run("status " + named)).isEqualTo(AdminCommand.NO_SERVER);
        assertThat(errors()).startsWith("merapi: ");
    }

    @Test
    void itTellsHowItIsUsed() {
        assertThat(run("reload --help")).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).startsWith("Usage: merapi status");
    }
}
