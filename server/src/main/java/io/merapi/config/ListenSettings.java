// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.file.FileRulesReader;
import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.FileRules;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;
import io.merapi.worker.process.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the options about listening into listeners. */
final class ListenSettings {
    private static final int USUAL_BACKLOG = 4096;
    private static final int MOST_BUFFER = 1 << 30;
    /** What can be written as {@code protocol}. */
    private static final Map<String, ListenerProtocol> PROTOCOLS = Map.of(
            "uwsgi", ListenerProtocol.UWSGI,
            "http", ListenerProtocol.HTTP,
            "http11", ListenerProtocol.HTTP,
            "fastcgi", ListenerProtocol.FASTCGI,
            "fastcgi-nph", ListenerProtocol.FASTCGI_NPH,
            "scgi", ListenerProtocol.SCGI,
            "scgi-nph", ListenerProtocol.SCGI_NPH);

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    ListenSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** The options that ask for listeners, in the order in which they are opened, with what is spoken there. */
    private static List<Row> rows(ListenerProtocol usual) {
        return List.of(
                new Row(ListenOptions.HTTP, ListenerProtocol.HTTP),
                new Row(ListenOptions.HTTP_SOCKET, ListenerProtocol.HTTP),
                new Row(ListenOptions.SOCKET, usual),
                new Row(ListenOptions.UWSGI_SOCKET, ListenerProtocol.UWSGI),
                new Row(ListenOptions.FASTCGI_SOCKET, ListenerProtocol.FASTCGI),
                new Row(ListenOptions.FASTCGI_NPH_SOCKET, ListenerProtocol.FASTCGI_NPH),
                new Row(ListenOptions.SCGI_SOCKET, ListenerProtocol.SCGI),
                new Row(ListenOptions.SCGI_NPH_SOCKET, ListenerProtocol.SCGI_NPH));
    }

    private record Row(Option<List<String>> option, ListenerProtocol protocol) {}

    /** @param owner whose the files of unix sockets are, unless they are given to somebody else */
    Listening listening(@Nullable Identity owner) {
        HandedOver handedOver = HandedOver.of(
                surroundings.environment(), ProcessHandle.current().pid());
        ListenRules rules =
                new ListenRules(protocol(), backlog(), options(), new ProxySettings(settings, problems).headers());
        FileRules files = new FileRulesReader(settings, problems).ofSockets(owner);
        EndpointReader endpoints = new EndpointReader(settings, surroundings, handedOver, files, problems);
        List<ConfiguredListener> listeners = new ArrayList<>();
        List<Row> rows = rows(rules.protocol());
        for (Row row : rows) {
            for (Setting setting : settings.settings(row.option())) {
                Endpoint endpoint = endpoints.read(setting);
                if (endpoint != null) {
                    boolean announced = rules.proxyHeaders().before(setting);
                    add(new ConfiguredListener(rules.spec(endpoint, row.protocol(), announced), setting), listeners);
                }
            }
        }
        endpoints.reportUnused();
        listeners.forEach(this::warnOfStrangers);
        if (handedOver.descriptors().isEmpty()) {
            reportNowhere(rows);
        }
        return new Listening(List.copyOf(listeners), handedOver.descriptors(), rules);
    }

    private ListenerProtocol protocol() {
        String written = settings.value(ListenOptions.PROTOCOL);
        ListenerProtocol protocol = PROTOCOLS.get(written);
        if (protocol == null) {
            problems.error(settings.problem(
                    ListenOptions.PROTOCOL,
                    "'" + written + "' is not spoken here",
                    "write one of " + String.join(", ", new TreeSet<>(PROTOCOLS.keySet()))));
            return ListenerProtocol.UWSGI;
        }
        return protocol;
    }

    /** A web server in front says who its clients are, and whoever connects passes for one. */
    private void warnOfStrangers(ConfiguredListener listener) {
        if (listener.spec().protocol() != ListenerProtocol.HTTP
                && listener.spec().endpoint() instanceof Endpoint.Tcp tcp
                && !tcp.address().getAddress().isLoopbackAddress()) {
            problems.warn(Problem.with(
                    listener.setting(),
                    "whoever reaches " + tcp + " passes for a web server, and may say that a request is anybody's",
                    "listen on 127.0.0.1 or on a unix socket, or let a firewall see to it"));
        }
    }

    private void add(ConfiguredListener listener, List<ConfiguredListener> listeners) {
        for (ConfiguredListener other : listeners) {
            if (listener.overlaps(other)) {
                Setting first = other.setting();
                String by = first.key() + " = " + first.value() + " (" + first.origin() + ")";
                problems.error(Problem.with(
                        listener.setting(),
                        listener.setting().value() + " is listened on already, by " + by,
                        "take one of them away"));
                return;
            }
        }
        listeners.add(listener);
    }

    private void reportNowhere(List<Row> rows) {
        boolean written = rows.stream().anyMatch(row -> settings.isGiven(row.option()));
        boolean tried = problems.errors().stream()
                .anyMatch(error -> rows.stream().anyMatch(row -> row.option().isNamed(error.key())));
        if (!written && !tried && ServerConfig.isReadWhole(problems)) {
            problems.error(new Problem(
                    Origin.DEFAULT, "", "there is nowhere to listen", "add --http :8000, or http = :8000 in a file"));
        }
    }

    private int backlog() {
        int limit = surroundings.backlogLimit();
        int wanted = settings.value(ListenOptions.LISTEN);
        if (wanted == 0) {
            return Math.min(USUAL_BACKLOG, limit);
        }
        if (wanted > limit) {
            problems.warn(settings.problem(
                    ListenOptions.LISTEN,
                    "the system keeps at most " + limit + " connections, not " + wanted,
                    "raise it with: sysctl -w net.core.somaxconn=" + wanted));
        }
        return Math.min(wanted, limit);
    }

    private SocketOptions options() {
        return new SocketOptions(
                settings.value(ListenOptions.KEEPALIVE),
                settings.value(ListenOptions.REUSE_PORT),
                settings.value(ListenOptions.FREEBIND),
                settings.value(ListenOptions.FAST_OPEN),
                new SocketOptions.Buffers(buffer(ListenOptions.SEND_BUFFER), buffer(ListenOptions.RECEIVE_BUFFER)));
    }

    private int buffer(Option<Long> option) {
        return (int) Math.min(settings.value(option), MOST_BUFFER);
    }
}
