// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.exchange.Vars;

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
    public Addressee of(Origin origin) {
        String usedScheme = origin.scheme() == null ? scheme : origin.scheme();
        int usual = usedScheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        String host = origin.host();
        if (host == null) {
            int otherwise = origin.scheme() == null ? port : usual;
            return new Addressee(name, origin.port() > 0 ? origin.port() : otherwise, usedScheme);
        }
        int colon = portColon(host);
        String hostName = host.substring(0, colon);
        int hostPort = colon + 1 < host.length() ? Integer.parseInt(host.substring(colon + 1)) : usual;
        return new Addressee(hostName, origin.port() > 0 ? origin.port() : hostPort, usedScheme);
    }

    /** Where the colon stands before the port, or would stand. */
    private static int portColon(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? colon : host.length();
    }
}
