// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.scaling.ScalingLimits;
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
    void fewerWorkersThanAll() throws IOException {
        ScalingLimits scaling = new Given(directory)
                .served("--processes=8", "--cheaper=2", "--cheaper-initial=4")
                .pool()
                .limits()
                .scaling();
        assertThat(scaling.least()).isEqualTo(2);
        assertThat(scaling.first(8)).isEqualTo(4);
        assertThat(ScalingLimits.NONE.first(8)).isEqualTo(8);
    }

    @Test
    void moreAtLeastThanAtMost() throws IOException {
        assertThat(new Given(directory).errors("--http=:0", "--module=app", "--processes=2", "--cheaper=2"))
                .containsExactly(
                        "command line: cheaper: it is to be less than processes, which is 2; write less, or more"
                                + " for processes");
        assertThat(new Given(directory)
                        .errors("--http=:0", "--module=app", "--processes=4", "--cheaper=2", "--cheaper-initial=5"))
                .containsExactly(
                        "command line: cheaper-initial: it is not between cheaper and processes; write 2 to 4");
    }

    @Test
    void anAlgorithmThatThereIsNot() throws IOException {
        assertThat(new Given(directory).errors("--http=:0", "--module=app", "--cheaper-algo=clever"))
                .containsExactly("command line: cheaper-algo: there is no algorithm 'clever'; write spare, backlog,"
                        + " busyness or manual");
    }

    @Test
    void aSignalThatThereIsNot() throws IOException {
        assertThat(new Given(directory).errors("--http=:0", "--module=app", "--harakiri-graceful-signal=99"))
                .containsExactly("command line: harakiri-graceful-signal: there is no signal 99; write 1 to 64, for"
                        + " example 15 for SIGTERM");
    }
}
