// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

/**
 * What all connections have in common that come by one listener.
 *
 * @param addressee whom their requests are for
 * @param isUnixSocket whether it is a unix socket: clients have no address
 * @param proxyHeader whether each begins with a PROXY protocol header
 * @param proxies who is believed for whom a request is forwarded
 */
public record Entrance(Addressee addressee, boolean isUnixSocket, boolean proxyHeader, TrustedProxies proxies) {}
