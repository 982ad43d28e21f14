// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The files that a pattern names, as glob(3) finds them: {@code *}, {@code ?} and {@code [a-z]} within one name, which
 * do not stand for a dot at its beginning; in order, directories with a slash at the end.
 */
final class Glob {
    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    private Glob() {}

    /** What a pattern matches, written as the pattern is; nothing where that is nothing. */
    static List<String> find(String pattern, Path directory) {
        List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
        String[] names = pattern.split("/+", -1);
        for (int i = pattern.startsWith("/") ? 1 : 0; i < names.length; i++) {
            found = step(found, names[i], i < names.length - 1, directory);
        }
        return found.stream()
                .map(path -> Files.isDirectory(directory.resolve(path)) && !path.endsWith("/") ? path + "/" : path)
                .toList();
    }

    private static List<String> step(List<String> found, String name, boolean between, Path directory) {
        List<String> next = new ArrayList<>();
        for (String path : found) {
            for (String child : WILD.matcher(name).find() ? children(directory.resolve(path), name) : List.of(name)) {
                String reached = path + child;
                if (Files.exists(directory.resolve(reached))) {
                    next.add(between ? reached + "/" : reached);
                }
            }
        }
        return next;
    }

    private static List<String> children(Path parent, String name) {
        // braces mean nothing to glob(3)
        String literal = name.replace("{", "\\{").replace("}", "\\}").replace("**", "*");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + literal);
            return StreamSupport.stream(entries.spliterator(), false)
                    .map(Path::getFileName)
                    .filter(matcher::matches)
                    .map(Path::toString)
                    .filter(child -> name.startsWith(".") || !child.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | DirectoryIteratorException | IllegalArgumentException e) {
            // as with glob(3): what cannot be read, or is no pattern, matches nothing
            return List.of();
        }
    }
}
