// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlocksTest {
    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    /** What is left of settings written {@code key=value}. */
    private List<String> expand(String... lines) {
        Blocks blocks = new Blocks(new Surroundings(directory, Map.of("SMTPD_PORT", "25"), directory, 1), problems);
        List<Setting> settings = new ArrayList<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            Setting setting =
                    new Setting(line.substring(0, equals), line.substring(equals + 1), new Origin("a.ini", 1));
            settings.addAll(blocks.expand(setting, settings));
        }
        return settings.stream()
                .map(setting -> setting.key() + "=" + setting.value())
                .toList();
    }

    @Test
    void settingsUnderAConditionThatHoldsCountWithItsValue() {
        assertThat(expand("if-env=SMTPD_PORT", "a=port %(_)", "b=2", "endif=", "c=%(_)"))
                .containsExactly("a=port 25", "b=2", "c=%(_)");
    }

    @Test
    void settingsUnderAConditionThatFailsDoNot() {
        assertThat(expand("if-env=NOPE", "a=1", "endif=", "b=2")).containsExactly("b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if-env=SMTPD_PORT=25",
                "ifenv=SMTPD_PORT",
                "if-not-env=NOPE",
                "if-not-env=SMTPD_PORT=26",
                "if-opt=first",
                "if-opt=first=1",
                "if-not-opt=first=2",
                "if-not-opt=other",
                "if-exists=file",
                "if-exists=dir",
                "if-file=file",
                "if-dir=dir",
                "if-not-exists=gone",
                "if-not-file=dir",
                "if-not-dir=file",
                "if-not-hostname=some.other.host",
                "if-not-reload="
            })
    void theseConditionsHold(String condition) throws IOException {
        Files.createFile(directory.resolve("file"));
        Files.createDirectory(directory.resolve("dir"));
        assertThat(expand("first=1", condition, "a=1", "end=", "b=2")).containsExactly("first=1", "a=1", "b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if-env=SMTPD_PORT=26",
                "if-not-env=SMTPD_PORT",
                "if-opt=first=2",
                "if-not-opt=first",
                "if-exists=gone",
                "if-file=dir",
                "if-dir=file",
                "if-hostname=some.other.host",
                "if-reload="
            })
    void theseConditionsFail(String condition) throws IOException {
        Files.createFile(directory.resolve("file"));
        Files.createDirectory(directory.resolve("dir"));
        assertThat(expand("first=1", condition, "a=1", "end=", "b=2")).containsExactly("first=1", "b=2");
    }

    @Test
    void elseIsTheOtherCase() {
        assertThat(expand("if-env=NOPE", "a=1", "else=", "b=2", "endif=", "c=3"))
                .containsExactly("b=2", "c=3");
        assertThat(expand("if-env=SMTPD_PORT", "a=1", "else=", "b=2", "endif=", "c=3"))
                .containsExactly("a=1", "c=3");
    }

    @Test
    void loopsRepeatTheirSettings() throws IOException {
        Files.writeString(directory.resolve("lines"), "x\ny\n");
        assertThat(expand("for=a b", "k=%(_)", "endfor=")).containsExactly("k=a", "k=b");
        assertThat(expand("for-times=2", "k=%(_)", "end-for=")).containsExactly("k=1", "k=2");
        assertThat(expand("for-readline=lines", "k=%(_)", "endfor=")).containsExactly("k=x", "k=y");
    }

    @Test
    void aConditionThatIsNotAvailableYetIsRefused() {
        assertThat(expand("if-plugin=python", "a=1", "endif=")).isEmpty();
        assertThat(problems.errors())
                .singleElement()
                .hasToString("a.ini:1: if-plugin: this condition is not available yet;"
                        + " take the settings it guards out, or its guard");
    }
}
