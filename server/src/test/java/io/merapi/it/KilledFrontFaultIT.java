// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static io.merapi.it.CheckedLoad.Kind.ECHO;
import static io.merapi.it.CheckedLoad.Kind.LARGE;
import static io.merapi.it.CheckedLoad.Kind.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The front is killed in the middle of load: nothing of it stays, and the next one starts in its place. */
@Timeout(120)
final class KilledFrontFaultIT {
    @TempDir
    Path temporary;

    private MerapiServer.Call call(String... options) {
        return Faulty.call(options)
                .with("MERAPI_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .with("TMPDIR", temporary.toString());
    }

    @Test
    void noPythonProcessOutlivesItWhateverItIsAt() throws Exception {
        MerapiServer server = call("--processes", "3", "--threads", "2").start();
        try (CheckedLoad load = CheckedLoad.start(server, 6, ECHO, LARGE, STORED);
                Wire blocked = server.wire();
                Wire holding = server.wire()) {
            blocked.send("GET /block HTTP/1.1\r\nHost: merapi\r\n\r\n");
            holding.send("GET /hold_interpreter?token&60000 HTTP/1.1\r\nHost: merapi\r\n\r\n");
            load.awaitMore(100);
            List<ProcessHandle> family = new ArrayList<>(server.descendants());
            assertThat(family).hasSize(4);
            server.signal("KILL");
            server.exit();
            server.awaitGone(family);
        }
        Patience.until("the runtime directory is removed", this::isClean);
    }

    @Test
    void theNextTakesItsPortAndItsPlace() throws Exception {
        MerapiServer first = call().start();
        int port = first.port();
        String address = "127.0.0.1:" + port;
        List<ProcessHandle> family = first.descendants();
        // all at once, as a control group is: nobody is left to tidy up
        family.forEach(ProcessHandle::destroyForcibly);
        first.signal("KILL");
        first.exit();
        first.awaitGone(family);
        List<Path> left = runtimeDirectories();
        try (MerapiServer second = call("--http", address).start()) {
            second.awaitLog("listening on http://" + address);
            try (Wire wire = Wire.to(port)) {
                assertThat(wire.get("/echo?token").text()).isEqualTo("token");
            }
            assertThat(runtimeDirectories()).hasSize(1).doesNotContainAnyElementsOf(left);
        }
        assertThat(isClean()).isTrue();
    }

    private boolean isClean() throws Exception {
        return runtimeDirectories().isEmpty();
    }

    private List<Path> runtimeDirectories() throws Exception {
        try (Stream<Path> entries = Files.list(temporary)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("merapi-"))
                    .toList();
        }
    }
}
