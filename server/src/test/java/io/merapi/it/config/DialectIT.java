// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problems;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Snippet;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds real uWSGI to the record of what it makes of configurations, to which DialectTest holds Merapi. */
final class DialectIT {
    @TempDir
    Path directory;

    static Stream<Snippet> snippets() {
        return Snippet.all();
    }

    static Stream<Snippet> withEffect() {
        return Snippet.all().filter(snippet -> !snippet.effect().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void uwsgiShowsWhatTheRecordSays(Snippet snippet) throws IOException, InterruptedException {
        assertThat(new Uwsgi(directory).shown(snippet)).isEqualTo(snippet.shownIn(directory));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withEffect")
    void uwsgiDoesWhatTheRecordSays(Snippet snippet) throws IOException, InterruptedException {
        assertThat(new Uwsgi(directory).effect(snippet)).isEqualTo(snippet.effect());
    }

    @Test
    void whatTheMachineSaysIsWhatItSaysToUwsgi() throws IOException, InterruptedException {
        String file = """
                [uwsgi]
                h = <%h>
                k = <%k>
                u = <%u>
                U = <%U>
                g = <%g>
                G = <%G>
                i = <%i>
                j = <%j>
                0 = <%0>
                1 = <%1>
                9 = <%9>
                """;
        Snippet machine = new Snippet(
                "the machine", Map.of("site.ini", file), Map.of(), List.of("site.ini"), "", null, Map.of(), null);
        assertThat(new Uwsgi(directory).shown(machine))
                .isEqualTo(Loader.load(
                                machine.arguments(),
                                new Surroundings(directory, Map.of(), directory, 1),
                                new Problems())
                        .inOrder()
                        .stream()
                        .map(setting -> setting.key() + " = " + setting.value())
                        .toList());
    }
}
