// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Python interpreters of this machine, one of each kind, 3.8 or newer. */
final class Interpreters {
    private static final String KIND = """
            import platform, sys
            if sys.version_info >= (3, 8):
                print(platform.python_implementation(), "%d.%d" % sys.version_info[:2])
            """;

    private Interpreters() {}

    /**
     * An interpreter.
     *
     * @param kind such as {@code CPython 3.12}
     */
    record Interpreter(String kind, Path path) {
        @Override
        public String toString() {
            return kind;
        }
    }

    static List<Interpreter> all() throws IOException, InterruptedException {
        Map<String, Interpreter> kinds = new LinkedHashMap<>();
        for (Path path : candidates()) {
            if (Files.isExecutable(path)) {
                String kind = kind(path);
                if (!kind.isEmpty()) {
                    kinds.putIfAbsent(kind, new Interpreter(kind, path));
                }
            }
        }
        if (kinds.isEmpty()) {
            throw new AssertionError("there is no Python 3.8 or newer: apt-get install python3");
        }
        return List.copyOf(kinds.values());
    }

    private static List<Path> candidates() throws IOException {
        List<Path> paths = new ArrayList<>(List.of(Path.of("/usr/bin/python3")));
        String root = System.getenv("PYENV_ROOT");
        Path versions =
                (root == null ? Path.of(System.getProperty("user.home"), ".pyenv") : Path.of(root)).resolve("versions");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> each = Files.list(versions)) {
                each.sorted().map(version -> version.resolve("bin/python3")).forEach(paths::add);
            }
        }
        for (String directory : List.of("/usr/local/bin", "/usr/bin")) {
            for (int minor = 8; minor <= 14; minor++) {
                paths.add(Path.of(directory, "python3." + minor));
            }
            paths.add(Path.of(directory, "pypy3"));
        }
        return paths;
    }

    private static String kind(Path interpreter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(interpreter.toString(), "-I", "-S", "-c", KIND)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String kind = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return kind;
    }
}
