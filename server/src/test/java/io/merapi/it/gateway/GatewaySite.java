// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import io.merapi.it.MerapiServer;
import io.merapi.it.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that runs applications as the tests write them down, and listens for every gateway protocol. */
final class GatewaySite implements AutoCloseable {
    private final Site site;

    private GatewaySite(Site site) {
        this.site = site;
    }

    static GatewaySite start(Path directory, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(listeners());
        return new GatewaySite(Site.start(directory, all.toArray(String[]::new)));
    }

    /** The options of the listeners. */
    static List<String> listeners() {
        List<String> options = new ArrayList<>();
        for (Gateway gateway : Gateway.values()) {
            options.addAll(List.of("--" + gateway.option(), "127.0.0.1:0"));
        }
        return options;
    }

    MerapiServer server() {
        return site.server();
    }

    /** Makes an application known, and returns its path. */
    String path(String module) throws IOException {
        return site.path(module);
    }

    GatewayWire wire(Gateway gateway) throws IOException, InterruptedException {
        return GatewayWire.to(server(), gateway);
    }

    /** The answer to a request without a body. */
    GatewayWire.Answer ask(Gateway gateway, Map<String, String> variables) throws IOException, InterruptedException {
        return ask(gateway, variables, "");
    }

    GatewayWire.Answer ask(Gateway gateway, Map<String, String> variables, String body)
            throws IOException, InterruptedException {
        try (GatewayWire wire = wire(gateway)) {
            return wire.send(variables, body).answer();
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
