// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.control.admin.AdminRequest.UsageException;
import io.merapi.transport.socket.PrivateSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The unix socket at which a running server is asked and told by {@code merapi status} and its like (docs/admin.md).
 *
 * <p>A connection carries one request, a line of words, and one reply: the exit status in decimal on a line, then text
 * to the end. Only who owns the socket's file may connect, and root.
 */
public final class AdminSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.control");
    private static final int MOST_CONNECTIONS = 16;
    private static final int LONGEST_REQUEST = 1024;

    private final PrivateSocket socket;
    private final Administrator administrator;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    /** Those that wait for the end of the server: the end of the process closes them. */
    private final List<SocketChannel> lasting = new ArrayList<>();

    private AdminSocket(PrivateSocket socket, Administrator administrator) {
        this.socket = socket;
        this.administrator = administrator;
    }

    /**
     * Listens at a path, in place of a socket file that a server has left behind there.
     *
     * @throws IOException when that cannot be
     */
    public static AdminSocket open(Path path, Administrator administrator) throws IOException {
        AdminSocket admin = new AdminSocket(PrivateSocket.bind(path), administrator);
        Thread.ofPlatform().name("admin").daemon().start(admin::run);
        return admin;
    }

    private void run() {
        try {
            while (true) {
                free.acquire();
                SocketChannel connection = socket.accept();
                Thread.ofVirtual().name("admin").start(() -> serve(connection));
            }
        } catch (ClosedChannelException | InterruptedException e) {
            // the server stops
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the admin socket is of no use any more: " + e.getMessage());
        }
    }

    private void serve(SocketChannel connection) {
        boolean lasts = false;
        try {
            Reply reply = reply(request(connection));
            write(connection, reply);
            lasts = reply.lasts() && last(connection);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "on a connection to the admin socket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
            if (!lasts) {
                close(connection);
            }
        }
    }

    private synchronized boolean last(SocketChannel connection) {
        return lasting.add(connection);
    }

    private Reply reply(String line) throws InterruptedException {
        try {
            String words = line.strip();
            return administrator.perform(
                    AdminRequest.read(words.isEmpty() ? List.of() : List.of(words.split("\\s+", -1))));
        } catch (UsageException e) {
            return new Reply(Reply.USAGE, e.getMessage() + "\n", false);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "defect in what the admin socket was asked: " + line, e);
            return Reply.failed("a defect of the server's, see its log\n");
        }
    }

    /** Reads to the first line feed. */
    private static String request(SocketChannel connection) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(LONGEST_REQUEST);
        while (octets.hasRemaining() && connection.read(octets) >= 0) {
            String text =
                    StandardCharsets.UTF_8.decode(octets.duplicate().flip()).toString();
            int end = text.indexOf('\n');
            if (end >= 0) {
                return text.substring(0, end);
            }
        }
        throw new IOException("no line came, or none of at most " + LONGEST_REQUEST + " octets");
    }

    private static void write(SocketChannel connection, Reply reply) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(reply.encoded());
        while (octets.hasRemaining()) {
            connection.write(octets);
        }
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection to the admin socket", e);
        }
    }

    /** Nobody else can connect. Who waits for the end of the server still does. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the admin socket", e);
        }
    }
}
