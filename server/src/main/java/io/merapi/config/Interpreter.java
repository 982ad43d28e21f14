// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Python interpreter: {@code python} where it is given, else that of the virtual environment {@code home},
 * else {@code python3} on the PATH. The path keeps its symbolic links, for by them a virtual environment knows itself.
 */
final class Interpreter {
    private static final List<String> NAMES = List.of("python", "python3");

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    Interpreter(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /**
     * The interpreter's absolute path; empty, and an error, where there is none.
     *
     * @param base what {@code home} is relative to: the application's working directory, as under uWSGI
     */
    String find(Path base) {
        if (settings.isGiven(PythonOptions.PYTHON)) {
            return named(settings.value(PythonOptions.PYTHON));
        }
        String home = settings.value(PythonOptions.HOME);
        return home.isEmpty() ? onPath() : ofHome(base.resolve(home).normalize());
    }

    private String named(String written) {
        Path found = written.contains("/") ? executable(surroundings.resolve(written)) : search(written);
        if (found != null) {
            return found.toString();
        }
        String where = written.contains("/") ? surroundings.resolve(written).toString() : written + " on the PATH";
        return missing(PythonOptions.PYTHON, "there is no executable " + where, "name a Python interpreter");
    }

    private String ofHome(Path home) {
        for (String name : NAMES) {
            Path found = executable(home.resolve("bin").resolve(name));
            if (found != null) {
                return found.toString();
            }
        }
        String what = Files.isDirectory(home)
                ? home + " is no virtual environment: it has no bin/python"
                : "there is no directory " + home;
        return missing(PythonOptions.HOME, what, "create one with: python3 -m venv " + home);
    }

    private String onPath() {
        Path found = search("python3");
        return found != null
                ? found.toString()
                : missing(
                        PythonOptions.PYTHON,
                        "there is no python3 on the PATH",
                        "name an interpreter with python, or a virtual environment with home");
    }

    /** What to tell where the interpreter that was found does not run. */
    static Problem unusable(Settings settings, String reason) {
        Option<?> option = settings.isGiven(PythonOptions.PYTHON) ? PythonOptions.PYTHON : PythonOptions.HOME;
        String fix = "name a Python, 3.8 or later, with python or home";
        return settings.isGiven(option)
                ? settings.problem(option, reason, fix)
                : new Problem(Origin.DEFAULT, "", reason, fix);
    }

    private String missing(Option<?> option, String what, String fix) {
        problems.error(settings.problem(option, what, fix));
        return "";
    }

    private @Nullable Path search(String name) {
        for (String directory : surroundings
                .environment()
                .getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin")
                .split(":", -1)) {
            Path found = executable(surroundings.resolve(directory).resolve(name));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Path executable(Path path) {
        return Files.isExecutable(path) && !Files.isDirectory(path) ? path : null;
    }
}
