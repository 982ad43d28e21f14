// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Reading reading = new Reading(
                new Surroundings(directory, Map.of("SMTPD_PORT", "25"), directory, 1), problems, new Bounds());
        for (int i = 0; i < lines.length; i++) {
            int equals = lines[i].indexOf('=');
            reading.take(new Setting(
                    lines[i].substring(0, equals), lines[i].substring(equals + 1), new Origin("a.ini", i + 1)));
        }
        return reading.finish().stream()
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
    void aBlockInOneThatCountsIsAnError() {
        assertThat(expand("if-env=SMTPD_PORT", "for=a b", "c=1", "endfor=")).containsExactly("c=1");
        assertThat(problems.errors())
                .singleElement()
                .hasToString("a.ini:2: for: stands in another block, and blocks do not nest; end that block first");
    }

    @Test
    void aBlockInOneThatDoesNotCountIsAWarning() {
        assertThat(expand("if-env=NOPE", "if-env=SMTPD_PORT", "a=1", "endif=", "b=2", "endif="))
                .containsExactly("b=2");
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("a.ini:2: if-env: does not count, and the next end ends both blocks;"
                        + " do not put blocks in blocks");
    }

    @Test
    void aConditionThatItsOwnBlockChangesIsAWarning() {
        assertThat(expand("if-not-opt=a", "a=1", "b=2", "endif=")).containsExactly("a=1");
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("a.ini:3: b: does not count: what stands before it in the block has changed if-not-opt;"
                        + " begin another block");
    }

    @Test
    void aBlockThatNothingEndsIsAWarning() {
        assertThat(expand("if-env=SMTPD_PORT", "a=1")).containsExactly("a=1");
        assertThat(problems.warnings())
                .singleElement()
                .hasToString("a.ini:1: if-env: is never ended; write endif or endfor behind what it guards");
    }

    @Test
    void aPatternThatIsNoneIsAnError() {
        assertThat(expand("if-hostname-match=(", "a=1", "endif=")).isEmpty();
        assertThat(problems.errors())
                .singleElement()
                .hasToString("a.ini:1: if-hostname-match: '(' is no regular expression; mind its brackets");
    }
}
