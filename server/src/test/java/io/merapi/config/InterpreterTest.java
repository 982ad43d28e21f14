// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterpreterTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void start() throws IOException {
        given = new Given(directory);
    }

    private String interpreter(String... arguments) {
        return given.served(arguments).pool().interpreter();
    }

    @Test
    void python3IsSearchedOnThePath() throws IOException {
        given.environment.put("PATH", directory + "/none:" + directory + "/first:" + directory + "/bin");
        assertThat(interpreter()).isEqualTo(directory + "/bin/python3");
        given.executable("first/python3");
        assertThat(interpreter()).isEqualTo(directory + "/first/python3");
    }

    @Test
    void aNameIsSearchedOnThePathAndAPathIsTaken() throws IOException {
        given.executable("bin/pypy3");
        given.executable("opt/python3.13");
        assertThat(interpreter("--python", "pypy3")).isEqualTo(directory + "/bin/pypy3");
        assertThat(interpreter("--python", "opt/python3.13")).isEqualTo(directory + "/opt/python3.13");
    }

    @Test
    void aVirtualEnvironmentHasItsOwnWhoseLinkIsNotFollowed() throws IOException {
        Files.createDirectories(directory.resolve("venv/bin"));
        Files.createSymbolicLink(directory.resolve("venv/bin/python"), directory.resolve("bin/python3"));
        assertThat(interpreter("-H", "venv")).isEqualTo(directory + "/venv/bin/python");
        assertThat(interpreter("-H", directory + "/venv")).isEqualTo(directory + "/venv/bin/python");
    }

    @Test
    void aRelativeVirtualEnvironmentIsSearchedInTheApplicationsDirectory() throws IOException {
        given.executable("site/venv/bin/python");
        assertThat(interpreter("--chdir", "site", "--venv", "venv")).isEqualTo(directory + "/site/venv/bin/python");
    }

    @Test
    void aPrefixWithPython3AloneWillDo() throws IOException {
        given.executable("usr/bin/python3");
        assertThat(interpreter("--home", "usr")).isEqualTo(directory + "/usr/bin/python3");
    }

    @Test
    void pythonGoesBeforeHome() {
        assertThat(interpreter("--home", "gone", "--python", "python3")).isEqualTo(directory + "/bin/python3");
    }

    @Test
    void whatIsNotThereIsAnError() throws IOException {
        Files.createDirectories(directory.resolve("empty"));
        assertThat(given.errors("--http=:1", "--home=gone"))
                .containsExactly("command line: home: there is no directory " + directory
                        + "/gone; create one with: python3 -m venv " + directory + "/gone");
        given = new Given(directory);
        assertThat(given.errors("--http=:1", "--home=empty"))
                .containsExactly("command line: home: " + directory + "/empty is no virtual environment: it has no"
                        + " bin/python; create one with: python3 -m venv " + directory + "/empty");
        given = new Given(directory);
        assertThat(given.errors("--http=:1", "--python=python9"))
                .containsExactly("command line: python: there is no executable python9 on the PATH;"
                        + " name a Python interpreter");
        given = new Given(directory);
        given.environment.put("PATH", directory + "/empty");
        assertThat(given.errors("--http=:1"))
                .containsExactly("python: there is no python3 on the PATH;"
                        + " name an interpreter with python, or a virtual environment with home");
    }
}
