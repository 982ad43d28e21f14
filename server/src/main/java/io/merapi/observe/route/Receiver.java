// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Who is sent datagrams. */
public sealed interface Receiver {

    /** A host, by name or number, asked for when there is something to send; and a port of UDP. */
    record Udp(String host, int port) implements Receiver {
        @Override
        public Line connect(UnixSockets sockets) throws IOException {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            return new UdpLine(DatagramChannel.open(), address);
        }

        @Override
        public String toString() {
            return "udp:" + host + ":" + port;
        }
    }

    /** A unix socket: a path, or after an {@code @} a name of Linux's that is no file's. */
    record UnixSocket(String address) implements Receiver {
        @Override
        public Line connect(UnixSockets sockets) throws IOException {
            return sockets.connect(address);
        }

        @Override
        public String toString() {
            return address;
        }
    }

    /** Opens the way to it. */
    Line connect(UnixSockets sockets) throws IOException;

    /** Opens ways to unix sockets, which Java itself cannot do for datagrams. */
    @FunctionalInterface
    interface UnixSockets {

        /**
         * Opens the way to one.
         *
         * @throws IOException when nobody listens there
         */
        Line connect(String address) throws IOException;
    }

    /** The way to a receiver. */
    interface Line extends AutoCloseable {

        /**
         * Sends the octets of a direct buffer as one datagram.
         *
         * @return false where the receiver's queue is full
         * @throws IOException when it is not taken
         */
        boolean send(ByteBuffer octets) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** UDP: that nobody receives it is not told. */
    record UdpLine(DatagramChannel channel, InetSocketAddress to) implements Line {
        @Override
        public boolean send(ByteBuffer octets) throws IOException {
            channel.send(octets, to);
            return true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
