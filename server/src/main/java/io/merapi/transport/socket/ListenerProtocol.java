// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

/** What is spoken on a listener. */
public enum ListenerProtocol {
    HTTP("http"),
    UWSGI("uwsgi"),
    FASTCGI("fastcgi"),
    /** FastCGI whose answers begin with an HTTP status line instead of a {@code Status} field. */
    FASTCGI_NPH("fastcgi"),
    SCGI("scgi"),
    /** SCGI whose answers begin with an HTTP status line instead of a {@code Status} field. */
    SCGI_NPH("scgi");

    private final String scheme;

    ListenerProtocol(String scheme) {
        this.scheme = scheme;
    }

    /** How the URL of such a listener begins. */
    public String scheme() {
        return scheme;
    }
}
