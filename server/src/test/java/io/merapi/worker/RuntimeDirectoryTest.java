// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void isForItsOwnerAlone() throws IOException {
        try (RuntimeDirectory directory = RuntimeDirectory.create(parent)) {
            assertThat(directory.path()).isDirectory().hasParent(parent);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void everyRunHasItsOwn() throws IOException {
        try (RuntimeDirectory one = RuntimeDirectory.create(parent);
                RuntimeDirectory other = RuntimeDirectory.create(parent)) {
            assertThat(one.path()).isNotEqualTo(other.path());
        }
    }

    @Test
    void whatIsInItHasItsPlace() throws IOException {
        try (RuntimeDirectory directory = RuntimeDirectory.create(parent)) {
            assertThat(directory.socket()).hasParentRaw(directory.path());
            assertThat(directory.scoreboard(1))
                    .hasParentRaw(directory.path())
                    .isNotEqualTo(directory.scoreboard(2))
                    .isNotEqualTo(directory.socket());
        }
    }

    @Test
    void isRemovedWithAllThatIsInIt() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside"), "stays");
        RuntimeDirectory directory = RuntimeDirectory.create(parent);
        Files.createDirectories(directory.path().resolve("body/deeper"));
        Files.writeString(directory.path().resolve("body/deeper/1"), "octets");
        Files.createSymbolicLink(directory.path().resolve("link"), parent);
        directory.close();
        assertThat(Files.exists(directory.path(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside).as("what a link in it points to").hasContent("stays");
    }

    @Test
    void mayHaveBeenRemovedBySomebodyElse() throws IOException {
        RuntimeDirectory directory = RuntimeDirectory.create(parent);
        Files.delete(directory.path());
        directory.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void cannotBeMadeWhereThereIsNothing() {
        assertThatThrownBy(() -> RuntimeDirectory.create(parent.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
