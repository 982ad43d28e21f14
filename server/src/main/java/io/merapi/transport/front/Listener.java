// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.channel.ServerChannel;

/** A bound socket on which connections are accepted. */
public final class Listener implements AutoCloseable {
    private final ServerChannel channel;
    private final ListenerProtocol protocol;
    private final Endpoint endpoint;

    Listener(ListenSpec spec, ServerChannel channel) {
        this.channel = channel;
        this.protocol = spec.protocol();
        this.endpoint = spec.boundTo(channel.localAddress());
    }

    /** Where it listens, with the port that the system chose where 0 was asked for. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The same with what is spoken there, such as {@code http://0.0.0.0:8000} or {@code uwsgi:///run/site.sock}. */
    public String url() {
        return protocol.scheme() + "://" + endpoint;
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
