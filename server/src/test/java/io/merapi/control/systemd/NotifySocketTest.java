// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sd_notify(3) and sd_watchdog_enabled(3). */
final class NotifySocketTest {
    private static final long PID = 42;

    private final List<String> told = new ArrayList<>();

    private NotifySocket manager(Map<String, String> environment) {
        return NotifySocket.of(environment, PID, told::add, () -> 5_000_999);
    }

    @Test
    void eachTurnOfTheServersLifeIsTold() {
        NotifySocket manager = manager(Map.of());
        manager.ready("serving");
        manager.reloading();
        manager.reloaded("serving generation 2");
        manager.alive();
        manager.stopping();
        assertThat(told)
                .containsExactly(
                        "READY=1\nMAINPID=42\nSTATUS=serving",
                        "RELOADING=1\nMONOTONIC_USEC=5000\nSTATUS=reloading",
                        "READY=1\nSTATUS=serving generation 2",
                        "WATCHDOG=1",
                        "STOPPING=1\nSTATUS=stopping");
    }

    @Test
    void ofAStatusOnlyTheFirstLineIsTold() {
        manager(Map.of()).status("not reloaded: NameError\nSTOPPING=1");
        assertThat(told).containsExactly("STATUS=not reloaded: NameError");
    }

    @Test
    void aReloadBeforeTheServerHasServedIsPartOfItsStart() {
        NotifySocket manager = manager(Map.of());
        manager.reloading();
        manager.reloaded("serving as before");
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "20000000, '', 10", "20000000, 42, 10", "20000000, 43, 0", "soon, '', 0", "-2, '', 0"})
    void theWatchdogIsToldTwiceWithinItsTime(String micros, String pid, long seconds) {
        NotifySocket manager =
                micros.isEmpty() ? manager(Map.of()) : manager(Map.of("WATCHDOG_USEC", micros, "WATCHDOG_PID", pid));
        assertThat(manager.watchdogInterval()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void whereThereIsNoneNothingIsTold() {
        assertThatNoException().isThrownBy(() -> NotifySocket.of(Map.of(), PID).stopping());
    }

    @Test
    void oneThatDoesNotTakeItDoesNoHarm() {
        NotifySocket deaf = NotifySocket.of(
                Map.of(),
                PID,
                text -> {
                    throw new IOException("nobody there");
                },
                () -> 0);
        assertThatNoException().isThrownBy(deaf::stopping);
    }
}
