// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The front's private directory (mode 0700): the workers' socket, the scoreboards, request bodies that are too large
 * for memory. Removed at the end; after a SIGKILL of the front by the zygote.
 */
public final class RuntimeDirectory implements AutoCloseable {
    private final Path path;

    private RuntimeDirectory(Path path) {
        this.path = path;
    }

    /** Makes a new one in {@code parent}, such as {@code /tmp}. */
    public static RuntimeDirectory create(Path parent) throws IOException {
        return new RuntimeDirectory(Files.createTempDirectory(
                parent, "merapi-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    public Path path() {
        return path;
    }

    /** Where the workers connect to. */
    Path socket() {
        return path.resolve("workers.sock");
    }

    Path scoreboard(int generation) {
        return path.resolve("scoreboard." + generation);
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("merapi.worker")
                    .log(System.Logger.Level.DEBUG, "removing the runtime directory " + path, e);
        }
    }
}
