// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerProcessTest {
    @TempDir
    Path directory;

    private Path holding(String content) throws IOException {
        return Files.writeString(directory.resolve("run.pid"), content);
    }

    private void assertRefused(Path pidfile, String reason) {
        assertThatThrownBy(() -> ServerProcess.of(pidfile))
                .isInstanceOf(IOException.class)
                .hasMessage(reason.replace("FILE", pidfile.toString()));
    }

    @Test
    void aPidfileThatIsNotThereNamesNone() {
        assertRefused(directory.resolve("run.pid"), "there is no file FILE");
    }

    @Test
    void aFileWithoutANumberNamesNone() throws IOException {
        assertRefused(holding("none\n"), "FILE holds no process id");
    }

    @Test
    void aPidfileThatAKilledServerLeftIsStale() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertRefused(holding(ended.pid() + "\n"), "process " + ended.pid() + " is not running: FILE is stale");
    }

    @Test
    void aPidfileWhoseNumberIsAnotherProgramsByNowIsStale() throws Exception {
        Process other = new ProcessBuilder("cat").start();
        try {
            assertRefused(holding(other.pid() + "\n"), "process " + other.pid() + " is not Merapi: FILE is stale");
        } finally {
            other.getOutputStream().close();
        }
    }

    @Test
    void theProcessGetsTheSignal() throws Exception {
        CountDownLatch caught = new CountDownLatch(1);
        SignalSource.ofProcess().handle("HUP", caught::countDown);
        ServerProcess.of(holding(ProcessHandle.current().pid() + "\n")).signal(ServerProcess.Signal.HUP);
        assertThat(caught.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
