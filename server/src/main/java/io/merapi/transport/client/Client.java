// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.exchange.Vars;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection.
 *
 * @param address its address as text; empty where it has none
 * @param vars what all its requests have in common
 * @param listenerVars what all requests that come by the same listener have in common
 */
public record Client(String address, Vars vars, Vars listenerVars) {

    /**
     * The client at an address. One that came by a unix socket has none, and its variables are empty.
     *
     * @param remote null also when the connection was lost before anybody asked
     */
    public static Client of(@Nullable SocketAddress remote, Vars listenerVars) {
        if (remote instanceof InetSocketAddress inet) {
            String address = NetUtil.toAddressString(inet.getAddress());
            return new Client(address, varsOf(address, Integer.toString(inet.getPort())), listenerVars);
        }
        return new Client("", varsOf("", ""), listenerVars);
    }

    private static Vars varsOf(String address, String port) {
        Vars vars = new Vars(48);
        vars.add("REMOTE_ADDR", address);
        vars.add("REMOTE_PORT", port);
        return vars;
    }

    /** What all requests of a listener have in common. */
    public static Vars listenerVars(String serverName, int port) {
        Vars vars = new Vars(96);
        vars.add("SCRIPT_NAME", "");
        vars.add("SERVER_NAME", serverName);
        vars.add("SERVER_PORT", Integer.toString(port));
        vars.add("wsgi.url_scheme", "http");
        return vars;
    }
}
