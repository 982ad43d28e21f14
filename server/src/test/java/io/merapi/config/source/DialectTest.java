// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Kind;
import io.merapi.config.option.LimitOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.option.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the snippets of the record as uWSGI has read them; an integration test holds uWSGI itself to the record. */
final class DialectTest {
    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    private Settings load(Snippet snippet) throws IOException {
        snippet.write(directory);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(snippet.input().getBytes(StandardCharsets.UTF_8)));
        try {
            Map<String, String> environment = new HashMap<>(snippet.environment());
            environment.put("PATH", System.getenv("PATH"));
            environment.put("HOME", "/root");
            return Loader.load(
                    snippet.arguments(), new Surroundings(directory, environment, directory, 4096), problems);
        } finally {
            System.setIn(before);
        }
    }

    static Stream<Snippet> snippets() {
        return Snippet.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void settingsAreThoseThatUwsgiShows(Snippet snippet) throws IOException {
        Settings settings = load(snippet);
        List<String> expected = snippet.expectedIn(directory);
        if (expected == null) {
            assertThat(isRefused(settings)).as("%s is refused", snippet).isTrue();
        } else {
            assertThat(problems.errors()).isEmpty();
            assertThat(shown(settings)).isEqualTo(expected);
        }
    }

    private boolean isRefused(Settings settings) {
        return !problems.errors().isEmpty()
                || settings.inOrder().stream().anyMatch(setting -> setting.key().equals("exit"));
    }

    /**
     * As uWSGI shows them, which is without what they imply; where the command line has a flag without a value it
     * writes true.
     */
    private static List<String> shown(Settings settings) {
        return settings.inOrder().stream()
                .filter(setting ->
                        !isOfLoading(setting) && setting.origin().implier().isEmpty())
                .map(setting -> setting.key() + " = " + value(setting))
                .toList();
    }

    private static String value(Setting setting) {
        boolean bare = setting.origin().isCommandLine()
                && setting.value().isEmpty()
                && Catalogue.argumentOf(setting.key()) != Kind.Argument.REQUIRED;
        return bare ? "true" : setting.value();
    }

    private static boolean isOfLoading(Setting setting) {
        Option<?> option = Catalogue.find(setting.key());
        return option != null && option.status() == Status.LOADING;
    }

    static Stream<Snippet> withEffect() {
        return Snippet.all().filter(snippet -> !snippet.effect().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withEffect")
    void valuesComeToWhatTheyComeToUnderUwsgi(Snippet snippet) throws IOException {
        Settings settings = load(snippet);
        Map<String, String> effect = new TreeMap<>();
        effect.put("processes", Integer.toString(settings.value(ProcessOptions.PROCESSES)));
        effect.put("threads", Integer.toString(settings.value(ProcessOptions.THREADS)));
        long buffer = settings.value(LimitOptions.BUFFER_SIZE);
        effect.put("buffer-size", buffer == 0 ? "4096" : Long.toString(buffer));
        List<Setting> master = settings.settings(Objects.requireNonNull(Catalogue.find("master")));
        effect.put(
                "master",
                Boolean.toString(!master.isEmpty() && Kind.FLAG.reader().read(master, new Problems())));
        assertThat(effect).isEqualTo(snippet.effect());
    }

    @Test
    void theRecordCoversTheDialect() {
        assertThat(Snippet.all()).hasSizeGreaterThan(250);
        assertThat(Snippet.all().map(Snippet::name)).doesNotHaveDuplicates();
    }
}
