// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitStatusTest {

    @ParameterizedTest
    @CsvSource({
        "0, exit code 0, true",
        "1, exit code 1, false",
        "22, exit code 22, false",
        "255, exit code 255, false",
        "-1, signal 1 (SIGHUP), false",
        "-2, signal 2 (SIGINT), false",
        "-3, signal 3 (SIGQUIT), false",
        "-4, signal 4 (SIGILL), false",
        "-6, signal 6 (SIGABRT), false",
        "-7, signal 7 (SIGBUS), false",
        "-8, signal 8 (SIGFPE), false",
        "-9, signal 9 (SIGKILL), false",
        "-11, signal 11 (SIGSEGV), false",
        "-13, signal 13 (SIGPIPE), false",
        "-14, signal 14 (SIGALRM), false",
        "-15, signal 15 (SIGTERM), false",
        "-24, signal 24 (SIGXCPU), false",
        "-31, signal 31 (SIGSYS), false",
        "-40, signal 40 (see kill -l 40), false",
    })
    void saysHowTheProcessEnded(int code, String text, boolean clean) {
        assertThat(new ExitStatus(code)).hasToString(text);
        assertThat(new ExitStatus(code).isClean()).isEqualTo(clean);
    }

    @Test
    void anUnknownStatusIsNotClean() {
        assertThat(ExitStatus.UNKNOWN).hasToString("unknown status");
        assertThat(ExitStatus.UNKNOWN.isClean()).isFalse();
    }
}
