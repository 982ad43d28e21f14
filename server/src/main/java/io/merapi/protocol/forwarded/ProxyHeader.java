// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

/** What a PROXY protocol header says about the connection that it stands before. */
public sealed interface ProxyHeader {

    /**
     * The connection is the proxy's own, a health check say, or it does not know whose: LOCAL, UNKNOWN and AF_UNSPEC.
     */
    record Local() implements ProxyHeader {}

    /** The connection is forwarded for this client. */
    record Forwarded(Node client) implements ProxyHeader {}
}
