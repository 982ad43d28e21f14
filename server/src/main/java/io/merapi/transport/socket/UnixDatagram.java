// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.merapi.observe.route.Receiver;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket that sends datagrams to a unix socket: what Java itself lacks. It never waits. */
public final class UnixDatagram implements Receiver.Line {
    private final Socket socket;

    private UnixDatagram(Socket socket) {
        this.socket = socket;
    }

    /**
     * Opens one.
     *
     * @param address a path; after an {@code @}, a name of Linux's that is no file's
     * @throws IOException when nobody listens there
     */
    public static UnixDatagram connect(String address) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("Netty's native library is not there for this system");
        }
        String name = address.startsWith("@") ? '\0' + address.substring(1) : address;
        Socket socket = Socket.newSocketDomainDgram();
        try {
            // not sendTo, which takes the whole of sun_path for the name
            if (!socket.connect(new DomainSocketAddress(name))) {
                throw new IOException("the queue of " + address + " is full");
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new UnixDatagram(socket);
    }

    @Override
    public boolean send(ByteBuffer octets) throws IOException {
        return !octets.hasRemaining() || socket.write(octets, octets.position(), octets.limit()) > 0;
    }

    /**
     * Sends one datagram by a socket of its own.
     *
     * @throws IOException when it is not taken
     */
    public static void send(String address, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(octets.length).put(octets).flip();
        try (UnixDatagram socket = connect(address)) {
            if (!socket.send(buffer)) {
                throw new IOException("the queue of " + address + " is full");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
