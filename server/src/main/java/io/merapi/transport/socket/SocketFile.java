// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.merapi.transport.socket.SocketFileException.Obstacle;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a unix socket: it outlives the server that bound it, and while it is there no other can be bound.
 *
 * <p>A stale one is replaced. Whether it is stale shows when one connects: nobody listens on it any more. What is no
 * socket is never removed, and at the end only the very file that was made here is.
 */
final class SocketFile {
    private static final int FILE_TYPE = 0xf000;
    private static final int SOCKET = 0xc000;

    private final Path path;
    private final FileRules rules;
    private @Nullable Object identity;

    SocketFile(Endpoint.UnixFile endpoint) {
        this.path = endpoint.path();
        this.rules = endpoint.rules();
    }

    /** Removes a stale one. */
    void makeRoom() throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FILE_TYPE) != SOCKET) {
            throw new SocketFileException(Obstacle.NO_SOCKET, "");
        }
        if (isAlive()) {
            throw new SocketFileException(Obstacle.ALIVE, "");
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new SocketFileException(Obstacle.NOT_REMOVED, reason(e));
        }
    }

    /** Does not wait: where the other server's backlog is full, it is alive. */
    private boolean isAlive() throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(path));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw new SocketFileException(Obstacle.UNCERTAIN, reason(e));
        }
    }

    /** It has just been bound: from now on it is this one. Nobody can connect before the socket listens. */
    void bound() throws IOException {
        identity = identify();
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        try {
            if (rules.mode() != null) {
                view.setPermissions(rules.mode());
            }
            if (rules.group() != null) {
                view.setGroup(rules.group());
            }
            if (rules.owner() != null) {
                view.setOwner(rules.owner());
            }
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw new SocketFileException(Obstacle.NOT_PERMITTED, reason(e));
        }
    }

    /** The socket is closed. */
    void closed() throws IOException {
        if (!rules.vacuum() || identity == null) {
            return;
        }
        try {
            if (Objects.equals(identity, identify())) {
                Files.delete(path);
            }
        } catch (NoSuchFileException _) {
            // somebody has been faster
        }
    }

    private @Nullable Object identify() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
    }
}
