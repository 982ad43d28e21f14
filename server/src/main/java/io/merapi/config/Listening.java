// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import java.util.List;

/**
 * Where the server listens.
 *
 * @param listeners what the options ask for
 * @param handedOver descriptors of sockets that listen already; those that no listener takes are served as well
 * @param rules what they have in common
 */
public record Listening(List<ConfiguredListener> listeners, List<Integer> handedOver, ListenRules rules) {

    /** The listener for a socket that has been handed over and that no option speaks of. */
    public ListenSpec unclaimed(int descriptor) {
        return rules.spec(
                new Endpoint.HandedOver(descriptor),
                rules.protocol(),
                rules.proxyHeaders().others());
    }
}
