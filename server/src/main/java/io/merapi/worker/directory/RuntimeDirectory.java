// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.directory;

import io.merapi.worker.process.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The front's private directory (mode 0700, unless workers are somebody else): the workers' socket, the scoreboards,
 * request bodies that are too large for memory. Removed at the end; after a SIGKILL of the front by the zygote; where
 * all of them were killed at once, by the next front that starts. That one knows by the lock that a front holds as long
 * as it lives.
 */
public final class RuntimeDirectory implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final String PREFIX = "merapi-";
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;
    private volatile @Nullable Identity workers;

    private RuntimeDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a new one in {@code parent}, such as {@code /tmp}, and removes those that have been left behind there. */
    public static RuntimeDirectory create(Path parent) throws IOException {
        removeAbandoned(parent);
        Path path = Files.createTempDirectory(
                parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        // locked before it has its name, or another front could take it for abandoned
        Path unnamed = path.resolve("lock.new");
        FileChannel lock = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        Files.move(unnamed, path.resolve(LOCK));
        return new RuntimeDirectory(path, lock);
    }

    private static void removeAbandoned(Path parent) {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : candidates) {
                if (isAbandoned(each)) {
                    remove(each);
                    LOG.log(System.Logger.Level.INFO, "removed " + each + ", left by a server that was killed");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "looking for abandoned directories in " + parent, e);
        }
    }

    /** Whether the lock is there and nobody holds it. */
    private static boolean isAbandoned(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            // another user's, not a front's, or of a front in this very process
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /** The front becomes somebody else: gives him all of it. */
    public void give(Identity to) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.toList()) {
                to.own(each);
            }
        }
    }

    /** Workers are somebody else than the front: they may reach their socket, and what is {@link #share}d. */
    public void admit(Identity others) throws IOException {
        Files.setAttribute(path, "unix:gid", others.gid());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x---"));
        others.own(socket());
        workers = others;
    }

    /** Who the workers become; null where they are who the front is. */
    public @Nullable Identity workers() {
        return workers;
    }

    /** The workers read and write that file in it. */
    public void share(Path file) throws IOException {
        Identity others = workers;
        if (others != null) {
            others.own(file);
        }
    }

    /** Where the workers connect to. */
    public Path socket() {
        return path.resolve("workers.sock");
    }

    public Path scoreboard(int generation) {
        return path.resolve("scoreboard." + generation);
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() {
        remove(path);
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the lock of " + path, e);
        }
    }

    private static void remove(Path path) {
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "removing the runtime directory " + path, e);
        }
    }
}
