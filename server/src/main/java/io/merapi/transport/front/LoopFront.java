// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.protocol.cgi.CgiResponseEncoder.StatusForm;
import io.merapi.transport.Connection;
import io.merapi.transport.FastCgiConnection;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.SerialConnection;
import io.merapi.transport.client.Entrance;
import io.merapi.transport.gateway.GatewayDialect;
import io.merapi.transport.http.Http1;
import io.merapi.transport.http.RequestVars;
import io.merapi.transport.socket.ListenSpec;
import io.netty.channel.socket.DuplexChannel;

/**
 * One event loop's part of the front.
 *
 * @param home its connections
 * @param httpVars makes CGI variables of HTTP requests, for all of them
 */
record LoopFront(LoopConnections home, RequestVars httpVars) {

    LoopFront(LoopConnections home) {
        this(home, new RequestVars());
    }

    /** A connection for a channel that has been accepted. */
    Connection open(ListenSpec spec, DuplexChannel channel, Entrance entrance) {
        return switch (spec.protocol()) {
            case HTTP -> new SerialConnection(channel, home, entrance, new Http1(home, httpVars));
            case UWSGI -> new SerialConnection(channel, home, entrance, GatewayDialect.uwsgi());
            case SCGI -> new SerialConnection(channel, home, entrance, GatewayDialect.scgi(StatusForm.FIELD));
            case SCGI_NPH -> new SerialConnection(channel, home, entrance, GatewayDialect.scgi(StatusForm.LINE));
            case FASTCGI -> new FastCgiConnection(channel, home, entrance, StatusForm.FIELD);
            case FASTCGI_NPH -> new FastCgiConnection(channel, home, entrance, StatusForm.LINE);
        };
    }
}
