// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.http1.RequestHead;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param address its address as text
 * @param vars what all its requests have in common
 * @param listenerVars what all requests that come by the same listener have in common
 */
record Client(String address, Vars vars, Vars listenerVars) {

    /**
     * The client at an address.
     *
     * @param remote null when the connection was lost before anybody asked
     */
    static Client of(@Nullable InetSocketAddress remote, Vars listenerVars) {
        String address = remote == null ? "" : NetUtil.toAddressString(remote.getAddress());
        int port = remote == null ? 0 : remote.getPort();
        return new Client(address, RequestVars.ofClient(address, port), listenerVars);
    }

    /**
     * A request of this client.
     *
     * @param contentLength length of the body, or -1 where there is none or it is not known
     */
    Request request(RequestHead head, RequestVars encoder, RequestBody body, long contentLength) {
        Vars all = encoder.of(head, listenerVars, vars, contentLength);
        String protocol = head.minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1";
        return new Request(head.method(), head.target(), protocol, address, all, body);
    }
}
