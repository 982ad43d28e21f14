// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidfileTest {
    @TempDir
    Path directory;

    private Path path = Path.of("");
    private Pidfile pidfile = at(path);

    @BeforeEach
    void name() {
        path = directory.resolve("run.pid");
        pidfile = at(path);
    }

    private static Pidfile at(Path path) {
        return new Pidfile("pidfile", path, Pidfile.Phase.BEGUN);
    }

    @Test
    void itHoldsTheNumberAndALineFeedAndReplacesAnOldOne() throws IOException {
        Files.writeString(path, "a longer text than that");
        assertThat(pidfile.write(1234)).isEmpty();
        assertThat(Files.readString(path)).isEqualTo("1234\n");
    }

    @Test
    void itIsRemoved() throws IOException {
        pidfile.write(1234);
        pidfile.remove(1234);
        assertThat(path).doesNotExist();
        pidfile.remove(1234);
    }

    @Test
    void itIsLeftAloneOnceItIsAnothers() throws IOException {
        pidfile.write(1234);
        pidfile.write(5678);
        pidfile.remove(1234);
        assertThat(path).hasContent("5678");
    }

    @Test
    void aServerThatIsNotFoundByItAnyMoreIsTold() throws IOException {
        // these tests run in a process of Merapi's, as far as its command line tells
        long running = ProcessHandle.current().pid();
        pidfile.write(running);
        assertThat(pidfile.write(running)).isEmpty();
        assertThat(pidfile.write(1234)).contains(new ServerProcess(running));
    }

    @Test
    void aDirectoryThatIsNotThereIsToldToTheCaller() {
        assertThatThrownBy(() -> at(directory.resolve("gone/run.pid")).write(1))
                .isInstanceOf(NoSuchFileException.class);
    }
}
