// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.Status;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations of real sites, with their values, order and shapes of comments, and a few as documentation has them:
 * each starts as it is, serves, and has the effect of each of its settings.
 */
@Timeout(120)
final class RealConfigsIT {
    @TempDir
    static Path parent;

    private static Path venv;

    static Stream<String> names() throws IOException, URISyntaxException {
        Path directory = Path.of(Objects.requireNonNull(RealConfigsIT.class.getResource("misspelt.ini"))
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(directory)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ini"))
                    .map(file -> file.substring(0, file.length() - ".ini".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @BeforeAll
    static void letOthersIn() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        venv = parent.toRealPath().resolve("venv");
        Process process = new ProcessBuilder(
                        "/usr/bin/python3", "-m", "venv", "--without-pip", "--copies", venv.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("python3 -m venv").isZero();
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachSettingHasItsEffect(String name) throws Exception {
        RealFile file = RealFile.read(name);
        Ground ground = new Ground(Files.createDirectory(parent.toRealPath().resolve(name)), venv);
        SoftAssertions all = new SoftAssertions();
        try (Deployed site = Deployed.start(file, ground)) {
            isShownWhole(all, site, RealFile.settings(ground.ini(file)));
            for (RealFile.Row row : file.rows()) {
                look(all, row, row.effect().running(), site, ground);
            }
            site.stop();
            for (RealFile.Row row : file.rows()) {
                look(all, row, row.effect().stopped(), site, ground);
            }
        }
        all.assertAll();
    }

    private static void look(SoftAssertions all, RealFile.Row row, Effect.Look look, Deployed site, Ground ground) {
        RealFile.Row here = new RealFile.Row(row.key(), row.effect(), ground.fill(row.argument()));
        all.assertThatCode(() -> look.at(site, here)).as(here.toString()).doesNotThrowAnyException();
    }

    /** Each line with a setting that counts is in the configuration that is shown, as it was written. */
    private static void isShownWhole(SoftAssertions all, Deployed site, List<RealFile.Line> written) {
        List<RealFile.Line> shown = site.shown();
        for (RealFile.Line line : written) {
            if (!isOfReading(line.key()) && !line.key().startsWith("[") && !isOverridden(line, written)) {
                all.assertThat(shown).as("--show-config of line " + line).anyMatch(each -> isAs(each, line));
            }
        }
    }

    private static boolean isOverridden(RealFile.Line line, List<RealFile.Line> written) {
        Option<?> option = Catalogue.find(line.key());
        return option != null
                && !option.kind().isList()
                && written.stream().anyMatch(other -> other.number() > line.number() && option.isNamed(other.key()));
    }

    /** The same, but for what was put in. */
    private static boolean isAs(RealFile.Line shown, RealFile.Line written) {
        return shown.number() == written.number()
                && shown.key().equals(written.key())
                && (written.value().matches(".*[%$@].*") || shown.value().equals(written.value()));
    }

    private static boolean isOfReading(String key) {
        Option<?> option = Catalogue.find(key);
        return option != null && option.status() == Status.LOADING;
    }

    @ParameterizedTest
    @MethodSource("names")
    void noSettingIsForgottenHere(String name) throws Exception {
        RealFile file = RealFile.read(name);
        Set<String> told = file.rows().stream().map(RealFile.Row::key).collect(Collectors.toSet());
        assertThat(RealFile.settings(file.ini()))
                .extracting(RealFile.Line::key)
                .filteredOn(key -> !key.startsWith("[") && !isOfReading(key) && !isAwaited(key))
                .isSubsetOf(told);
    }

    /**
     * What is not there yet has no effect to look at; once it is there, the files that have it must say what it does.
     */
    private static boolean isAwaited(String key) {
        Option<?> option = Catalogue.find(key);
        return option != null && option.status() == Status.NOT_YET;
    }
}
