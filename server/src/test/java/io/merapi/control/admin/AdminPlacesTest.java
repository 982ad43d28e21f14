// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminPlacesTest {
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    private int uid;
    private AdminPlaces places;

    @BeforeEach
    void find() throws IOException {
        uid = (Integer) Files.getAttribute(directory, "unix:uid");
        places = new AdminPlaces(List.of(directory.resolve("none/merapi"), directory.resolve("merapi")), uid);
    }

    @Test
    void theFirstDirectoryThatCanBeMadeIsTheServersOwn() throws IOException {
        assertThat(places.make(42)).isEqualTo(directory.resolve("merapi/42.sock"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("merapi"))))
                .isEqualTo("rwx------");
        assertThat(places.make(43)).as("a second server's").isEqualTo(directory.resolve("merapi/43.sock"));
    }

    @Test
    void oneThatOthersMayWriteToIsNotUsed() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("merapi"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> places.make(42)).hasMessageContaining("none of ");
    }

    @Test
    void norIsAnothersNorALink() throws IOException {
        Files.createDirectory(directory.resolve("theirs"));
        Path link = Files.createSymbolicLink(directory.resolve("merapi"), directory.resolve("theirs"));
        assertThatThrownBy(() -> places.make(42)).isInstanceOf(IOException.class);
        Files.delete(link);
        Files.createDirectory(directory.resolve("merapi"));
        AdminPlaces stranger = new AdminPlaces(List.of(directory.resolve("merapi")), uid + 1);
        assertThatThrownBy(() -> stranger.make(42)).isInstanceOf(IOException.class);
    }

    @Test
    void whatServersHaveLeftBehindIsRemoved() throws IOException {
        places.make(42);
        Path dead = Files.createFile(directory.resolve("merapi/999999999.sock"));
        Path other = Files.createFile(directory.resolve("merapi/notes.sock"));
        places.make(42);
        assertThat(dead).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void thoseAreListedAtWhichSomebodyListens() throws IOException {
        Path socket = places.make(PID);
        Files.createFile(directory.resolve("merapi/1.sock"));
        assertThat(places.listening()).isEmpty();
        try (AdminSocket _ = AdminSocket.open(socket, request -> Reply.done(""))) {
            assertThat(places.listening()).hasSize(1).containsEntry(PID, socket);
        }
    }
}
