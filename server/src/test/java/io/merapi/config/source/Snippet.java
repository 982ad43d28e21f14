// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration of the record {@code dialect.txt}, and what uWSGI makes of it. The record says how it is written.
 *
 * @param name what it shows
 * @param files by their names
 * @param environment the variables set
 * @param arguments the command line
 * @param input what stands on standard input
 * @param shown the settings that uWSGI shows, or null where it refuses
 * @param effect what some options come to, by their names; empty where that is not asked
 * @param ours what Merapi shows instead, on purpose, or null
 */
public record Snippet(
        String name,
        Map<String, String> files,
        Map<String, String> environment,
        List<String> arguments,
        String input,
        @Nullable List<String> shown,
        Map<String, String> effect,
        @Nullable List<String> ours) {

    /** Stands for the directory of the files. */
    private static final String DIRECTORY = "{directory}";

    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** All of the record. */
    public static Stream<Snippet> all() {
        try (InputStream record = Objects.requireNonNull(Snippet.class.getResourceAsStream("dialect.txt"))) {
            String text = new String(record.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^=== ", -1)).skip(1).map(Snippet::parse);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Snippet parse(String text) {
        String[] parts = text.split("(?m)^--- ", -1);
        Map<String, String> files = new TreeMap<>();
        Map<String, String> environment = new HashMap<>();
        Map<String, String> bodies = new HashMap<>();
        List<String> arguments = List.of("site.ini");
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String body = parts[i].substring(end + 1);
            String[] head = parts[i].substring(0, end).split(" ", 2);
            switch (head[0]) {
                case "env" -> environment.put(head[1].split("=", 2)[0], head[1].split("=", 2)[1]);
                case "args" -> arguments = words(head[1]);
                case "ini" -> files.put("site.ini", body);
                case "ini-crlf" -> files.put("site.ini", body.replace("\n", "\r\n"));
                case "ini-unterminated" -> files.put("site.ini", body.substring(0, body.length() - 1));
                case "file" -> files.put(head[1], body);
                case "file-crlf" -> files.put(head[1], body.replace("\n", "\r\n"));
                default -> bodies.put(head[0], body);
            }
        }
        return new Snippet(
                parts[0].strip(),
                files,
                environment,
                arguments,
                bodies.getOrDefault("stdin", ""),
                lines(bodies.get("shown")),
                effects(bodies.getOrDefault("effect", "")),
                lines(bodies.get("merapi")));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = ARGUMENT.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }

    private static @Nullable List<String> lines(@Nullable String body) {
        return body == null ? null : body.lines().toList();
    }

    private static Map<String, String> effects(String body) {
        Map<String, String> effects = new TreeMap<>();
        body.lines().map(line -> line.split(" = ", 2)).forEach(pair -> effects.put(pair[0], pair[1]));
        return effects;
    }

    /** Writes the files into a directory. */
    public void write(Path directory) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** What uWSGI shows, with the files in that directory. */
    public @Nullable List<String> shownIn(Path directory) {
        return in(directory, shown);
    }

    /** What Merapi is to show, with the files in that directory; null where it is to refuse. */
    @Nullable
    List<String> expectedIn(Path directory) {
        return in(directory, ours == null ? shown : ours);
    }

    private static @Nullable List<String> in(Path directory, @Nullable List<String> lines) {
        return lines == null
                ? null
                : lines.stream()
                        .map(line ->
                                line.replace(DIRECTORY, directory.toString()).replace("{cr}", "\r"))
                        .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
