// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.worker.process.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    /** Who runs this, for only root can give files to others. */
    private Identity myself() throws IOException {
        return new Identity(
                (Integer) Files.getAttribute(parent, "unix:uid"),
                (Integer) Files.getAttribute(parent, "unix:gid"),
                List.of());
    }

    @Test
    void othersMayReachWhatIsSharedWithThemAndListNothing() throws IOException {
        try (RuntimeDirectory directory = RuntimeDirectory.create(parent)) {
            assertThat(directory.workers()).isNull();
            Files.createFile(directory.socket());
            directory.admit(myself());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx--x---");
            assertThat(directory.workers()).isEqualTo(myself());
        }
    }

    @Test
    void isGivenAwayWithAllThatIsInIt() throws IOException {
        try (RuntimeDirectory directory = RuntimeDirectory.create(parent)) {
            directory.give(myself());
            assertThat(Files.getAttribute(directory.path(), "unix:uid")).isEqualTo(myself().uid());
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
        Files.delete(directory.path().resolve("lock"));
        Files.delete(directory.path());
        directory.close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledServerHasLeftIsRemovedByTheNext() throws Exception {
        Path left = Files.createDirectory(parent.resolve("merapi-1"));
        Files.writeString(left.resolve("lock"), "");
        Files.writeString(left.resolve("body-1"), "octets");
        Path foreign = Files.createDirectory(parent.resolve("merapi-other"));
        try (RuntimeDirectory directory = RuntimeDirectory.create(parent)) {
            assertThat(left).doesNotExist();
            assertThat(foreign).exists();
            assertThat(directory.path()).exists();
        }
    }

    @Test
    void whatALivingProcessHoldsStays() throws Exception {
        Path held = Files.createDirectory(parent.resolve("merapi-1"));
        String program = "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.lockf(file, fcntl.LOCK_EX);"
                + " print('locked', flush=True); sys.stdin.read()";
        Process holder = new ProcessBuilder(
                        "/usr/bin/python3", "-c", program, held.resolve("lock").toString())
                .start();
        try (BufferedReader said = holder.inputReader();
                RuntimeDirectory own = RuntimeDirectory.create(parent)) {
            assertThat(said.readLine()).isEqualTo("locked");
            RuntimeDirectory.create(parent).close();
            assertThat(held).exists();
            assertThat(own.path()).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void cannotBeMadeWhereThereIsNothing() {
        assertThatThrownBy(() -> RuntimeDirectory.create(parent.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
