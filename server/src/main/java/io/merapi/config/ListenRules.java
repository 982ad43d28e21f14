// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;

/**
 * What all listeners have in common.
 *
 * @param protocol what is spoken where no option's name says it
 * @param backlog how many connections the kernel keeps for each
 * @param options how the kernel treats them
 * @param proxyHeaders before which of them a proxy announces each connection
 */
public record ListenRules(ListenerProtocol protocol, int backlog, SocketOptions options, ProxyHeaders proxyHeaders) {

    ListenSpec spec(Endpoint endpoint, ListenerProtocol spoken, boolean announced) {
        return new ListenSpec(endpoint, spoken, backlog, options, announced);
    }
}
