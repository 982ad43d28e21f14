// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A virtual environment of its own, with a package {@code only_in_venv} in it. */
record Venv(Path home) {

    static Venv create(Path home) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "/usr/bin/python3", "-m", "venv", "--without-pip", "--copies", home.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("python3 -m venv").isZero();
        try (Stream<Path> versions = Files.list(home.resolve("lib"))) {
            Path packages = versions.toList().getFirst().resolve("site-packages");
            Files.writeString(packages.resolve("only_in_venv.py"), "NAME = 'a package of the environment'\n");
        }
        return new Venv(home);
    }
}
