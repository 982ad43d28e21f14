// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

/** What a web server can ask about (section 4.1); named as on the wire. */
public enum Capacity {
    /** How many connections at a time. */
    FCGI_MAX_CONNS,
    /** How many requests at a time. */
    FCGI_MAX_REQS,
    /** Whether there can be several requests at a time on a connection: 1 or 0. */
    FCGI_MPXS_CONNS
}
