// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;

/** A bound socket on which connections are accepted. */
public final class Listener implements AutoCloseable {
    private final ServerChannel channel;
    private final InetSocketAddress address;

    Listener(ServerChannel channel) {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.localAddress();
    }

    /** The address it is bound to, with the port that the system chose where 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    ServerChannel channel() {
        return channel;
    }

    /** Stops accepting and frees the port; waits until that is done. Accepted connections go on. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
