// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory of variables of the environment, as daemontools' envdir has it: a file holds the value of the variable
 * that is called like it; an empty one takes its variable out.
 */
public final class EnvDirectory {
    private EnvDirectory() {}

    /**
     * A variable.
     *
     * @param value its value, or null where it is to go
     */
    public record Variable(String name, @Nullable String value) {
        /** {@code NAME=value}, or the name alone of one that is to go. */
        public String entry() {
            return value == null ? name : name + "=" + value;
        }
    }

    /** Reads all; what cannot be read is told as an error of the setting that names the directory. */
    public static List<Variable> read(Setting setting, Path directory, Problems problems) {
        List<Variable> variables = new ArrayList<>();
        // hidden files are none of them
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    add(variables, setting, file, problems);
                }
            }
        } catch (IOException e) {
            problems.error(Problem.with(setting, directory + ": " + IoReason.of(e), "name a directory to read"));
        }
        return variables;
    }

    private static void add(List<Variable> variables, Setting setting, Path file, Problems problems)
            throws IOException {
        try {
            String text = Files.readString(file);
            variables.add(new Variable(file.getFileName().toString(), text.isEmpty() ? null : text.stripTrailing()));
        } catch (CharacterCodingException e) {
            problems.error(Problem.with(setting, file + " is not written in UTF-8", "write it so, or remove it"));
        }
    }
}
