// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.ConfigException;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the server was started with, in a directory of its own, and what it made of that. */
final class Given {
    final Path directory;
    final Map<String, String> environment = new HashMap<>();
    final Problems problems = new Problems();
    int backlogLimit = 4096;

    Given(Path directory) throws IOException {
        this.directory = directory;
        environment.put("PATH", directory + "/bin");
        executable("bin/python3");
    }

    Path executable(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
        return file;
    }

    ServerConfig config(String... arguments) {
        Surroundings surroundings =
                new Surroundings(directory, environment, directory.resolve("install"), backlogLimit);
        Settings settings = Loader.load(List.of(arguments), surroundings, problems);
        return ServerConfig.from(settings, surroundings, problems);
    }

    /** The same with a listener and an application, which every server needs. */
    ServerConfig served(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--http=127.0.0.1:0", "--module=app"));
        all.addAll(List.of(arguments));
        return config(all.toArray(String[]::new));
    }

    /** The errors that keep the server from starting. */
    List<String> errors(String... arguments) {
        try {
            config(arguments);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    List<String> warnings() {
        return problems.warnings().stream().map(Problem::toString).toList();
    }
}
