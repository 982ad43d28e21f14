// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a service manager has opened for the server before it started it (sd_listen_fds(3)). A listener that
 * is asked for where one of them listens takes that one instead of binding another; each is taken once.
 */
public final class HandedOverSockets {
    private final Set<Integer> left;
    private final Set<Integer> taken = new HashSet<>();

    public HandedOverSockets(List<Integer> descriptors) {
        this.left = new LinkedHashSet<>(descriptors);
    }

    /** Those that no listener has taken. */
    public List<Integer> left() {
        return List.copyOf(left);
    }

    /** The one that listens there, or null. */
    @Nullable
    Descriptor take(Endpoint endpoint) throws IOException {
        if (endpoint instanceof Endpoint.HandedOver given) {
            if (!taken.add(given.descriptor())) {
                throw new IOException("another listener has taken it");
            }
            left.remove(given.descriptor());
            return Descriptor.of(given.descriptor());
        }
        for (Integer each : left) {
            Descriptor descriptor = Descriptor.of(each);
            if (isAt(descriptor.endpoint(), endpoint)) {
                left.remove(each);
                taken.add(each);
                return descriptor;
            }
        }
        return null;
    }

    private static boolean isAt(Endpoint given, Endpoint asked) {
        return switch (asked) {
            case Endpoint.Tcp tcp -> given instanceof Endpoint.Tcp other && includes(other.address(), tcp.address());
            case Endpoint.UnixFile file ->
                given instanceof Endpoint.UnixFile other && other.path().equals(file.path());
            case Endpoint.UnixName name -> name.equals(given);
            case Endpoint.HandedOver _ -> false;
        };
    }

    /** A socket of [::], which service managers open for a bare port, takes the connections of 0.0.0.0, too. */
    private static boolean includes(InetSocketAddress given, InetSocketAddress asked) {
        InetAddress host = asked.getAddress();
        boolean all = given.getAddress().isAnyLocalAddress() && host.isAnyLocalAddress();
        return given.getPort() == asked.getPort() && (all || given.getAddress().equals(host));
    }
}
