// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where admin sockets are by convention: {@code PID.sock} in the first directory of {@code /run/merapi},
 * {@code /run/user/UID/merapi} and {@code /tmp/merapi-UID} that is the server's own, or can be made.
 */
public final class AdminPlaces {
    private static final String SUFFIX = ".sock";
    private static final int WRITABLE_BY_OTHERS = 0022;
    /** Followed by the real, the effective and two other ids (proc_pid_status(5)). */
    private static final String EFFECTIVE_USER = "Uid:";

    private static final int NOBODY = -1;

    private final List<Path> directories;
    private final int uid;

    AdminPlaces(List<Path> directories, int uid) {
        this.directories = directories;
        this.uid = uid;
    }

    /** Those of the user that this process runs as. */
    public static AdminPlaces own() {
        return of(owner("self"));
    }

    /** The same user's, but there. */
    public static AdminPlaces in(List<Path> directories) {
        return new AdminPlaces(directories, owner("self"));
    }

    /** Those of the user that another process runs as. */
    public static AdminPlaces ofProcess(long pid) {
        return of(owner(Long.toString(pid)));
    }

    private static AdminPlaces of(int uid) {
        return new AdminPlaces(
                List.of(Path.of("/run/merapi"), Path.of("/run/user/" + uid + "/merapi"), Path.of("/tmp/merapi-" + uid)),
                uid);
    }

    /** Who it is now: a process that has become somebody else still has its files in /proc owned by root. */
    private static int owner(String process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", process, "status"))) {
            return lines.filter(line -> line.startsWith(EFFECTIVE_USER))
                    .map(line -> Integer.parseInt(line.split("\t", -1)[2]))
                    .findFirst()
                    .orElse(NOBODY);
        } catch (IOException | UncheckedIOException e) {
            return NOBODY;
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return String.join(", ", directories.stream().map(Path::toString).toList());
    }

    // ---- the server's side

    /**
     * The place for a server's socket; what servers that were killed have left there is removed.
     *
     * @throws IOException when none of the directories can be used
     */
    public Path make(long pid) throws IOException {
        for (Path directory : directories) {
            if (isUsable(directory)) {
                sockets(directory).forEach(AdminPlaces::removeIfAbandoned);
                return directory.resolve(pid + SUFFIX);
            }
        }
        throw new IOException("none of " + this + " can be used");
    }

    private boolean isUsable(Path directory) {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            return isOwn(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOwn(Path directory) {
        try {
            Map<String, Object> found =
                    Files.readAttributes(directory, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
            boolean isSafe = found.get("mode") instanceof Integer mode && (mode & WRITABLE_BY_OTHERS) == 0;
            return isSafe
                    && Boolean.TRUE.equals(found.get("isDirectory"))
                    && Integer.valueOf(uid).equals(found.get("uid"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void removeIfAbandoned(long pid, Path socket) {
        if (ProcessHandle.of(pid).isEmpty()) {
            try {
                Files.deleteIfExists(socket);
            } catch (IOException e) {
                // it does no harm
            }
        }
    }

    // ---- the command's side

    /** The sockets at which somebody listens, by the server's process id. */
    public Map<Long, Path> listening() {
        Map<Long, Path> found = new TreeMap<>();
        for (Path directory : directories) {
            sockets(directory).forEach((pid, socket) -> {
                if (isListenedAt(socket)) {
                    found.put(pid, socket);
                }
            });
        }
        return found;
    }

    private static boolean isListenedAt(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    /** The socket files in a directory, by the number that each is named after. */
    private static Map<Long, Path> sockets(Path directory) {
        Map<Long, Path> found = new TreeMap<>();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            all.forEach(files::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // not there, or not ours
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String number = name.substring(0, name.length() - SUFFIX.length());
            if (number.chars().allMatch(Character::isDigit) && !number.isEmpty()) {
                found.put(Long.parseLong(number), file);
            }
        }
        return found;
    }
}
