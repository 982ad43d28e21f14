// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.ServerConfig;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplicationSearchTest {
    private static final String SITE_PACKAGES = "venv/lib/python3.11/site-packages/";

    @TempDir
    Path directory;

    @BeforeEach
    void makeAVirtualEnvironment() throws IOException {
        file("venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\n");
        file(SITE_PACKAGES + "distutils-precedence.pth", "import os");
        assertThat(file("venv/bin/python", "").toFile().setExecutable(true)).isTrue();
    }

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** What is found missing; empty where that is nothing. */
    private String missing(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--http=127.0.0.1:0", "--home=venv"));
        all.addAll(List.of(arguments));
        Surroundings surroundings = new Surroundings(directory, Map.of(), directory, 4096);
        Problems problems = new Problems();
        Settings settings = Loader.load(all, surroundings, problems);
        ServerConfig config = ServerConfig.from(settings, surroundings, problems);
        return ApplicationSearch.missing(config, settings, surroundings).stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aModuleIsFoundInTheWorkingDirectory() throws IOException {
        assertThat(missing("--module=app"))
                .isEqualTo("command line: module: there is no module app in " + directory
                        + " or installed; name its directory with chdir");
        file("app.py", "");
        assertThat(missing("--module=app:create()")).isEmpty();
    }

    @Test
    void mountedApplicationsAreLookedForToo() throws IOException {
        file("app.py", "");
        assertThat(missing("-w", "app", "--mount=/a=app.py", "--mount=/b=shop:app", "--mount=/c=c.wsgi"))
                .isEqualTo("command line: mount: there is no module shop in " + directory
                        + " or installed; name its directory with chdir\n"
                        + "command line: mount: there is no file " + directory.resolve("c.wsgi")
                        + "; create it, or name another");
    }

    @Test
    void aModuleIsFoundWhereTheApplicationIsEnteredAndOnPythonpath() throws IOException {
        file("site/app.py", "");
        assertThat(missing("--module=app")).isNotEmpty();
        assertThat(missing("--chdir=" + directory.resolve("site"), "--home=" + directory.resolve("venv"), "-w", "app"))
                .isEmpty();
        assertThat(missing("--pythonpath=site", "--module=app")).isEmpty();
    }

    @Test
    void aModuleIsToBeInThePackageThatIsThere() throws IOException {
        file("shop/settings.py", "");
        assertThat(missing("--module=shop.wsgi"))
                .isEqualTo("command line: module: there is no module shop.wsgi in " + directory
                        + "; create it, or name another");
        file("shop/wsgi.py", "");
        assertThat(missing("--module=shop.wsgi")).isEmpty();
    }

    @Test
    void aModuleMayBeInstalled() throws IOException {
        file(SITE_PACKAGES + "shop/__init__.py", "");
        assertThat(missing("--module=shop.wsgi")).isEmpty();
        assertThat(missing("--module=other")).isNotEmpty();
    }

    @Test
    void nothingIsSaidWherePackagesMayLieElsewhere() throws IOException {
        file(SITE_PACKAGES + "__editable__.shop.pth", "/srv/shop");
        assertThat(missing("--module=shop")).isEmpty();
    }

    @Test
    void nothingIsSaidOfTheSystemsPython() throws IOException {
        Files.delete(directory.resolve("venv/pyvenv.cfg"));
        assertThat(missing("--module=shop")).isEmpty();
    }

    @Test
    void aFileIsToBeThere() throws IOException {
        assertThat(missing("--wsgi-file=app.wsgi"))
                .isEqualTo("command line: wsgi-file: there is no file " + directory.resolve("app.wsgi")
                        + "; create it, or name another");
        file("app.wsgi", "");
        assertThat(missing("--wsgi-file=app.wsgi")).isEmpty();
    }

    @Test
    void oddNamesAreLeftToPython() {
        assertThat(missing("--module={odd")).isEmpty();
    }
}
