// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever clients, workers and time do, in whatever order: each request is answered exactly once, with its own answer
 * or with the error that a naive model says; nothing waits while a worker has nothing to do; and all comes to an end.
 */
final class DispatcherPropertyTest {
    private static final int STEPS = 400;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void allIsAsTheModelSays(long seed) {
        try (RandomRun run = new RandomRun(directory, seed)) {
            for (int step = 0; step < STEPS; step++) {
                run.step();
                run.checkBounds();
            }
            run.drain();
            run.checkOutcomes();
            assertThat(run.isIdle()).as("all has come to an end").isTrue();
        }
    }
}
