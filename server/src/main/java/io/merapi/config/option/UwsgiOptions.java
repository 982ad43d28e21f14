// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import io.merapi.config.option.Kind.Argument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All options of uWSGI, as rows that say what becomes of them here; those that have an effect have another row, in the
 * catalogue, which counts. Read from a file when the first name turns up that the catalogue does not have, so that most
 * starts do not pay for it. Its comment tells how it is written.
 */
final class UwsgiOptions {
    private static final String RESOURCE = "uwsgi-options.txt";

    private UwsgiOptions() {}

    /** Loaded on first use. */
    private static final class Table {
        private static final Map<String, Option<?>> ROWS = new HashMap<>();
        private static final Map<Character, String> LETTERS = new HashMap<>();
        private static final List<OptionGroup> GROUPS = new ArrayList<>();

        static {
            try (InputStream resource = Objects.requireNonNull(UwsgiOptions.class.getResourceAsStream(RESOURCE));
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
                read(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Table() {}

        private static void read(BufferedReader lines) throws IOException {
            Standing common = Standing.NOT_YET;
            List<Option<?>> group = List.of();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("[")) {
                    int end = line.indexOf(']');
                    common = Standing.of(line.substring(end + 1).strip());
                    group = new ArrayList<>();
                    GROUPS.add(new OptionGroup(line.substring(1, end), group));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    group.add(add(line, common));
                }
            }
        }

        private static Option<?> add(String line, Standing common) {
            String[] columns = line.split(" ", 4);
            Standing standing = columns.length == 4 ? Standing.of(columns[3]) : common;
            Argument argument = argument(columns[1]);
            Kind<List<String>> kind =
                    new Kind<>(argument == Argument.NONE ? "" : "VALUE", argument, true, Values::texts);
            Option<List<String>> option = Option.of(kind, List.<String>of(), columns[0])
                    .status(standing.status)
                    .help(standing.reason);
            if (columns.length > 2 && !columns[2].equals(".")) {
                option = option.letter(columns[2].charAt(0));
                LETTERS.putIfAbsent(option.letter(), columns[0]);
            }
            if (ROWS.put(columns[0], option) != null) {
                throw new IllegalStateException(RESOURCE + ": " + columns[0] + " has two rows");
            }
            return option;
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

    /** What becomes of an option, and why. */
    private record Standing(Status status, String reason) {
        private static final Standing NOT_YET = new Standing(Status.NOT_YET, "not available yet");

        /** @param text as the file has it: a word for the status, and the reason; or nothing */
        static Standing of(String text) {
            if (text.isEmpty()) {
                return NOT_YET;
            }
            int blank = text.indexOf(' ');
            Status status = switch (text.substring(0, blank)) {
                case "no-effect" -> Status.NO_EFFECT;
                case "refused" -> Status.REFUSED;
                case "here" -> Status.LOADING;
                case String other -> throw new IllegalStateException(RESOURCE + ": " + other);
            };
            return new Standing(status, text.substring(blank + 1));
        }
    }

    /** By subject, in the order shown. */
    static List<OptionGroup> groups() {
        return Table.GROUPS;
    }

    static Set<String> names() {
        return Table.ROWS.keySet();
    }

    static @Nullable Option<?> find(String name) {
        return Table.ROWS.get(name);
    }

    static @Nullable String nameOf(char letter) {
        return Table.LETTERS.get(letter);
    }
}
