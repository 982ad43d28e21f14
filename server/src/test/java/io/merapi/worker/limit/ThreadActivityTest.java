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
        // place before, and then; how often it slept in 400 ms; how many of them it ran
        "futex_do_wait, futex_do_wait, 80, 2, true",
        "futex_wait_queue, futex_wait_queue, 20, 2, true",
        "futex_do_wait, futex_do_wait, 1, 2, false", // a lock, an event
        "futex_do_wait, '', 40, 2, true", // awake, and waits for a processor
        "futex_do_wait, '', 80, 200, false", // computes, and so does another thread
        "futex_do_wait, '', 1, 2, false",
        "hrtimer_nanosleep, hrtimer_nanosleep, 80, 2, false", // polls something
        "futex_do_wait, hrtimer_nanosleep, 80, 2, false",
        "'', futex_do_wait, 80, 2, false",
        "'', '', 80, 2, false", // runs, or the kernel does not tell
        "unix_stream_read_generic, unix_stream_read_generic, 0, 0, false"
    })
    void tellTheKernel(String before, String then, int switches, int ran, boolean waits) {
        ThreadActivity first = new ThreadActivity(before, 1000, 7_000_000);
        ThreadActivity second = new ThreadActivity(
                then, first.switches() + switches, first.ranNanos() + TimeUnit.MILLISECONDS.toNanos(ran));
        assertThat(second.isWaitingForInterpreter(first, TimeUnit.MILLISECONDS.toNanos(400)))
                .isEqualTo(waits);
    }

    @Test
    void whereItIsNotToldHowLongItRanAwakeIsAwake() {
        ThreadActivity first = new ThreadActivity("futex_do_wait", 1000, 0);
        ThreadActivity second = new ThreadActivity("", 1080, 0);
        assertThat(second.isWaitingForInterpreter(first, TimeUnit.MILLISECONDS.toNanos(400)))
                .isFalse();
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
        ThreadActivity first = ThreadActivity.of(process, process);
        assertThat(first.switches()).isPositive();
        assertThat(first.ranNanos()).isPositive();
    }
}
