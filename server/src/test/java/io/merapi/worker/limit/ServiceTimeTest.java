// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests are sent ahead follows from how long the application has taken lately. */
final class ServiceTimeTest {
    private final ServiceTime time = new ServiceTime();

    @Test
    void nothingIsSentAheadBeforeTheApplicationIsKnown() {
        assertThat(time.ahead()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 16",
        "5, 16",
        "40, 16",
        "90, 16",
        "200, 14",
        "490, 6",
        "980, 3",
        "1000, 0",
        "5000, 0",
        "4294967295, 0"
    })
    void asManyAreSentAheadAsAreStartedWithinThreeMilliseconds(long micros, int ahead) {
        served(200, micros);
        assertThat(time.meanMicros()).isBetween(micros * 98 / 100 - 16, micros + 16);
        assertThat(time.ahead()).isEqualTo(ahead);
    }

    @Test
    void oneSlowRequestAmongFastOnesEndsSendingAheadForAboutADozen() {
        served(200, 20);
        time.served(20_000);
        assertThat(time.ahead()).isZero();
        int fast = 0;
        while (time.ahead() == 0) {
            time.served(20);
            fast++;
        }
        assertThat(fast).isBetween(2, 20);
    }

    @Test
    void anApplicationThatTurnsFastIsTrustedAfterSomeRequests() {
        served(200, 50_000);
        int fast = 0;
        while (time.ahead() < 8) {
            time.served(20);
            fast++;
        }
        assertThat(fast).isBetween(16, 150);
    }

    private void served(int times, long micros) {
        for (int i = 0; i < times; i++) {
            time.served(micros);
        }
    }
}
