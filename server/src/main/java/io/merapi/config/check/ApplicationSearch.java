// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.check;

import io.merapi.config.ServerConfig;
import io.merapi.config.option.Problem;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.worker.PoolConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks where Python would look for the application, without running any of it: in the working directory, on
 * {@code pythonpath}, and among the packages of the interpreter. Where those may lie elsewhere still, by a {@code .pth}
 * file, nothing is said of what is not found.
 */
public final class ApplicationSearch {
    private static final Pattern MODULE = Pattern.compile("[\\w.]*\\w");
    /** What is mounted is a file where it has such a name. */
    private static final Pattern FILE = Pattern.compile(".*\\.(py|wsgi)");
    /** Those that tools put into each environment, and that add no directory. */
    private static final Set<String> HARMLESS = Set.of("distutils-precedence.pth", "_virtualenv.pth");

    private final PoolConfig.Application application;
    private final Path interpreter;
    private final Path base;

    private ApplicationSearch(ServerConfig config, Surroundings surroundings) {
        this.application = config.pool().application();
        this.interpreter = Path.of(config.pool().interpreter());
        this.base = surroundings.resolve(application.chdir());
    }

    /** What cannot be found; empty where all is there, or perhaps there. */
    public static List<Problem> missing(ServerConfig config, Settings settings, Surroundings surroundings) {
        ApplicationSearch search = new ApplicationSearch(config, surroundings);
        Stream<Setting> first = Stream.of(PythonOptions.WSGI_FILE, PythonOptions.MODULE)
                .filter(settings::isGiven)
                .limit(1)
                .map(option -> settings.settings(option).getLast());
        return Stream.concat(first, settings.settings(PythonOptions.MOUNT).stream())
                .flatMap(search::missing)
                .toList();
    }

    private Stream<Problem> missing(Setting setting) {
        String target =
                setting.value().substring(setting.value().indexOf('=') + 1).strip();
        boolean isMounted = PythonOptions.MOUNT.isNamed(setting.key());
        if (PythonOptions.WSGI_FILE.isNamed(setting.key())
                || (isMounted && FILE.matcher(target).matches())) {
            return missingFile(setting, target);
        }
        String module = target.split(":", 2)[0];
        return MODULE.matcher(module).matches() ? missingModule(setting, module) : Stream.empty();
    }

    private Stream<Problem> missingFile(Setting setting, String target) {
        Path file = base.resolve(target);
        return Files.isRegularFile(file)
                ? Stream.empty()
                : Stream.of(Problem.with(setting, "there is no file " + file, "create it, or name another"));
    }

    private Stream<Problem> missingModule(Setting setting, String module) {
        List<Path> own = new ArrayList<>(List.of(base));
        application.pythonpath().forEach(directory -> own.add(base.resolve(directory)));
        String first = module.split("\\.", 2)[0];
        for (Path directory : own) {
            if (holds(directory, first)) {
                return holds(directory, module)
                        ? Stream.empty()
                        : notFound(setting, module, "in " + directory, "create it, or name another");
            }
        }
        return mayBeInstalled(first)
                ? Stream.empty()
                : notFound(setting, module, among(own), "name its directory with chdir");
    }

    private static String among(List<Path> directories) {
        return "in "
                + String.join(", ", directories.stream().map(Path::toString).toList()) + " or installed";
    }

    private static Stream<Problem> notFound(Setting setting, String module, String where, String fix) {
        return Stream.of(Problem.with(setting, "there is no module " + module + " " + where, fix));
    }

    private static boolean holds(Path directory, String module) {
        Path path = directory.resolve(module.replace('.', '/'));
        Path parent = path.getParent();
        return Files.isDirectory(path)
                || Files.isRegularFile(path.resolveSibling(path.getFileName() + ".py"))
                || (parent != null && hasAny(parent, path.getFileName() + ".*.{so,pyc}"));
    }

    private boolean mayBeInstalled(String module) {
        Path bin = interpreter.getParent();
        Path prefix = bin == null ? null : bin.getParent();
        if (prefix == null || !System.getenv().getOrDefault("PYTHONPATH", "").isEmpty()) {
            return true;
        }
        List<Path> places = new ArrayList<>();
        for (Path library : listed(prefix.resolve("lib"), "{python3,pypy3}*")) {
            places.add(library);
            places.addAll(listed(library, "site-packages"));
        }
        return !isEnclosed(prefix) || places.stream().anyMatch(place -> holds(place, module) || refersElsewhere(place));
    }

    /** Whether that is a virtual environment with nothing but its own packages. */
    private static boolean isEnclosed(Path prefix) {
        try {
            return !Files.readString(prefix.resolve("pyvenv.cfg")).matches("(?s).*system-site-packages *= *true.*");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean refersElsewhere(Path place) {
        return listed(place, "*.{pth,egg-link}").stream()
                .anyMatch(file -> !HARMLESS.contains(file.getFileName().toString()));
    }

    private static boolean hasAny(Path directory, String glob) {
        return !listed(directory, glob).isEmpty();
    }

    private static List<Path> listed(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                // what cannot be read cannot be said to lack anything, and Python will tell at the start
                return List.of(directory);
            }
        }
        return found;
    }
}
