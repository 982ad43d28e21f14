// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom and what a URL asks for: {@code http://host:8000/path?query}, {@code uwsgi://[::1]:3031/path}, or
 * {@code scgi:///run/site.sock:/path} with a unix socket, whose path ends where {@code :/} begins another.
 *
 * @param host name or address, without brackets; empty for a unix socket
 * @param port of the host
 * @param socket path of a unix socket; empty for a host
 * @param uri path and query as they stand in the URL, beginning with a slash
 */
record Target(Protocol protocol, String host, int port, String socket, String uri) {
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.%\\w]+)]|([^\\[\\]:/@]+))(?::(\\d{1,5}))?");
    private static final int HTTP_PORT = 80;
    private static final int MOST_PORT = 65_535;

    static Target parse(String url) throws CallException {
        int colon = url.indexOf("://");
        Protocol protocol = colon < 0 ? Protocol.HTTP : Protocol.of(url.substring(0, colon));
        if (protocol == null) {
            throw malformed(url, "the protocol is none of http, uwsgi, fastcgi and scgi");
        }
        String rest = colon < 0 ? url : url.substring(colon + 3);
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        return rest.startsWith("/") ? ofSocket(protocol, rest) : ofHost(protocol, rest, url);
    }

    private static Target ofSocket(Protocol protocol, String rest) {
        int end = rest.indexOf(":/");
        return end < 0
                ? new Target(protocol, "", 0, rest.endsWith(":") ? rest.substring(0, rest.length() - 1) : rest, "/")
                : new Target(protocol, "", 0, rest.substring(0, end), rest.substring(end + 1));
    }

    private static Target ofHost(Protocol protocol, String rest, String url) throws CallException {
        int end = 0;
        while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        Matcher authority = AUTHORITY.matcher(rest.substring(0, end));
        if (!authority.matches()) {
            throw malformed(url, "write host:port, or the whole path of a unix socket after the two slashes");
        }
        String port = authority.group(3);
        if (port == null && protocol != Protocol.HTTP) {
            throw malformed(url, "name the port, for " + protocol.scheme() + " has none of its own");
        }
        int number = port == null ? HTTP_PORT : Integer.parseInt(port);
        if (number > MOST_PORT) {
            throw malformed(url, "there is no port " + number);
        }
        String host = authority.group(1) != null ? authority.group(1) : authority.group(2);
        String uri = rest.substring(end);
        return new Target(protocol, host, number, "", uri.startsWith("/") ? uri : "/" + uri);
    }

    private static CallException malformed(String url, String why) {
        return new CallException(Exit.URL, "'" + url + "': " + why);
    }

    /** Where to connect, one after the other until one answers. */
    List<? extends SocketAddress> addresses() throws CallException {
        if (!socket.isEmpty()) {
            try {
                return List.of(UnixDomainSocketAddress.of(socket));
            } catch (IllegalArgumentException e) {
                throw new CallException(Exit.URL, socket + ": " + e.getMessage());
            }
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new CallException(Exit.UNRESOLVED, host + ": the address of this host is not known");
        }
    }

    /** Who is asked, for messages. */
    String peer() {
        return socket.isEmpty() ? hostText() + ":" + port : socket;
    }

    /** What Host says. */
    String authority() {
        if (!socket.isEmpty()) {
            return "localhost";
        }
        return protocol == Protocol.HTTP && port == HTTP_PORT ? hostText() : hostText() + ":" + port;
    }

    private String hostText() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The path before the question mark, not decoded. */
    String path() {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }

    /** What follows the question mark, or nothing. */
    String query() {
        int question = uri.indexOf('?');
        return question < 0 ? "" : uri.substring(question + 1);
    }
}
