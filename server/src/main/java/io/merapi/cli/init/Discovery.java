// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.init;

import io.merapi.cli.init.FoundApplication.Framework;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for an application, and for its virtual environment, by what files are called and what their lines begin with.
 */
final class Discovery {
    /** What is looked at first. */
    private static final List<String> USUAL = List.of("wsgi", "app", "application", "main", "run");

    private static final List<String> ENVIRONMENTS = List.of(".venv", "venv", "env");
    private static final long LARGEST_BYTES = 1 << 20;

    private static final Pattern SETTINGS = Pattern.compile("DJANGO_SETTINGS_MODULE[\"'], *[\"'](\\w+)[\\w.]*[\"']");

    /** A row: what a file has in it, and what that is. The first that is found counts. */
    private record Sign(Pattern line, Framework framework, String call) {
        Sign(String line, Framework framework, String call) {
            this(Pattern.compile("(?m)^" + line), framework, call);
        }
    }

    private static final List<Sign> SIGNS = List.of(
            new Sign("(\\w+)(?: *: *[\\w.]+)? *= *(?:flask\\.)?Flask\\(", Framework.FLASK, ""),
            new Sign("def (create_app|make_app)\\((?:\\w+[^,()=]*=[^,()]*,? *)*\\)", Framework.FLASK, "()"),
            new Sign("(application|app)(?: *: *[\\w.]+)? *=[^=]", Framework.WSGI, ""),
            new Sign("(?:def|class) (application|app)\\b", Framework.WSGI, ""),
            new Sign("from [\\w.]+ import (?:.*\\W)?(application|app)\\b", Framework.WSGI, ""));

    private final Path directory;

    Discovery(Path directory) {
        this.directory = directory;
    }

    /** The application; empty where none is recognised. */
    Optional<FoundApplication> application() throws IOException {
        Optional<FoundApplication> django = django();
        if (django.isPresent()) {
            return django;
        }
        for (String stem : stems()) {
            String text = text(stem);
            for (Sign sign : SIGNS) {
                Matcher found = sign.line.matcher(text);
                if (found.find()) {
                    return Optional.of(FoundApplication.in(stem, sign.framework, found.group(1) + sign.call));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<FoundApplication> django() throws IOException {
        Path manage = directory.resolve("manage.py");
        Matcher settings = SETTINGS.matcher(Files.isRegularFile(manage) ? read(manage) : "");
        return settings.find()
                        && Files.isRegularFile(
                                directory.resolve(settings.group(1)).resolve("wsgi.py"))
                ? Optional.of(new FoundApplication(Framework.DJANGO, "module = " + settings.group(1) + ".wsgi"))
                : Optional.empty();
    }

    /** The name of the virtual environment's directory; empty where there is none. */
    Optional<String> virtualEnvironment() {
        return ENVIRONMENTS.stream()
                .filter(name -> Files.isExecutable(directory.resolve(name).resolve("bin/python")))
                .findFirst();
    }

    /** The modules and packages of the directory, the usual ones first. */
    private List<String> stems() throws IOException {
        List<String> stems = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Files.isRegularFile(entry.resolve("__init__.py"))) {
                    stems.add(name);
                } else if (name.endsWith(".py") && Files.isRegularFile(entry)) {
                    stems.add(name.substring(0, name.length() - ".py".length()));
                }
            }
        }
        stems.sort(Comparator.comparingInt((String stem) -> USUAL.contains(stem) ? USUAL.indexOf(stem) : USUAL.size())
                .thenComparing(Comparator.naturalOrder()));
        return stems;
    }

    private String text(String stem) throws IOException {
        Path file = directory.resolve(stem + ".py");
        return read(Files.isRegularFile(file) ? file : directory.resolve(stem).resolve("__init__.py"));
    }

    /** A file that is larger than any that names an application counts as empty. */
    private static String read(Path file) throws IOException {
        return Files.size(file) > LARGEST_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
