// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

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
}
