// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the environment of the application differs from the server's. */
final class EnvironmentReaderTest {
    @TempDir
    Path directory;

    private Path files;

    @BeforeEach
    void create() throws IOException {
        files = Files.createDirectory(directory.resolve("env"));
    }

    private List<String> environment(String... arguments) throws IOException {
        return new Given(directory).served(arguments).pool().application().env();
    }

    @Test
    void whatIsSetCountsAfterWhatIsToGo() throws IOException {
        assertThat(environment("--env=A=b=c", "--unenv=A", "--unenv=B")).containsExactly("A", "B", "A=b=c");
    }

    @Test
    void aDirectorySetsAVariableForEachFile() throws IOException {
        Files.writeString(files.resolve("KEY"), "  of two\nlines \t\r\n\n");
        Files.writeString(files.resolve("BLANK"), "\n");
        Files.writeString(files.resolve("GONE"), "");
        Files.writeString(files.resolve(".hidden"), "x");
        Files.createDirectory(files.resolve("deeper"));
        assertThat(environment("--envdir=env", "--env=KEY=before"))
                .startsWith("KEY=before")
                .containsExactlyInAnyOrder("KEY=before", "KEY=  of two\nlines", "BLANK=", "GONE");
    }

    @Test
    void whatWasSetWhileFilesWereReadIsTheApplicationsToo() throws IOException {
        Files.writeString(files.resolve("KEY"), "early");
        assertThat(environment("--env=KEY=late", "--early-envdir=env")).containsExactly("KEY=early", "KEY=late");
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        Files.write(files.resolve("LATIN"), new byte[] {'a', (byte) 0xe4});
        assertThat(new Given(directory).errors("--http=:8000", "--module=app", "--envdir=env", "--envdir=none"))
                .containsExactly(
                        "command line: envdir: " + files.resolve("LATIN")
                                + " is not written in UTF-8; write it so, or remove it",
                        "command line: envdir: " + directory.resolve("none")
                                + ": there is no such file; name a directory to read");
    }
}
