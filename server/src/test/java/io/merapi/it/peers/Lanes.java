// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static java.util.Objects.requireNonNull;

import io.merapi.it.Faulty;
import io.merapi.it.Gate;
import io.merapi.it.MerapiServer;
import io.merapi.it.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One Merapi that listens for every protocol, and a web server for each lane, started when it is first used. */
final class Lanes implements AutoCloseable {
    private final Places places;
    private final Gate gate;
    private final MerapiServer merapi;
    private final Map<Inlet, String> addresses;
    private final Map<Lane, WebServer> servers = new HashMap<>();

    private Lanes(Places places, Gate gate, Map<Inlet, String> addresses, MerapiServer merapi) {
        this.places = places;
        this.gate = gate;
        this.addresses = addresses;
        this.merapi = merapi;
    }

    /**
     * Starts Merapi with {@code behind.py}.
     *
     * @param directory for all that is written
     */
    static Lanes start(Path directory, String... options) throws Exception {
        Places places = Places.in(directory);
        Gate gate = Gate.in(directory);
        Map<Inlet, String> addresses = new HashMap<>();
        List<String> all = new ArrayList<>(List.of("--pythonpath", MerapiServer.APPS.toString(), "--chmod-socket=666"));
        for (Inlet inlet : Lane.all().stream().map(Inlet::of).distinct().toList()) {
            String address = inlet.address(places);
            addresses.put(inlet, address);
            all.addAll(List.of("--" + inlet.protocol.option(), address));
        }
        all.addAll(List.of(options));
        MerapiServer merapi = Faulty.callOf("behind:app", all.toArray(String[]::new))
                .in(directory)
                .start();
        return new Lanes(places, gate, addresses, merapi);
    }

    /** Where lanes come in. */
    private record Inlet(Protocol protocol, Transport transport) {
        static Inlet of(Lane lane) {
            return new Inlet(lane.deployment().protocol(), lane.transport());
        }

        String address(Places places) throws IOException {
            return switch (transport) {
                case UNIX -> places.run().resolve(protocol + ".sock").toString();
                case TCP -> "127.0.0.1:" + Ports.free();
            };
        }
    }

    Places places() {
        return places;
    }

    Gate gate() {
        return gate;
    }

    MerapiServer merapi() {
        return merapi;
    }

    /** The web server of a lane. */
    WebServer server(Lane lane) throws Exception {
        WebServer server = servers.get(lane);
        if (server == null) {
            server = start(lane);
            servers.put(lane, server);
        }
        return server;
    }

    private WebServer start(Lane lane) throws Exception {
        Deployment deployment = lane.deployment();
        String site = places.mapped(Places.toward(deployment.text(), requireNonNull(addresses.get(Inlet.of(lane)))));
        return WebServer.start(deployment, places.directory().resolve(lane.toString()), site);
    }

    /** A client's connection to the web server of a lane. */
    Wire wire(Lane lane) throws Exception {
        return server(lane).wire();
    }

    /** The answer to a GET over a lane. */
    Wire.Answer get(Lane lane, String target) throws Exception {
        try (Wire wire = wire(lane)) {
            return wire.get(target);
        }
    }

    @Override
    public void close() {
        servers.values().forEach(WebServer::close);
        merapi.close();
    }
}
