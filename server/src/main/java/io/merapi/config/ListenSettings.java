// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns the options about listening into listeners. */
final class ListenSettings {
    private static final int USUAL_BACKLOG = 4096;
    private static final int MOST_BUFFER = 1 << 30;
    /** What is spoken on the listeners of each option, in the order in which they are opened. */
    private static final List<Map.Entry<Option<List<String>>, ListenerProtocol>> PROTOCOLS = List.of(
            Map.entry(ListenOptions.HTTP, ListenerProtocol.HTTP),
            Map.entry(ListenOptions.HTTP_SOCKET, ListenerProtocol.HTTP));

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    ListenSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Listening listening() {
        HandedOver handedOver = HandedOver.of(
                surroundings.environment(), ProcessHandle.current().pid());
        int backlog = backlog();
        SocketOptions options = options();
        ProxyHeaders proxies = new ProxySettings(settings, problems).headers();
        EndpointReader endpoints = new EndpointReader(settings, surroundings, handedOver, problems);
        List<ConfiguredListener> listeners = new ArrayList<>();
        for (Map.Entry<Option<List<String>>, ListenerProtocol> row : PROTOCOLS) {
            for (Setting setting : settings.settings(row.getKey())) {
                Endpoint endpoint = endpoints.read(setting);
                if (endpoint != null) {
                    ListenSpec spec =
                            new ListenSpec(endpoint, row.getValue(), backlog, options, proxies.before(setting));
                    add(new ConfiguredListener(spec, setting), listeners);
                }
            }
        }
        endpoints.reportUnused();
        if (handedOver.descriptors().isEmpty()) {
            reportNowhere();
        }
        return new Listening(List.copyOf(listeners), handedOver.descriptors(), backlog, options, proxies);
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

    private void reportNowhere() {
        boolean written = PROTOCOLS.stream().anyMatch(row -> settings.isGiven(row.getKey()));
        boolean tried = problems.errors().stream().anyMatch(error -> isListening(error.key()));
        if (!written && !tried && ServerConfig.isReadWhole(problems)) {
            problems.error(new Problem(
                    Origin.DEFAULT, "", "there is nowhere to listen", "add --http :8000, or http = :8000 in a file"));
        }
    }

    private static boolean isListening(String key) {
        return PROTOCOLS.stream().anyMatch(row -> row.getKey().isNamed(key));
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
