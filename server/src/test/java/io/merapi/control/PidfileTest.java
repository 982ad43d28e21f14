// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidfileTest {
    @TempDir
    Path directory;

    @Test
    void itHoldsTheNumberAndALineFeedAndReplacesAnOldOne() throws IOException {
        Path path = Files.writeString(directory.resolve("run.pid"), "a longer text than that");
        Pidfile.write(path, 1234);
        assertThat(Files.readString(path)).isEqualTo("1234\n");
    }

    @Test
    void itIsRemoved() throws IOException {
        Path path = directory.resolve("run.pid");
        Pidfile pidfile = Pidfile.write(path, 1234);
        pidfile.remove();
        assertThat(path).doesNotExist();
        pidfile.remove();
    }

    @Test
    void itIsLeftAloneOnceItIsAnothers() throws IOException {
        Path path = directory.resolve("run.pid");
        Pidfile pidfile = Pidfile.write(path, 1234);
        Pidfile.write(path, 5678);
        pidfile.remove();
        assertThat(path).hasContent("5678");
    }

    @Test
    void aDirectoryThatIsNotThereIsToldToTheCaller() {
        assertThatThrownBy(() -> Pidfile.write(directory.resolve("gone/run.pid"), 1))
                .isInstanceOf(NoSuchFileException.class);
    }
}
