// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Asks a server at its admin socket. */
public final class AdminClient {
    private static final int READ_BYTES = 8 << 10;

    private AdminClient() {}

    /** The server has ended before it had answered. */
    public static final class EndedException extends IOException {
        private static final long serialVersionUID = 1;

        EndedException() {
            super("the server has ended, or dropped the connection, before it answered");
        }
    }

    /**
     * Sends the words of a request, and waits for all of the reply: where that is to stop the server, for its end.
     *
     * @throws EndedException when the reply does not come
     * @throws IOException when nobody listens there, or this user may not ask
     */
    public static Reply ask(Path socket, List<String> words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return reply(exchange(channel, String.join(" ", words) + "\n"));
        }
    }

    private static String exchange(SocketChannel channel, String line) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            ByteBuffer request = StandardCharsets.UTF_8.encode(line);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            ByteBuffer part = ByteBuffer.allocate(READ_BYTES);
            while (channel.read(part.clear()) >= 0) {
                all.write(part.array(), 0, part.position());
            }
        } catch (IOException e) {
            // the connection was cut: what has come decides
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static Reply reply(String octets) throws EndedException {
        int end = octets.indexOf('\n');
        try {
            return new Reply(Integer.parseInt(octets.substring(0, Math.max(0, end))), octets.substring(end + 1), false);
        } catch (NumberFormatException e) {
            throw new EndedException();
        }
    }
}
