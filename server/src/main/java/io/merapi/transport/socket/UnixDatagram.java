// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A datagram to a unix socket: what Java itself lacks. */
public final class UnixDatagram {
    private UnixDatagram() {}

    /**
     * Sends one, or fails: it never waits.
     *
     * @param address a path; after an {@code @}, a name of Linux's that is no file's
     * @throws IOException when it is not taken
     */
    public static void send(String address, String text) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("Netty's native library is not there for this system");
        }
        String name = address.startsWith("@") ? '\0' + address.substring(1) : address;
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(octets.length).put(octets).flip();
        Socket socket = Socket.newSocketDomainDgram();
        try {
            // not sendTo, which takes the whole of sun_path for the name
            if (!socket.connect(new DomainSocketAddress(name)) || socket.write(buffer, 0, octets.length) == 0) {
                throw new IOException("the queue of " + address + " is full");
            }
        } finally {
            socket.close();
        }
    }
}
