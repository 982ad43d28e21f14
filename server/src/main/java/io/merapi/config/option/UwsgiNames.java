// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import io.merapi.config.option.Kind.Argument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of all options of uWSGI, with whether they take an argument. Read when the first name turns up that has no
 * row in the catalogue, so that most starts do not pay for it.
 */
final class UwsgiNames {
    private static final String RESOURCE = "uwsgi-options.txt";

    private UwsgiNames() {}

    /** Loaded on first use. */
    private static final class Table {
        private static final Map<String, Argument> ARGUMENTS = new HashMap<>();
        private static final Map<Character, String> LETTERS = new HashMap<>();

        static {
            try (InputStream resource = Objects.requireNonNull(UwsgiNames.class.getResourceAsStream(RESOURCE));
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(Table::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Table() {}

        private static void add(String line) {
            String[] columns = line.split(" ", -1);
            ARGUMENTS.put(columns[0], argument(columns[1]));
            if (columns.length == 3) {
                LETTERS.putIfAbsent(columns[2].charAt(0), columns[0]);
            }
        }

        private static Argument argument(String sign) {
            return switch (sign) {
                case "-" -> Argument.NONE;
                case "?" -> Argument.OPTIONAL;
                case "=" -> Argument.REQUIRED;
                case String other -> throw new IllegalStateException(RESOURCE + ": " + other);
            };
        }
    }

    static Set<String> all() {
        return Table.ARGUMENTS.keySet();
    }

    static @Nullable Argument argumentOf(String name) {
        return Table.ARGUMENTS.get(name);
    }

    static @Nullable String nameOf(char letter) {
        return Table.LETTERS.get(letter);
    }
}
