// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that has ended.
 *
 * @param status its exit code
 * @param out what it has written to standard output
 * @param error what it has written to standard error
 */
record Finished(int status, String out, String error) {

    /** Runs {@code ./merapi} to its end, with {@code stdin.txt} of the directory to read where that is there. */
    static Finished merapi(Path directory, String... arguments) throws IOException, InterruptedException {
        return merapi(directory, Map.of(), arguments);
    }

    /** The same, with more variables in its environment. */
    static Finished merapi(Path directory, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString()));
        line.addAll(List.of(arguments));
        Path error = directory.resolve("stderr.txt");
        Path input = directory.resolve("stdin.txt");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput((Files.exists(input) ? input : Path.of("/dev/null")).toFile())
                .redirectError(error.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end: " + line);
        }
        return new Finished(process.exitValue(), out, Files.readString(error));
    }
}
