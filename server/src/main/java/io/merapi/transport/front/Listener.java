// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.transport.Connection;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.ListeningSocket;
import io.netty.channel.ServerChannel;
import java.io.IOException;

/** A bound socket on which connections are accepted, once it is told to. */
public final class Listener implements AutoCloseable {
    private final ListeningSocket socket;
    private final ListenerProtocol protocol;
    private final Endpoint endpoint;

    Listener(ListeningSocket socket, ListenerProtocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
        this.endpoint = socket.endpoint();
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
        return socket.channel();
    }

    void accept() {
        socket.channel().config().setAutoRead(true);
    }

    /** Stops accepting and frees the port; waits until that is done. Accepted connections go on. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            Connection.LOG.log(System.Logger.Level.WARNING, "the file of {0} stays: {1}", url(), e.getMessage());
        }
    }
}
