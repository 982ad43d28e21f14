// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.net.ExtendedSocketOptions;

/**
 * A unix socket for its owner and root. Its file has mode 0600, and who connects is asked for his name: between making
 * a socket and changing its mode others could.
 */
public final class PrivateSocket implements AutoCloseable {
    private static final String ROOT = "root";

    private final ServerSocketChannel channel;
    private final SocketFile file;
    private final Path path;

    private PrivateSocket(ServerSocketChannel channel, SocketFile file, Path path) {
        this.channel = channel;
        this.file = file;
        this.path = path;
    }

    /**
     * Listens there.
     *
     * @throws IOException when that cannot be, or somebody else does
     */
    public static PrivateSocket bind(Path path) throws IOException {
        FileRules ownerOnly = new FileRules(PosixFilePermissions.fromString("rw-------"), null, null, true);
        SocketFile file = new SocketFile(new Endpoint.UnixFile(path, ownerOnly));
        file.makeRoom();
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            file.bound();
            return new PrivateSocket(channel, file, path);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The next connection of somebody who may. */
    public SocketChannel accept() throws IOException {
        while (true) {
            SocketChannel connection = channel.accept();
            if (isWelcome(connection)) {
                return connection;
            }
            connection.close();
        }
    }

    private boolean isWelcome(SocketChannel connection) throws IOException {
        String user =
                connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals(ROOT) || user.equals(Files.getOwner(path).getName());
    }

    /** Listens no more, and removes the file unless it is somebody else's by now. */
    @Override
    public void close() throws IOException {
        channel.close();
        file.closed();
    }
}
