// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartPauseTest {
    private static final Duration SHORT = Duration.ofSeconds(3);

    @Test
    void growsWithEachShortLifeAndNotBeyondTheLongest() {
        RestartPause pause = new RestartPause(Duration.ofSeconds(4));
        assertThat(IntStream.range(0, 6).mapToObj(_ -> pause.after(SHORT).toSeconds()))
                .containsExactly(1L, 2L, 3L, 4L, 4L, 4L);
    }

    @Test
    void isNoneAfterALongLife() {
        RestartPause pause = new RestartPause(DaemonPlan.LONGEST_PAUSE);
        assertThat(pause.after(SHORT)).hasSeconds(1);
        assertThat(pause.after(SHORT)).hasSeconds(2);
        assertThat(pause.after(SHORT.plusMillis(1))).isZero();
        assertThat(pause.after(Duration.ZERO)).hasSeconds(1);
    }
}
