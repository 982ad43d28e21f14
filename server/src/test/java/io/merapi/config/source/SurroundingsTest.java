// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SurroundingsTest {

    private static String commandOutput(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theBacklogLimitIsTheWholeNumberThatTheKernelTells() throws IOException {
        assertThat(Integer.toString(Surroundings.ofProcess().backlogLimit()))
                .isEqualTo(commandOutput("cat", "/proc/sys/net/core/somaxconn"));
    }

    @Test
    void theHostsNameIsTheWholeNameThatTheKernelTells() throws IOException {
        assertThat(Surroundings.hostName()).isEqualTo(commandOutput("cat", "/proc/sys/kernel/hostname"));
    }

    @Test
    void pathsAreResolvedAgainstTheWorkingDirectory() {
        Surroundings surroundings = Surroundings.ofProcess();
        assertThat(surroundings.directory()).isEqualTo(Path.of("").toAbsolutePath());
        assertThat(surroundings.resolve("/srv/../x")).isEqualTo(Path.of("/x"));
        assertThat(surroundings.resolve("a/b"))
                .isEqualTo(surroundings.directory().resolve("a/b"));
    }
}
