// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deaths without any use make the pauses longer; any use forgives them. */
final class RespawnPauseTest {
    private final RespawnPause pause = new RespawnPause();

    @Test
    void theUsefulAreReplacedAtOnce() {
        assertThat(millis(5, true)).containsOnly(0L);
        assertThat(pause.failures()).isZero();
    }

    @Test
    void theUselessAreReplacedAfterLongerAndLongerPauses() {
        assertThat(millis(12, false))
                .containsExactly(0L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L, 10_000L, 10_000L);
        assertThat(pause.failures()).isEqualTo(12);
    }

    @Test
    void thePauseNeverOverflows() {
        assertThat(millis(500, false)).last().isEqualTo(10_000L);
    }

    @Test
    void aUsefulOneForgivesTheOthers() {
        millis(6, false);
        assertThat(pause.died(true)).isEqualTo(Duration.ZERO);
        assertThat(millis(2, false)).containsExactly(0L, 100L);
        pause.useful();
        assertThat(pause.failures()).isZero();
        assertThat(millis(2, false)).containsExactly(0L, 100L);
    }

    private List<Long> millis(int deaths, boolean useful) {
        return IntStream.range(0, deaths)
                .mapToObj(i -> pause.died(useful).toMillis())
                .toList();
    }
}
