// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.source.Surroundings;
import io.merapi.control.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PidfileSignalsTest {
    @TempDir
    Path directory;

    private Invocation read(String... arguments) {
        return Invocation.read(List.of(arguments), new Surroundings(directory, Map.of(), directory, 4096));
    }

    @ParameterizedTest
    @CsvSource({"--stop, INT", "--reload, HUP"})
    void eachOptionIsASignal(String option, ServerProcess.Signal signal) throws IOException {
        long pid = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("run.pid"), pid + "\n");
        assertThat(read(option, "run.pid")).isEqualTo(new Invocation.Send(new ServerProcess(pid), signal));
    }

    @Test
    void aPidfileThatNamesNoServerIsRefused() {
        assertThat(read("--stop", "run.pid"))
                .isEqualTo(new Invocation.Refuse("merapi: there is no file " + directory.resolve("run.pid") + "\n", 1));
    }
}
