// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears that speaks as systemd does. */
final class SystemdIT {
    /** Takes datagrams as a service manager does, and prints each on a line. */
    private static final String MANAGER = """
            import socket, sys
            address = sys.argv[1]
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            receiver.bind("\\0" + address[1:] if address[0] == "@" else address)
            print("bound", flush=True)
            while True:
                print(receiver.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @TempDir
    Path directory;

    private final Output heard = new Output();

    private Process manager(String address) throws IOException, InterruptedException {
        Process manager = new ProcessBuilder("python3", "-c", MANAGER, address)
                .redirectErrorStream(true)
                .start();
        Thread.ofVirtual().start(() -> heard.copy(manager.inputReader(StandardCharsets.UTF_8)));
        heard.await("^bound$");
        return manager;
    }

    private MerapiServer.Call call(String address) {
        return MerapiServer.Call.of("--module", "examples.hello:app").with("NOTIFY_SOCKET", address);
    }

    @Test
    void itHearsOfEachTurnOfTheServersLife() throws Exception {
        String address = directory.resolve("notify").toString();
        Process manager = manager(address);
        try (MerapiServer server = call(address).start()) {
            heard.await("^READY=1 MAINPID=" + server.pid() + " STATUS=serving");
            server.signal("HUP");
            heard.await("^RELOADING=1 MONOTONIC_USEC=[0-9]+ STATUS=reloading$");
            heard.await("^READY=1 STATUS=serving$");
            assertThat(server.stop()).isZero();
            heard.await("^STOPPING=1 ");
            assertThat(heard.text()).doesNotContain("WATCHDOG");
        } finally {
            manager.destroy();
        }
    }

    @Test
    void theWatchdogIsToldAtANameThatIsNoFiles() throws Exception {
        String address = "@merapi-test-" + ProcessHandle.current().pid();
        Process manager = manager(address);
        try (MerapiServer server = call(address).with("WATCHDOG_USEC", "100000").start()) {
            heard.await("^WATCHDOG=1$", heard.mark());
            heard.await("^WATCHDOG=1$", heard.mark());
            assertThat(server.get("/").statusCode()).isEqualTo(200);
        } finally {
            manager.destroy();
        }
    }

    @Test
    void oneThatDoesNotListenKeepsNobodyFromServing() throws Exception {
        try (MerapiServer server = call(directory.resolve("nobody").toString()).start()) {
            server.awaitLog("the service manager cannot be told \\(NOTIFY_SOCKET\\): ");
            assertThat(server.get("/").statusCode()).isEqualTo(200);
        }
    }
}
