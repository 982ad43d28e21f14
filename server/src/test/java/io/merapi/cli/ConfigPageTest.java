// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.option.Status;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Snippet;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigPageTest {
    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    private Settings load(Map<String, String> environment, List<String> arguments) {
        return Loader.load(arguments, new Surroundings(directory, environment, directory, 4096), problems);
    }

    private static String withoutComments(String page) {
        return page.lines().filter(line -> !line.startsWith(";")).reduce("", (text, line) -> text + line + "\n");
    }

    static Stream<Snippet> snippets() {
        return Snippet.all().filter(snippet -> snippet.input().isEmpty() && snippet.shown() != null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("snippets")
    void whatIsShownComesToTheSameConfiguration(Snippet snippet) throws IOException {
        snippet.write(directory);
        Settings written = load(snippet.environment(), snippet.arguments());
        String page = ConfigPage.text(written);
        Files.writeString(directory.resolve("shown.ini"), page);
        Settings shown = load(Map.of(), List.of("--ini", "shown.ini"));
        assertThat(withoutComments(ConfigPage.text(shown))).isEqualTo(withoutComments(page));
        Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .filter(option -> option.status() == Status.EFFECTIVE)
                .forEach(option -> assertSame(option, shown, written));
        assertThat(problems.errors().stream().map(Problem::toString)).isEmpty();
    }

    private static void assertSame(Option<?> option, Settings shown, Settings written) {
        assertThat(shown.value(option)).as(option.name()).isEqualTo(written.value(option));
    }

    @Test
    void everySettingThatCountsIsShownWithItsPlace() throws IOException {
        Files.writeString(directory.resolve("site.ini"), """
                [uwsgi]
                ini = :base
                processes = 4
                env = A=1
                env = B=100%%
                base = /srv/$(NAME)
                chdir = %(base)/app
                master
                [base]
                processes = 2
                """);
        Settings settings = load(Map.of("NAME", "shop"), List.of("--threads", "2", "site.ini"));
        assertThat(ConfigPage.text(settings)).isEqualTo("""
                ; the configuration of Merapi
                [uwsgi]
                ; command line
                threads = 2
                ; site.ini:3
                processes = 4
                ; site.ini:4
                env = A=1
                ; site.ini:5
                env = B=100%%
                ; site.ini:6
                set-ph = base=/srv/shop
                ; site.ini:7
                chdir = /srv/shop/app
                ; site.ini:8
                master
                ; the end
                """);
    }

    @Test
    void whatASettingImpliesIsShownAndSaysSo() throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nprocname = shop\n");
        assertThat(ConfigPage.text(load(Map.of(), List.of("site.ini")))).isEqualTo("""
                ; the configuration of Merapi
                [uwsgi]
                ; site.ini:2
                procname = shop
                ; site.ini:2, implied by procname
                auto-procname = true
                ; the end
                """);
    }

    @Test
    void aValueThatNoLineCanHoldIsLeftToAComment() throws IOException {
        Files.writeString(directory.resolve("lines"), "one\ntwo\n");
        assertThat(ConfigPage.text(load(Map.of(), List.of("--env", "A=@(lines)"))))
                .contains("; env has a value that no line of an ini file can hold\n");
    }
}
