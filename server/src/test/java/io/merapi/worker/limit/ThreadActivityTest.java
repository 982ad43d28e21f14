// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which threads wait for the interpreter, by what the kernel tells of them. */
final class ThreadActivityTest {

    @ParameterizedTest
    @CsvSource({
        // place before, and then; how often it slept in 400 ms
        "futex_do_wait, futex_do_wait, 80, true",
        "futex_wait_queue, futex_wait_queue, 20, true",
        "futex_do_wait, futex_do_wait, 1, false", // a lock, an event
        "hrtimer_nanosleep, hrtimer_nanosleep, 80, false", // polls something
        "futex_do_wait, hrtimer_nanosleep, 80, false",
        "'', futex_do_wait, 80, false",
        "'', '', 80, false", // runs, or the kernel does not tell
        "unix_stream_read_generic, unix_stream_read_generic, 0, false"
    })
    void tellTheKernel(String before, String then, int switches, boolean waits) {
        ThreadActivity first = new ThreadActivity(before, 1000);
        ThreadActivity second = new ThreadActivity(then, 1000 + switches);
        assertThat(second.isWaitingForInterpreter(first, TimeUnit.MILLISECONDS.toNanos(400)))
                .isEqualTo(waits);
    }

    @Test
    void aThreadThatIsNotThereDoesNothing() {
        long none = 2_000_000_001;
        assertThat(ThreadActivity.of(none, none)).isEqualTo(ThreadActivity.UNKNOWN);
        assertThat(ThreadActivity.of(ProcessHandle.current().pid(), 0)).isEqualTo(ThreadActivity.UNKNOWN);
        assertThat(ThreadActivity.describe(none, none)).isEqualTo("wchan , syscall unknown");
    }

    @Test
    void aThreadThatIsThereHasSlept() {
        long process = ProcessHandle.current().pid();
        assertThat(ThreadActivity.of(process, process).switches()).isPositive();
    }
}
