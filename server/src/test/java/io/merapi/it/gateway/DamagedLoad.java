// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Peers that send {@link Damage}, each connection one, and leave in any way. What came of it is counted. */
final class DamagedLoad {
    private static final int PEERS = 8;

    private final int port;
    private final Gateway gateway;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    DamagedLoad(int port, Gateway gateway) {
        this.port = port;
        this.gateway = gateway;
    }

    /**
     * Makes so many connections, and waits until all of them are over.
     *
     * @return how often what came: a status, {@code pong}, {@code closed}, {@code left} by the peer itself; anything
     *     else is wrong
     */
    Map<String, Integer> run(int connections, long seed) throws InterruptedException {
        List<Thread> peers = new ArrayList<>();
        for (int peer = 0; peer < PEERS; peer++) {
            long own = seed * PEERS + peer;
            peers.add(Thread.ofVirtual().start(() -> peer(connections / PEERS, own)));
        }
        for (Thread peer : peers) {
            // each read in it has a deadline of its own
            peer.join();
        }
        return Map.copyOf(outcomes);
    }

    private void peer(int connections, long seed) {
        Damage damage = new Damage(gateway, seed);
        Random random = new Random(seed);
        for (int i = 0; i < connections; i++) {
            String outcome;
            try (GatewayWire wire = GatewayWire.to(port, gateway)) {
                outcome = talk(wire, damage.next(), random);
            } catch (IOException | RuntimeException e) {
                outcome = "connection " + i + " of seed " + seed + ": " + e;
            }
            synchronized (outcomes) {
                outcomes.merge(outcome, 1, Integer::sum);
            }
        }
    }

    private String talk(GatewayWire wire, byte[] octets, Random random) throws IOException {
        int cut = random.nextInt(octets.length + 1);
        try {
            wire.octets(Arrays.copyOf(octets, cut)).octets(Arrays.copyOfRange(octets, cut, octets.length));
            if (random.nextInt(5) == 0) {
                wire.wire().socket().setSoLinger(random.nextBoolean(), 0);
                return "left";
            }
            wire.wire().socket().shutdownOutput();
        } catch (SocketException e) {
            // refused before all of it was sent
        }
        String answer = wire.all();
        if (answer.isEmpty()) {
            return "closed";
        }
        if (gateway == Gateway.UWSGI && answer.equals("d\0\0\1")) {
            return "pong";
        }
        String start = gateway.beginning();
        return answer.startsWith(start) ? answer.substring(start.length(), start.length() + 3) : "odd: " + answer;
    }
}
