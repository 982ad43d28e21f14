// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how the application's environment differs from the server's: first what is to go, then what is set, then what
 * the files of directories say, a variable each, as daemontools' envdir has it. They are read before the server stops
 * being root.
 */
final class EnvironmentReader {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;
    private final List<String> entries = new ArrayList<>();

    EnvironmentReader(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** {@code NAME=value}, or the name alone of a variable that is to go; in the order in which they count. */
    List<String> entries() {
        for (Setting setting : settings.settings(PythonOptions.UNENV)) {
            entries.add(setting.value());
        }
        for (Setting setting : settings.settings(PythonOptions.ENV)) {
            if (setting.value().indexOf('=') > 0) {
                entries.add(setting.value());
            } else {
                problems.warn(Problem.with(
                        setting,
                        "'" + setting.value() + "' sets no variable",
                        "write " + setting.origin().spell(setting.key(), "NAME=value")));
            }
        }
        for (Setting setting : settings.settings(PythonOptions.ENVDIR)) {
            addFiles(setting, surroundings.resolve(setting.value()));
        }
        return List.copyOf(entries);
    }

    private void addFiles(Setting setting, Path directory) {
        // hidden files are none of them
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    add(setting, file);
                }
            }
        } catch (IOException e) {
            problems.error(Problem.with(setting, directory + ": " + IoReason.of(e), "name a directory to read"));
        }
    }

    private void add(Setting setting, Path file) throws IOException {
        try {
            String name = file.getFileName().toString();
            String text = Files.readString(file);
            entries.add(text.isEmpty() ? name : name + "=" + text.stripTrailing());
        } catch (CharacterCodingException e) {
            problems.error(Problem.with(setting, file + " is not written in UTF-8", "write it so, or remove it"));
        }
    }
}
