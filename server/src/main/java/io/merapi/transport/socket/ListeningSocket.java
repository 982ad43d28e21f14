// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket that listens, or will once its channel is bound, and what belongs to it beside the channel. */
public final class ListeningSocket {
    private final ServerChannel channel;
    private final Endpoint endpoint;
    private final @Nullable SocketFile file;

    ListeningSocket(ServerChannel channel, Endpoint endpoint, @Nullable SocketFile file) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.file = file;
    }

    public ServerChannel channel() {
        return channel;
    }

    /** Where it listens, with the port that the system chose where 0 was asked for. */
    public Endpoint endpoint() {
        return channel.localAddress() instanceof InetSocketAddress bound ? new Endpoint.Tcp(bound) : endpoint;
    }

    /**
     * Closes the channel and waits for that; removes the socket's file where that is to be.
     *
     * @throws IOException when the file cannot be removed
     */
    public void close() throws IOException {
        channel.close().awaitUninterruptibly();
        if (file != null) {
            file.closed();
        }
    }
}
