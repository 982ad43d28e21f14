// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.exchange.Vars;
import io.merapi.protocol.forwarded.IpAddress;
import io.merapi.protocol.forwarded.Node;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection, and for whom it may speak. */
public final class Client {
    /** One whose connection was lost before anybody asked: not the address of anybody. */
    private static final Node LOST = new Node(IpAddress.of(new byte[4]), 0);

    private final Node node;
    private final Entrance entrance;
    private final Sender sender;

    /** The client there; one at a unix socket has no address, and its variables are empty. */
    public Client(Node node, Entrance entrance) {
        this.node = node;
        this.entrance = entrance;
        this.sender = new Sender(node.text(), vars(node, entrance.addressee()), null, Sender.Passed.NONE);
    }

    /**
     * The client at the other end of a socket.
     *
     * @param remote null at a unix socket, and when the connection was lost before anybody asked
     */
    public static Client of(@Nullable SocketAddress remote, Entrance entrance) {
        if (entrance.isUnixSocket()) {
            return new Client(Node.UNIX, entrance);
        }
        return new Client(remote instanceof InetSocketAddress inet ? nodeOf(inet) : LOST, entrance);
    }

    private static Node nodeOf(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        return address == null ? LOST : new Node(IpAddress.of(address.getAddress()), remote.getPort());
    }

    private static Vars vars(Node node, Addressee addressee) {
        Vars vars = new Vars(144);
        vars.add("REMOTE_ADDR", node.text());
        vars.add("REMOTE_PORT", node.port() == 0 ? "" : Integer.toString(node.port()));
        vars.addAll(addressee.vars());
        return vars;
    }

    /** Its address as text; empty where it has none. */
    public String address() {
        return sender.address();
    }

    /** It sends a request of its own: one whose fields do not say for whom it is forwarded. */
    public Sender sender() {
        return sender;
    }

    /** It sends a request whose fields say for whom it is forwarded. */
    public Sender sender(Claims claims) {
        if (!entrance.proxies().believes(node)) {
            return sender;
        }
        Origin origin = Origin.of(claims, node, entrance.proxies());
        Sender.Passed passed = claims.areInForwarded() ? Sender.Passed.ALL : Sender.Passed.X_FORWARDED;
        Vars vars = vars(origin.client(), entrance.addressee().of(origin));
        return new Sender(origin.client().text(), vars, origin.host(), passed);
    }

    /**
     * It is a web server and passes a request on by uwsgi, FastCGI or SCGI, whose variables say who the client is. That
     * one may be a proxy in turn: then the origin is what its fields say, as far as it is trusted.
     *
     * @param remoteAddress REMOTE_ADDR of the request; null where it has none
     * @return null where the variables count as they are
     */
    public @Nullable Origin origin(@Nullable String remoteAddress, Claims claims) {
        Node said = remoteAddress == null ? node : Node.parse(remoteAddress);
        if (said == null || claims.areNone() || !entrance.proxies().trusts(said)) {
            return null;
        }
        return Origin.of(claims, said, entrance.proxies());
    }

    /** Whom its requests are for where they do not say it themselves. */
    public Addressee addressee() {
        return entrance.addressee();
    }
}
