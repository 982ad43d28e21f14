// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import io.merapi.config.option.Option;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What options that have an effect here do otherwise under uWSGI. */
final class Differences {
    private static final String RESOURCE = "differences.txt";

    private Differences() {}

    /** In a sentence without a full stop; empty where there is no difference to speak of. */
    static String of(Option<?> option) {
        return all().getOrDefault(option.name(), "");
    }

    /** By the options' names. */
    static Map<String, String> all() {
        try (InputStream resource = Objects.requireNonNull(Differences.class.getResourceAsStream(RESOURCE));
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
