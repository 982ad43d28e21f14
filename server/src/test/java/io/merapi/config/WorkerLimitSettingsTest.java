// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of limits of workers that make no sense. */
final class WorkerLimitSettingsTest {
    @TempDir
    Path directory;

    @Test
    void aWarningThatWouldComeAfterTheEnd() throws IOException {
        Given given = new Given(directory);
        given.served("--harakiri=10", "--harakiri-warn=10");
        assertThat(given.warnings())
                .containsExactly("command line: harakiri-warn: never comes, for harakiri is no later; write less than"
                        + " harakiri");
    }

    @Test
    void aSignalThatThereIsNot() throws IOException {
        assertThat(new Given(directory).errors("--http=:0", "--module=app", "--harakiri-graceful-signal=99"))
                .containsExactly("command line: harakiri-graceful-signal: there is no signal 99; write 1 to 64, for"
                        + " example 15 for SIGTERM");
    }
}
