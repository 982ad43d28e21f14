// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;

/**
 * A server started by {@code ./merapi} on a port of its own, with its output and a client that keeps cookies. Closing
 * it stops it and waits until none of its processes is left.
 */
public final class MerapiServer implements AutoCloseable {
    public static final Path HOME =
            Path.of(System.getProperty("merapi.home", "..")).toAbsolutePath();
    /** The command itself. */
    public static final Path MERAPI = HOME.resolve("merapi");
    /** The applications of these tests; each file's docstring says how it is used. */
    public static final Path APPS = HOME.resolve("server/src/test/python");
    /** The virtual environment with the frameworks, made by {@code ./build frameworks}. */
    public static final String FRAMEWORKS = HOME.resolve(".build/venv").toString();

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // whatever becomes of the tests: without their front the Python processes leave by themselves
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Output output = new Output();
    private final HttpClient client;
    private List<ProcessHandle> family = List.of();

    private MerapiServer(Process process) {
        this.process = process;
        RUNNING.add(process);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** How the command is called. */
    public record Call(Path directory, Map<String, String> environment, List<String> line) {

        /** {@code ./merapi --http 127.0.0.1:0} and more options, in the root of the repository. */
        public static Call of(String... options) {
            List<String> line = new ArrayList<>(List.of(MERAPI.toString(), "--http", "127.0.0.1:0"));
            line.addAll(List.of(options));
            return new Call(HOME, Map.of(), line);
        }

        /** A command line as it stands. */
        public static Call exactly(String... line) {
            return new Call(HOME, Map.of(), List.of(line));
        }

        public Call in(Path other) {
            return new Call(other, environment, line);
        }

        /** With more options. */
        public Call adding(String... options) {
            List<String> more = new ArrayList<>(line);
            more.addAll(List.of(options));
            return new Call(directory, environment, more);
        }

        public Call with(String name, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(name, value);
            return new Call(directory, more, line);
        }

        /** Starts it and waits until it is ready. */
        public MerapiServer start() throws IOException, InterruptedException {
            MerapiServer server = launch();
            try {
                server.output.await(" ready in \\d+ ms$");
            } catch (AssertionError e) {
                server.close();
                throw e;
            }
            return server;
        }

        /** Starts it without waiting. */
        public MerapiServer launch() throws IOException {
            ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
            builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
            builder.environment().putAll(environment);
            MerapiServer server = new MerapiServer(builder.start());
            Thread.ofVirtual().start(() -> server.output.copy(server.process.inputReader(StandardCharsets.UTF_8)));
            return server;
        }
    }

    /** Starts {@code ./merapi --http 127.0.0.1:0} with further options and waits until it is ready. */
    public static MerapiServer start(String... options) throws IOException, InterruptedException {
        return Call.of(options).start();
    }

    // ---- what it says

    public Output output() {
        return output;
    }

    /** What the server has written so far. */
    public String log() {
        return output.text();
    }

    /** Waits for a line of the log in which the expression is found. */
    public MatchResult awaitLog(String expression) throws InterruptedException {
        return output.await(expression);
    }

    /** The port of the first listener. */
    public int port() throws InterruptedException {
        return Integer.parseInt(awaitLog("listening on http://.*:(\\d+)$").group(1));
    }

    /** The front's process id; {@code ./merapi} becomes it. */
    public long pid() {
        return process.pid();
    }

    /** The process ids of the workers that have said they are ready, the youngest last. */
    public List<Long> workers() {
        List<Long> pids = new ArrayList<>();
        for (String line : output.lines()) {
            int at = line.lastIndexOf(" ready, pid ");
            if (at >= 0) {
                pids.add(Long.parseLong(line.substring(at + " ready, pid ".length())));
            }
        }
        return pids;
    }

    /** All processes below the front. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    // ---- requests

    /** Where the server listens, with {@code target} appended. */
    public URI uri(String target) throws InterruptedException {
        return URI.create("http://127.0.0.1:" + port() + target);
    }

    public HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target)));
    }

    /** Sends a form; {@code fields} is urlencoded already. */
    public HttpResponse<String> post(String target, String fields) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Patience.LIMIT).build(), BodyHandlers.ofString());
    }

    /** A connection for octets as they are. */
    public Wire wire() throws IOException, InterruptedException {
        return Wire.to(port());
    }

    // ---- its end

    /** Sends a signal to the front, by its name without SIG. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits until the server has left by itself and returns its exit code. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("has not left, was killed:\n" + log());
        }
        output.awaitEnd();
        return process.exitValue();
    }

    /** Sends SIGTERM and returns the exit code. */
    public int stop() throws InterruptedException {
        family = descendants();
        // not the process's own destroy(), which closes its output, too
        process.toHandle().destroy();
        return exit();
    }

    /** Stops the server where it still runs; fails when a process of it stays. */
    @Override
    public void close() {
        client.shutdownNow();
        try {
            if (process.isAlive()) {
                stop();
            }
            RUNNING.remove(process);
            awaitGone(family);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the processes have ended; kills them and fails where they do not. */
    public void awaitGone(List<ProcessHandle> processes) throws InterruptedException {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        for (ProcessHandle each : processes) {
            try {
                each.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                processes.forEach(ProcessHandle::destroyForcibly);
                throw new AssertionError("process " + each.pid() + " stays:\n" + log(), e);
            }
        }
    }
}
