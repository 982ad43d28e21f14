// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;
import java.util.List;

/**
 * Where the server listens.
 *
 * @param listeners what the options ask for
 * @param handedOver descriptors of sockets that listen already; those that no listener takes are served as well
 * @param backlog how many connections the kernel keeps for each listener
 * @param options how the kernel treats them
 * @param proxyHeaders before which of them a proxy announces each connection
 */
public record Listening(
        List<ConfiguredListener> listeners,
        List<Integer> handedOver,
        int backlog,
        SocketOptions options,
        ProxyHeaders proxyHeaders) {

    /** The listener for a socket that has been handed over and that no option speaks of. */
    public ListenSpec unclaimed(int descriptor) {
        return new ListenSpec(
                new Endpoint.HandedOver(descriptor), ListenerProtocol.HTTP, backlog, options, proxyHeaders.others());
    }
}
