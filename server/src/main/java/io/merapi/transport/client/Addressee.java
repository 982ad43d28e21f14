// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.exchange.Vars;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is for, as its CGI variables say: the listener that it came by, or what a trusted proxy says.
 *
 * @param name SERVER_NAME
 * @param port SERVER_PORT
 * @param scheme wsgi.url_scheme
 */
public record Addressee(String name, int port, String scheme) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** The variables. */
    Vars vars() {
        Vars vars = new Vars(96);
        vars.add("SCRIPT_NAME", "");
        vars.add("SERVER_NAME", name);
        vars.add("SERVER_PORT", Integer.toString(port));
        vars.add("wsgi.url_scheme", scheme);
        return vars;
    }

    /** The same with what the origin says instead. */
    Addressee of(Origin origin) {
        String usedScheme = origin.scheme() == null ? scheme : origin.scheme();
        boolean said = origin.scheme() != null || origin.host() != null;
        int usual = usedScheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        int otherwise = said ? usual : port;
        String host = origin.host();
        int colon = portColon(host);
        String usedName = host == null ? name : colon < 0 ? host : host.substring(0, colon);
        boolean ported = host != null && colon >= 0 && colon + 1 < host.length();
        int hostPort = ported ? Integer.parseInt(host.substring(colon + 1)) : otherwise;
        return new Addressee(usedName, origin.port() > 0 ? origin.port() : hostPort, usedScheme);
    }

    /** Where the colon stands before the port, or -1. */
    private static int portColon(@Nullable String host) {
        int colon = host == null ? -1 : host.lastIndexOf(':');
        return colon >= 0 && host.indexOf(']', colon) < 0 ? colon : -1;
    }
}
