// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** Where to listen, and how the kernel treats the sockets. */
public final class ListenOptions {
    public static final Option<List<String>> HTTP = Option.of(Kind.list("ADDRESS"), List.of(), "http")
            .help("listen for HTTP on host:port, :port, [address]:port, 192.168.*:port (an interface), /path.sock,"
                    + " @name (abstract), fd://N or fd://NAME (handed over) or =N (shared-socket); may be repeated");

    public static final Option<List<String>> HTTP_SOCKET = Option.of(
                    Kind.list("ADDRESS"), List.of(), "http-socket", "http11-socket")
            .help("the same: here the front always stands between clients and workers");

    public static final Option<List<String>> SOCKET = Option.of(Kind.list("ADDRESS"), List.of(), "socket")
            .letter('s')
            .help("listen for web servers in front, which speak the uwsgi protocol unless protocol says otherwise");

    public static final Option<List<String>> UWSGI_SOCKET = Option.of(Kind.list("ADDRESS"), List.of(), "uwsgi-socket")
            .help("listen for the uwsgi protocol: nginx's uwsgi_pass, Apache's mod_proxy_uwsgi");

    public static final Option<List<String>> FASTCGI_SOCKET =
            Option.of(Kind.list("ADDRESS"), List.of(), "fastcgi-socket").help("listen for FastCGI");

    public static final Option<List<String>> FASTCGI_NPH_SOCKET = Option.of(
                    Kind.list("ADDRESS"), List.of(), "fastcgi-nph-socket")
            .help("listen for FastCGI, and answer with an HTTP status line instead of a Status field");

    public static final Option<List<String>> SCGI_SOCKET =
            Option.of(Kind.list("ADDRESS"), List.of(), "scgi-socket").help("listen for SCGI");

    public static final Option<List<String>> SCGI_NPH_SOCKET = Option.of(
                    Kind.list("ADDRESS"), List.of(), "scgi-nph-socket")
            .help("listen for SCGI, and answer with an HTTP status line instead of a Status field");

    public static final Option<String> PROTOCOL = Option.of(
                    Kind.text("PROTOCOL"), "uwsgi", "protocol", "socket-protocol")
            .help("what is spoken on socket, and on sockets handed over that no option names: uwsgi, http, fastcgi,"
                    + " fastcgi-nph, scgi or scgi-nph");

    public static final Option<List<String>> SHARED_SOCKET = Option.of(
                    Kind.list("ADDRESS"), List.of(), "shared-socket", "undeferred-shared-socket")
            .help("an address that listeners call =0, =1, ... in the order given");

    public static final Option<Integer> LISTEN = Option.of(Kind.INTEGER, 0, "listen")
            .letter('l')
            .initially("the system's limit, at most 4096")
            .help("how many connections the kernel keeps until they are accepted");

    public static final Option<String> CHMOD_SOCKET = Option.of(Kind.optionalText("MODE"), "", "chmod-socket", "chmod")
            .letter('C')
            .initially("what umask leaves")
            .help("permissions of unix sockets, such as 660; without a value 666");

    public static final Option<String> CHOWN_SOCKET = Option.of(Kind.text("USER:GROUP"), "", "chown-socket")
            .help("owner of unix sockets: user, user:group or :group, by name or number");

    public static final Option<Boolean> ABSTRACT_SOCKET =
            Option.flag("abstract-socket").letter('a').help("give unix sockets names without files");

    public static final Option<Boolean> REUSE_PORT = Option.flag("reuse-port")
            .help("several servers of one user may listen on the same port; the kernel deals connections out to them");

    public static final Option<Boolean> FREEBIND =
            Option.flag("freebind").help("listen on addresses that this machine does not have yet");

    public static final Option<Boolean> KEEPALIVE =
            Option.flag("so-keepalive").help("have the kernel ask silent TCP clients whether they are still there");

    public static final Option<Integer> FAST_OPEN = Option.of(Kind.INTEGER, 0, "tcp-fast-open", "tcp-fastopen")
            .initially("off")
            .help("how many TCP connections that begin with data may wait for their handshake");

    public static final Option<Long> SEND_BUFFER = Option.of(Kind.SIZE, 0L, "socket-sndbuf")
            .initially("the system's")
            .help("the kernel's memory for what a client has not taken");

    public static final Option<Long> RECEIVE_BUFFER = Option.of(Kind.SIZE, 0L, "socket-rcvbuf")
            .initially("the system's")
            .help("the kernel's memory for what a TCP client has sent and has not been read");

    /** The options for listeners besides {@code http}: under uWSGI the workers' own. */
    public static final List<Option<List<String>>> OTHERS = List.of(
            HTTP_SOCKET, SOCKET, UWSGI_SOCKET, FASTCGI_SOCKET, FASTCGI_NPH_SOCKET, SCGI_SOCKET, SCGI_NPH_SOCKET);

    static final OptionGroup GROUP = new OptionGroup(
            "Listeners",
            List.of(
                    HTTP,
                    HTTP_SOCKET,
                    SOCKET,
                    UWSGI_SOCKET,
                    FASTCGI_SOCKET,
                    FASTCGI_NPH_SOCKET,
                    SCGI_SOCKET,
                    SCGI_NPH_SOCKET,
                    PROTOCOL,
                    SHARED_SOCKET,
                    LISTEN,
                    CHMOD_SOCKET,
                    CHOWN_SOCKET,
                    ABSTRACT_SOCKET,
                    REUSE_PORT,
                    FREEBIND,
                    KEEPALIVE,
                    FAST_OPEN,
                    SEND_BUFFER,
                    RECEIVE_BUFFER));

    private ListenOptions() {}
}
