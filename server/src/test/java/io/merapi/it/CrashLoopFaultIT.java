// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that does not load, or stops to: the front answers for it, and goes on when the application does. */
@Timeout(120)
final class CrashLoopFaultIT {
    @TempDir
    Path faults;

    private MerapiServer launch(String... options) throws IOException {
        return Faulty.callOf("fragile:app", options)
                .with("FRAGILE_FAULTS", faults.toString())
                .launch();
    }

    @Test
    void workersThatDieAtOnceAreReplacedMoreAndMoreSlowlyAndServeWhenTheyCan() throws Exception {
        Path crash = Files.createFile(faults.resolve("crash"));
        try (MerapiServer server = launch("--lazy-apps", "--processes", "2")) {
            server.awaitLog("died: signal 11 \\(SIGSEGV\\); forking another in 100 ms");
            server.awaitLog("died: signal 11 \\(SIGSEGV\\); forking another in 800 ms");
            server.awaitLog("error: no worker stays alive: requests get 503 until one does");
            try (Wire wire = server.wire()) {
                Wire.Answer refused = wire.get("/");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.field("Retry-After")).isEqualTo("1");
            }
            Files.delete(crash);
            server.awaitLog("worker \\d ready");
            assertThat(server.get("/").body()).isEqualTo("fine");
        }
    }

    @Test
    void anApplicationThatKillsTheInterpreterAsItIsImportedEndsTheServerWithTheReason() throws Exception {
        Files.createFile(faults.resolve("crash"));
        try (MerapiServer server = launch()) {
            assertThat(server.exit()).isEqualTo(1);
            assertThat(server.log()).contains("ended with signal 11 (SIGSEGV) while it loaded the application");
        }
    }

    @Test
    void anApplicationThatRaisesAsItIsImportedIsAnsweredForWith500() throws Exception {
        Files.createFile(faults.resolve("raise"));
        try (MerapiServer server = launch()) {
            server.awaitLog("error: no application is loaded, requests get 500: RuntimeError: the database");
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            assertThat(server.log()).contains("Traceback (most recent call last):");
        }
    }

    @Test
    void workersServeOnWhileTheApplicationDoesNotLoadAgain() throws Exception {
        try (MerapiServer server = launch("--processes", "2")) {
            server.awaitLog(" ready in ");
            Path fault = Files.createFile(faults.resolve("raise"));
            int mark = server.output().mark();
            Faulty.zygote(server).destroyForcibly();
            server.output()
                    .await("error: the application did not load again, its workers serve on: RuntimeError", mark);
            assertThat(server.get("/").body()).isEqualTo("fine");
            Files.delete(fault);
            server.output().await("worker \\d ready", mark);
            assertThat(server.get("/").body()).isEqualTo("fine");
        }
    }
}
