// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private final Problems problems = new Problems();

    private Settings settings(Setting... settings) {
        return Settings.of(List.of(settings), Set.of("placeholder"), problems);
    }

    private static Setting line(int number, String key, String value) {
        return new Setting(key, value, new Origin("site.ini", number));
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Settings settings = settings();
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(1);
        assertThat(settings.isGiven(ProcessOptions.PROCESSES)).isFalse();
        assertThat(settings.origin(ProcessOptions.PROCESSES)).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void theLastSettingOfAnOptionCountsByWhateverName() {
        Settings settings = settings(line(1, "processes", "2"), line(2, "workers", "3"));
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(3);
        assertThat(settings.origin(ProcessOptions.PROCESSES)).hasToString("site.ini:2");
    }

    @Test
    void listsKeepAllSettingsOfAllNames() {
        Settings settings = settings(line(1, "pythonpath", "a"), line(2, "pp", "b"), line(3, "python-path", "c"));
        assertThat(settings.value(PythonOptions.PYTHONPATH)).containsExactly("a", "b", "c");
    }

    @Test
    void anUnknownNameIsWarnedOfWithWhatWasMeant() {
        settings(line(4, "vaccum", "true"));
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("site.ini:4: vaccum: there is no such option; did you mean vacuum?");
    }

    @Test
    void strictMakesUnknownNamesErrorsWhereverItStands() {
        settings(line(1, "vaccum", "true"), line(2, "strict", "true"));
        assertThat(problems.errors()).hasSize(1);
    }

    @Test
    void strictSparesTheEnvironment() {
        settings(new Setting("editor", "vi", Origin.environment("UWSGI_EDITOR")), line(2, "strict", ""));
        assertThat(problems.errors()).isEmpty();
        assertThat(problems.warnings()).singleElement().hasToString("$UWSGI_EDITOR: editor: there is no such option");
    }

    @Test
    void anUnknownNameOnTheCommandLineIsAnError() {
        settings(new Setting("proceses", "4", Origin.COMMAND_LINE));
        assertThatThrownBy(problems::throwIfErrors)
                .isInstanceOf(ConfigException.class)
                .hasMessage("command line: proceses: there is no such option; did you mean processes?");
    }

    @Test
    void aNameThatAPlaceholderRefersToNeedNotBeAnOption() {
        settings(line(1, "placeholder", "x"));
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void optionsOfUwsgiThatDoNotWorkYetAreIgnoredAndToldOnce() {
        settings(line(1, "emperor", "60"), line(2, "emperor", "30"), line(3, "stats", ":1717"));
        assertThat(problems.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "site.ini:1: emperor: is not available yet, ignored",
                        "site.ini:3: stats: is not available yet, ignored");
    }

    @Test
    void misspeltNamesAreToldAtEachPlace() {
        settings(line(1, "vaccum", "true"), line(2, "vaccum", "true"));
        assertThat(problems.warnings())
                .extracting(problem -> problem.origin().line())
                .containsExactly(1, 2);
    }

    @Test
    void whatIsOddIsToldInTheOrderOfTheFile() {
        settings(
                line(3, "threads", "two"),
                line(1, "vaccum", "true"),
                new Setting("editor", "vi", Origin.environment("UWSGI_EDITOR")),
                line(2, "emperor", "60"));
        assertThat(problems.warnings())
                .extracting(Problem::key)
                .containsExactly("vaccum", "emperor", "threads", "editor");
    }

    @Test
    void strictAcceptsOptionsThatDoNotWorkYet() {
        settings(line(1, "strict", "true"), line(2, "emperor", "60"));
        assertThat(problems.errors()).isEmpty();
    }

    @Test
    void optionsWithoutEffectAreNoted() {
        settings(line(1, "master", "true"));
        assertThat(problems.notes()).singleElement().satisfies(note -> {
            assertThat(note.key()).isEqualTo("master");
            assertThat(note.what()).isEqualTo("has no effect: there is always a supervising process");
        });
    }

    @Test
    void whatConfinesAndCannotBeHadIsRefused() {
        settings(line(1, "chroot", "/srv/jail"));
        assertThat(problems.errors()).singleElement().satisfies(error -> {
            assertThat(error.key()).isEqualTo("chroot");
            assertThat(error.what()).startsWith("is not available: ").contains("RootDirectory=");
        });
    }

    @Test
    void allErrorsAreReportedTogether() {
        settings(line(1, "processes", "-1"), line(2, "threads", "-1"), line(3, "threads", "-1"));
        assertThatThrownBy(problems::throwIfErrors).hasMessage("""
                site.ini:1: processes: -1 is negative; write 0 or more
                site.ini:3: threads: -1 is negative; write 0 or more""");
    }
}
