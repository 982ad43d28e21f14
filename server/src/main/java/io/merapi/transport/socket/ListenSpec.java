// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One listener as it is asked for.
 *
 * @param endpoint where
 * @param protocol what is spoken there
 * @param backlog how many connections the kernel keeps that have not been accepted
 * @param options how the kernel treats them
 * @param proxyProtocol whether each connection begins with a PROXY protocol header that tells who the client is
 */
public record ListenSpec(
        Endpoint endpoint, ListenerProtocol protocol, int backlog, SocketOptions options, boolean proxyProtocol) {

    /** The same, where each connection begins with a PROXY protocol header, or not. */
    public ListenSpec withProxyProtocol(boolean expected) {
        return new ListenSpec(endpoint, protocol, backlog, options, expected);
    }

    /** HTTP with the kernel's own options. */
    public static ListenSpec http(Endpoint endpoint, int backlog) {
        return new ListenSpec(endpoint, ListenerProtocol.HTTP, backlog, SocketOptions.USUAL, false);
    }

    /**
     * Where the socket listens that this has become, with the port that the system chose where 0 was asked for.
     *
     * @param local what the socket says; of a unix socket nothing that is of use
     */
    public Endpoint boundTo(@Nullable SocketAddress local) {
        return local instanceof InetSocketAddress bound ? new Endpoint.Tcp(bound) : endpoint;
    }
}
