// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.ServerConfig;
import io.merapi.config.option.Problems;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server that was started with nothing but a {@link RealFile}, and what can be seen of it. */
final class Deployed implements AutoCloseable {
    private static final Pattern STARTS = Pattern.compile("Merapi \\S+ starts, pid (\\d+)");
    private static final Pattern LISTENS = Pattern.compile("listening on (\\w+)://([^\\s\"]+)");
    private static final Pattern WORKER = Pattern.compile("worker \\d+ ready, pid (\\d+)");
    private static final Pattern SHOWN = Pattern.compile("; .*:(\\d+)\n([^\n=]*[^\n= ])(?: = ?(.*))?\n");

    private final RealFile file;
    private final Ground ground;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final MerapiServer server;

    private Deployed(RealFile file, Ground ground) throws IOException, InterruptedException {
        this.file = file;
        this.ground = ground;
        arguments.add(ini());
        file.all("argument").forEach(each -> arguments.add(ground.fill(each)));
        environment.put("PATH", ground.programs() + ":/usr/bin:/bin");
        environment.put("CALLS", calledFile().toString());
        for (String each : file.all("with")) {
            String[] halves = ground.fill(each).split("=", 2);
            environment.put(halves[0], halves[1]);
        }
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString()));
        line.addAll(arguments);
        line.add("--show-config");
        MerapiServer.Call call =
                MerapiServer.Call.exactly(line.toArray(String[]::new)).in(ground.here());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            call = call.with(variable.getKey(), variable.getValue());
        }
        this.server = call.launch();
    }

    /** Starts it and waits until it is ready. */
    static Deployed start(RealFile file, Ground ground) throws Exception {
        ground.prepare(file);
        Deployed deployed = new Deployed(file, ground);
        try {
            deployed.awaitLog(" ready in \\d+ ms");
        } catch (AssertionError e) {
            deployed.close();
            throw e;
        }
        return deployed;
    }

    private String ini() {
        return file.name() + ".ini";
    }

    private Path calledFile() {
        return ground.here().resolve("calls");
    }

    // ---- what it says

    /** Its output and its log. */
    String text() {
        return server.log()
                + "\n"
                + file.all("log").stream()
                        .map(each -> content(Path.of(ground.fill(each))))
                        .collect(Collectors.joining());
    }

    /** Of a file; empty where there is none yet. */
    private static String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitLog(String expression) throws Exception {
        Pattern pattern = Pattern.compile(expression);
        Patience.until(
                "the log has: " + expression, () -> pattern.matcher(text()).find(), this::text);
    }

    private List<MatchResult> results(Pattern pattern) {
        return pattern.matcher(text()).results().toList();
    }

    /** What was said of the lines with a setting. */
    List<String> findings(String key) {
        Pattern pattern = Pattern.compile(Pattern.quote(ini()) + ":\\d+: " + Pattern.quote(key) + ": (.*)");
        return results(pattern).stream().map(found -> found.group(1)).toList();
    }

    /** What {@code --show-config} has shown of the file. */
    List<RealFile.Line> shown() {
        Matcher matcher = SHOWN.matcher(server.log() + "\n");
        return matcher.results()
                .map(found -> line(
                        Integer.parseInt(found.group(1)),
                        found.group(2),
                        found.group(3) == null ? "" : found.group(3).strip().replace("%%", "%")))
                .toList();
    }

    /** What is put in for a name is shown as what it is, so that nobody takes it for a misspelt option. */
    private static RealFile.Line line(int number, String key, String value) {
        if (key.equals("set-ph")) {
            String[] halves = value.split("=", 2);
            return new RealFile.Line(number, halves[0], halves[1]);
        }
        return new RealFile.Line(number, key, value);
    }

    /** What the configuration comes to. */
    String configuration() {
        Surroundings surroundings = new Surroundings(ground.here(), environment, MerapiServer.HOME, 4096);
        Problems problems = new Problems();
        return ServerConfig.from(Loader.load(arguments, surroundings, problems), surroundings, problems)
                .toString();
    }

    /** What stand-ins for programs were called with, and where. */
    List<String> calls() {
        return content(calledFile()).lines().toList();
    }

    // ---- what it does

    List<Entrance> entrances() {
        return results(LISTENS).stream()
                .map(found -> new Entrance(found.group(1), found.group(2)))
                .toList();
    }

    /** What the application answers to an expression at the first listener. */
    String asked(String expression) throws IOException {
        Entrance.Answer answer = entrances().getFirst().ask(expression);
        assertThat(answer.status()).as(answer.body() + text()).isEqualTo(200);
        return answer.body();
    }

    long pid() {
        return Long.parseLong(results(STARTS).getLast().group(1));
    }

    /** The process ids of the workers that have become ready and still are there. */
    List<String> workers() {
        return results(WORKER).stream()
                .map(found -> found.group(1))
                .filter(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent())
                .toList();
    }

    /** Sends SIGTERM and waits until it has ended, as it should. */
    void stop() throws Exception {
        ProcessHandle front = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> family = front.descendants().toList();
        front.destroy();
        front.onExit().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(server.exit()).as("its exit code").isZero();
        server.awaitGone(family);
    }

    @Override
    public void close() {
        for (MatchResult found : results(STARTS)) {
            // one in the background, too, and only where a test has failed before it was stopped
            ProcessHandle.of(Long.parseLong(found.group(1))).ifPresent(ProcessHandle::destroyForcibly);
        }
        server.close();
    }
}
