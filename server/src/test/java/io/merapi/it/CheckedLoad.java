// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask {@code faulty.py} without pause, each request with a token of its own, and check that every answer
 * is the one to their request. What came of the requests is counted: {@code "GET ok"}, {@code "POST 502"}, {@code "GET
 * wrong"}, {@code "GET lost: ..."}.
 */
public final class CheckedLoad implements AutoCloseable {
    private final int port;
    private final boolean keeping;
    private final List<Kind> kinds;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean stopping;

    private CheckedLoad(int port, boolean keeping, List<Kind> kinds) {
        this.port = port;
        this.keeping = keeping;
        this.kinds = kinds;
    }

    /** What is asked for. */
    public enum Kind {
        ECHO("GET", "/echo", 0),
        LARGE("GET", "/big", 1 << 20),
        FILE("GET", "/file", 100_000),
        GROWING("GET", "/grow", 1 << 20),
        CHUNKS("GET", "/chunks", 30_000),
        POST("POST", "/upload", 5_000),
        PUT("PUT", "/upload", 70_000),
        STORED("PUT", "/upload", 600_000);

        private final String method;
        private final String path;
        private final int size;

        Kind(String method, String path, int size) {
            this.method = method;
            this.path = path;
            this.size = size;
        }

        private boolean hasBody() {
            return path.equals("/upload");
        }

        private byte[] wanted(String token, byte[] body) {
            if (hasBody()) {
                return Faulty.receipt(token, body).getBytes(StandardCharsets.US_ASCII);
            }
            return size == 0 || path.equals("/grow")
                    ? token.getBytes(StandardCharsets.US_ASCII)
                    : Faulty.pattern(token, size);
        }
    }

    /** So many clients start. */
    public static CheckedLoad start(MerapiServer server, int clients, Kind... kinds) throws InterruptedException {
        return new CheckedLoad(server.port(), true, List.of(kinds)).started(clients);
    }

    /** So many clients of whatever listens at the port start; each request has a connection of its own. */
    public static CheckedLoad startAnew(int port, int clients, Kind... kinds) {
        return new CheckedLoad(port, false, List.of(kinds)).started(clients);
    }

    private CheckedLoad started(int count) {
        for (int client = 0; client < count; client++) {
            int number = client;
            clients.add(Thread.ofVirtual().start(() -> ask(number)));
        }
        return this;
    }

    /** How many requests have come to an end. */
    public long answered() {
        return answered.get();
    }

    /** Waits until so many more requests have come to an end. */
    public void awaitMore(int count) throws Exception {
        long goal = answered() + count;
        Patience.until(count + " more requests are answered", () -> answered() >= goal, this::toString);
    }

    /** Lets the clients finish what they are at; returns how often what came of their requests. */
    public Map<String, Long> finish() throws InterruptedException {
        stopping = true;
        for (Thread client : clients) {
            if (!client.join(Patience.LIMIT)) {
                throw new AssertionError("a client still waits for its answer: " + this);
            }
        }
        synchronized (outcomes) {
            System.out.println("checked load: " + new TreeMap<>(outcomes));
            return new TreeMap<>(outcomes);
        }
    }

    private void ask(int client) {
        Random random = new Random(client);
        Wire wire = null;
        for (int number = 0; !stopping; number++) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            String outcome;
            try {
                wire = wire == null ? Wire.to(port) : wire;
                Wire.Answer answer = ask(wire, kind, "c" + client + "-" + number, number);
                outcome = kind.method + " " + outcome(answer, kind, "c" + client + "-" + number, number);
                wire = !keeping || "close".equals(answer.field("Connection")) ? closed(wire) : wire;
            } catch (IOException e) {
                outcome = kind.method + " lost: " + kind + ": " + e.getMessage();
                wire = closed(wire);
            }
            synchronized (outcomes) {
                outcomes.merge(outcome, 1L, Long::sum);
            }
            answered.incrementAndGet();
        }
        closed(wire);
    }

    private static Wire.Answer ask(Wire wire, Kind kind, String token, int number) throws IOException {
        String target = kind.path + "?" + token + (kind.hasBody() || kind.size == 0 ? "" : "&" + kind.size);
        byte[] body = body(kind, token, number);
        String length = kind.hasBody() ? "Content-Length: " + body.length + "\r\n" : "";
        String head = kind.method + " " + target + " HTTP/1.1\r\nHost: merapi\r\n" + length + "\r\n";
        byte[] octets = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length);
        System.arraycopy(body, 0, octets, head.length(), body.length);
        return wire.send(octets).answer();
    }

    private static byte[] body(Kind kind, String token, int number) {
        return Faulty.pattern(token, kind.hasBody() ? kind.size - number % 100 : 0);
    }

    private static String outcome(Wire.Answer answer, Kind kind, String token, int number) {
        if (answer.status() != 200) {
            return Integer.toString(answer.status());
        }
        return Arrays.equals(answer.body(), kind.wanted(token, body(kind, token, number))) ? "ok" : "wrong";
    }

    private static @Nullable Wire closed(@Nullable Wire wire) {
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return null;
    }

    @Override
    public String toString() {
        synchronized (outcomes) {
            return outcomes.toString();
        }
    }

    /** Ends the clients, whatever they wait for. */
    @Override
    public void close() {
        stopping = true;
        clients.forEach(Thread::interrupt);
    }
}
