// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
    private static final String COMPLETE =
            "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _merapi; printf '%s\\n' \"${COMPREPLY[@]}\"";

    @TempDir
    Path directory;

    /** What bash offers for the last of the words. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        Path script = directory.resolve("completion");
        Files.writeString(script, Completion.of(List.of("bash")).text());
        List<String> command = new ArrayList<>(List.of("bash", "-c", COMPLETE, script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void bashIsOfferedOptions() throws Exception {
        assertThat(offered("merapi", "--max-req")).containsExactly("--max-requests", "--max-requests-delta");
        assertThat(offered("merapi", "site.ini", "--")).contains("--http", "--module", "--processes");
    }

    @Test
    void bashIsOfferedSubcommandsAndFilesFirst() throws Exception {
        Files.writeString(directory.resolve("check.ini"), "");
        assertThat(offered("merapi", "che")).containsExactlyInAnyOrder("check.ini", "check");
        assertThat(offered("merapi", "check", "che")).containsExactly("check.ini");
    }

    @Test
    void bashIsOfferedNamesForHelpAndShellsForCompletion() throws Exception {
        assertThat(offered("merapi", "help", "touch-ch")).containsExactly("touch-chain-reload");
        assertThat(offered("merapi", "completion", "z")).containsExactly("zsh");
    }

    @Test
    void theOtherShellsAreToldWhatAnOptionIsFor() {
        assertThat(Completion.of(List.of("zsh")).text())
                .startsWith("#compdef merapi\n")
                .contains("'processes:number of worker processes'\n", "'check:tell what");
        assertThat(Completion.of(List.of("fish")).text())
                .contains("complete -c merapi -l processes -s p -r -d 'number of worker processes'\n")
                .contains("complete -c merapi -n '__fish_use_subcommand' -a check -d 'tell what");
    }

    @Test
    void quotesInDescriptionsAreQuoted() {
        for (String shell : List.of("zsh", "fish")) {
            assertThat(Completion.of(List.of(shell)).text()).contains("uWSGI'\\''s name for body-memory");
        }
    }

    @Test
    void anotherShellIsAnError() {
        assertThat(Completion.of(List.of("tcsh")))
                .isEqualTo(
                        new Page("", "merapi completion: for which shell? Write one of bash zsh fish\n", Page.USAGE));
    }
}
