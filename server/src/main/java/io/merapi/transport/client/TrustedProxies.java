// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.protocol.forwarded.IpAddress;
import io.merapi.protocol.forwarded.Node;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** From whom it is believed for whom a request is forwarded. Read on every event loop. */
public final class TrustedProxies {
    private static final System.Logger LOG = System.getLogger("io.merapi.transport");

    private final List<Network> networks;
    private final boolean unixSockets;
    private final AtomicBoolean strangerSeen = new AtomicBoolean();

    /**
     * These and nobody else.
     *
     * @param unixSockets whether whoever comes by a unix socket is
     */
    public TrustedProxies(List<Network> networks, boolean unixSockets) {
        this.networks = List.copyOf(networks);
        this.unixSockets = unixSockets;
    }

    /** This machine: what comes from a loopback address or by a unix socket. */
    public static TrustedProxies onThisMachine() {
        return new TrustedProxies(networks("127.0.0.0/8", "::1"), true);
    }

    /** Everybody. */
    public static TrustedProxies everybody() {
        return new TrustedProxies(networks("0.0.0.0/0", "::/0"), true);
    }

    private static List<Network> networks(String... texts) {
        return List.of(texts).stream()
                .map(text -> Objects.requireNonNull(Network.parse(text)))
                .toList();
    }

    /** Whether that is one of them. */
    public boolean trusts(Node node) {
        IpAddress address = node.address();
        if (address == null) {
            return unixSockets;
        }
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether what a request says about whom it is forwarded for is believed of that peer. The first one of whom it is
     * not is logged: it may be a proxy that should have been named.
     */
    public boolean believes(Node peer) {
        boolean trusted = trusts(peer);
        if (!trusted && strangerSeen.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} says for whom it forwards requests, and is not believed: trusted-proxies does not name it (told once)",
                    peer.address() == null ? "a unix socket" : peer.text());
        }
        return trusted;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustedProxies proxies
                && networks.equals(proxies.networks)
                && unixSockets == proxies.unixSockets;
    }

    @Override
    public int hashCode() {
        return Objects.hash(networks, unixSockets);
    }

    @Override
    public String toString() {
        return networks + (unixSockets ? " and unix sockets" : "");
    }
}
