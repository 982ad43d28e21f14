// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.config;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.Status;
import io.merapi.config.source.Snippet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The system's uWSGI, in the directory of a snippet. */
record Uwsgi(Path directory) {
    private static final Pattern CONFIGURATION =
            Pattern.compile(";uWSGI instance configuration\n\\[uwsgi]\n(.*?);end of configuration\n", Pattern.DOTALL);
    private static final Pattern EFFECT = Pattern.compile("(?m)^effect: (\\S+) = (.*)$");
    private static final Pattern OF_BLOCKS =
            Pattern.compile("else|end|end-?(if|for)|for(-\\w+)?|if-.*|if(env|exists|dir|plugin)");

    /** The settings that it shows, without those that steer the reading; null where it refuses. */
    @Nullable
    List<String> shown(Snippet snippet) throws IOException, InterruptedException {
        Matcher configuration = CONFIGURATION.matcher(run(snippet, List.of("uwsgi-core", "--show-config")));
        return configuration.find()
                ? List.of(configuration.group(1).split("\n", -1)).stream()
                        .filter(line -> !line.isEmpty() && !steers(line.split(" = ", 2)[0]))
                        .toList()
                : null;
    }

    private static boolean steers(String key) {
        Option<?> option = Catalogue.find(key);
        return key.equals("show-config")
                || OF_BLOCKS.matcher(key).matches()
                || (option != null && option.status() == Status.LOADING);
    }

    /** What some options come to, as an application sees it. */
    Map<String, String> effect(Snippet snippet) throws IOException, InterruptedException {
        Files.write(directory.resolve("effect.py"), resource("effect.py"));
        List<String> command =
                List.of("uwsgi_python3", "--socket", directory + "/uwsgi.sock", "--wsgi-file", "effect.py");
        Map<String, String> effect = new TreeMap<>();
        Matcher line = EFFECT.matcher(run(snippet, command));
        while (line.find()) {
            effect.put(line.group(1), line.group(2));
        }
        return effect;
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = Uwsgi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return in.readAllBytes();
        }
    }

    private String run(Snippet snippet, List<String> command) throws IOException, InterruptedException {
        snippet.write(directory);
        Path output = directory.resolve("output");
        Path input = Files.writeString(directory.resolve("input"), snippet.input());
        List<String> line = new ArrayList<>(command);
        line.addAll(snippet.arguments());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", System.getenv("PATH"), "HOME", "/root"));
        builder.environment().putAll(snippet.environment());
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
