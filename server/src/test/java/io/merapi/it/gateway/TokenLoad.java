// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A good web server: requests without pause, each with a token of its own, of which each answer must be made. */
final class TokenLoad implements AutoCloseable {
    /** The application: the token, and the digest of the body. */
    static final String APPLICATION = """
            import hashlib
            def application(environ, start_response):
                digest = hashlib.sha256(environ["wsgi.input"].read()).hexdigest()
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [(environ["QUERY_STRING"] + " " + digest).encode("latin-1")]
            """;

    private static final int BODY_BYTES = 5000;

    private final MerapiServer server;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean stopping;

    private TokenLoad(MerapiServer server) {
        this.server = server;
    }

    /** A client for each protocol starts. */
    static TokenLoad start(MerapiServer server) {
        TokenLoad load = new TokenLoad(server);
        for (Gateway gateway : Gateway.values()) {
            load.clients.add(Thread.ofVirtual().start(() -> load.ask(gateway)));
        }
        return load;
    }

    /** How many requests have come to an end. */
    long answered() {
        return answered.get();
    }

    /** Lets the clients finish what they are at; returns how often what came of their requests. */
    Map<String, Long> finish() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            if (!client.join(Patience.LIMIT)) {
                throw new AssertionError("a client still waits for its answer");
            }
        }
        return new TreeMap<>(outcomes);
    }

    private void ask(Gateway gateway) {
        for (int number = 0; !stopping; number++) {
            String token = gateway + "-" + number;
            byte[] body = Faulty.pattern(token, number % 2 * BODY_BYTES);
            String outcome;
            try (GatewayWire wire = GatewayWire.to(server, gateway)) {
                Map<String, String> variables = Gateway.variables(body.length == 0 ? "GET" : "POST", "/good", token);
                GatewayWire.Answer answer = wire.send(variables, new String(body, StandardCharsets.US_ASCII))
                        .answer();
                boolean right = answer.whole() && answer.body().equals(Faulty.receipt(token, body));
                outcome = right ? gateway + " ok" : gateway + " wrong: " + answer;
            } catch (IOException | InterruptedException | RuntimeException e) {
                outcome = gateway + " lost: " + e;
            }
            synchronized (outcomes) {
                outcomes.merge(outcome, 1L, Long::sum);
            }
            answered.incrementAndGet();
        }
    }

    @Override
    public void close() {
        stopping = true;
        clients.forEach(Thread::interrupt);
    }
}
