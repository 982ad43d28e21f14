// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.control.ControlConfig.Admin;
import io.merapi.control.ControlConfig.Whereabouts;
import io.merapi.control.Daemon;
import io.merapi.control.Pidfile;
import io.merapi.control.Pidfile.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a server is found: each option's default, and another value. */
final class OperatingSettingsTest {
    @TempDir
    Path directory;

    private ServerConfig served(String... arguments) throws IOException {
        return new Given(directory).served(arguments);
    }

    private Whereabouts whereabouts(String... arguments) throws IOException {
        return served(arguments).control().whereabouts();
    }

    @Test
    void byDefaultItIsFoundByNoFile() throws IOException {
        assertThat(whereabouts()).isEqualTo(new Whereabouts(List.of(), null, new Admin(true, null), ""));
    }

    @Test
    void theAdminSocketIsWhereItIsAskedFor() throws IOException {
        assertThat(whereabouts("--admin-socket", "a.sock").admin())
                .isEqualTo(new Admin(true, directory.resolve("a.sock")));
        assertThat(whereabouts("--admin-socket", "off").admin()).isEqualTo(new Admin(false, null));
    }

    @ParameterizedTest
    @CsvSource({"pidfile, BEGUN", "pidfile2, LISTENING", "safe-pidfile, READY", "safe-pidfile2, READY"})
    void eachPidfileIsWrittenAtItsTime(String option, Phase phase) throws IOException {
        assertThat(whereabouts("--" + option, "run.pid").pidfiles())
                .containsExactly(new Pidfile(option, directory.resolve("run.pid"), phase));
    }

    @ParameterizedTest
    @CsvSource({"--daemonize, false", "-d, false", "--daemonize2, true"})
    void inTheBackgroundItsLogIsAFile(String option, boolean showsStart) throws IOException {
        Path log = directory.resolve("site.log");
        ServerConfig config = served(option, "site.log");
        assertThat(config.control().whereabouts().daemon()).isEqualTo(new Daemon.Plan(log, showsStart));
        assertThat(config.log().file()).isEqualTo(log);
        assertThat(served(option, "site.log", "--logto", "own.log").log().file())
                .isEqualTo(directory.resolve("own.log"));
    }
}
