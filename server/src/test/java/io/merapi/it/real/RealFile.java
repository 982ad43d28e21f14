// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A configuration, and beside it in {@code NAME.txt} what is done to serve it here, and what each setting must do:
 *
 * <pre>
 * map TEXT -> TEXT            in the configuration, in this order: places, users and ports of another machine
 * with NAME=VALUE             a variable of the environment
 * application FILE [NAME]     below the site: a stand-in for the application, and the callable's name in it
 * command NAME                on the PATH or below the site: a stand-in for a program
 * file NAME                   an empty file
 * argument TEXT               of the command line, where the file alone is not enough
 * log FILE                    where the log goes, where that is a file
 * ---
 * KEY: EFFECT ARGUMENT        what a setting must do, an {@link Effect}; any number of lines for a setting
 * </pre>
 *
 * <p>In all of it {here} stands for the directory in which the server is started, {site} for that of the application,
 * {venv} for a virtual environment, and {user}, {group}, {uid} and {gid} for whose processes they are to be.
 *
 * @param name of both files
 * @param ini the configuration, as it is written
 * @param preparation what is done to serve it here
 * @param rows what its settings must do
 */
record RealFile(String name, String ini, List<Instruction> preparation, List<Row> rows) {

    /** A line before the rule. */
    record Instruction(String verb, String argument) {}

    /** What a setting must do. */
    record Row(String key, Effect effect, String argument) {}

    static RealFile read(String name) throws IOException {
        String[] parts = resource(name + ".txt").split("(?m)^---\n", 2);
        return new RealFile(
                name,
                resource(name + ".ini"),
                lines(parts[0]).map(RealFile::instruction).toList(),
                lines(parts[1]).map(RealFile::row).toList());
    }

    private static Stream<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("# "));
    }

    private static Instruction instruction(String line) {
        String[] words = line.split("\\s+", 2);
        return new Instruction(words[0], words[1]);
    }

    private static Row row(String line) {
        String[] halves = line.split(":\\s+", 2);
        String[] words = halves[1].split("\\s+", 2);
        return new Row(halves[0], Effect.valueOf(words[0].toUpperCase(Locale.ROOT)), words.length == 1 ? "" : words[1]);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RealFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The arguments of the lines with this verb. */
    List<String> all(String verb) {
        return preparation.stream()
                .filter(each -> each.verb().equals(verb))
                .map(Instruction::argument)
                .toList();
    }

    /** A line {@code key = value} of a configuration, counted from 1. */
    record Line(int number, String key, String value) {}

    /** The settings as they are written, whatever section they are in. */
    static List<Line> settings(String ini) {
        List<Line> settings = new ArrayList<>();
        List<String> lines = ini.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && "[;#".indexOf(line.charAt(0)) < 0) {
                String[] halves = line.split("=", 2);
                settings.add(new Line(i + 1, halves[0].strip(), halves.length == 1 ? "" : halves[1].strip()));
            }
        }
        return settings;
    }
}
