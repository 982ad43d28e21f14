// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The curl command. */
final class Curl {
    private final Path input;

    /** @param input what it reads on its standard input */
    Curl(Path input) {
        this.input = input;
    }

    /**
     * What curl printed: with {@code -i} the heads, too, and with {@code -w} what that asks for.
     *
     * @param exit its exit code
     */
    record Outcome(int exit, String output, String errors) {}

    /** Runs it, quietly. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("curl", "-sS", "-q", "--max-time", "40"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectInput(input.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        Process process = builder.start();
        StringBuilder errors = new StringBuilder();
        Thread reader = Thread.ofVirtual()
                .start(() -> process.errorReader()
                        .lines()
                        .forEach(line1 -> errors.append(line1).append('\n')));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        reader.join();
        return new Outcome(process.exitValue(), output, errors.toString());
    }

    /** Runs it and returns what it printed; it must succeed. */
    String ok(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.exit()).as(outcome.errors() + outcome.output()).isZero();
        return outcome.output();
    }
}
