// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignalsTest {
    private final Map<String, Runnable> signals = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();

    @BeforeEach
    void install() {
        install(Map.of());
    }

    private void install(Map<String, Command> others) {
        Signals.install(signals::put, (command, origin) -> told.add(origin + " " + command), others, now::get);
    }

    @Test
    void oneMayBeAnotherCommandThanUsual() {
        install(Map.of("TERM", Command.STOP_AT_ONCE, "USR2", Command.RELOAD));
        send("TERM");
        send("USR2");
        send("HUP");
        assertThat(told).containsExactly("SIGTERM STOP_AT_ONCE", "SIGUSR2 RELOAD", "SIGHUP RELOAD");
    }

    private void secondPasses() {
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    private void send(String signal) {
        Objects.requireNonNull(signals.get(signal)).run();
    }

    @ParameterizedTest
    @CsvSource({
        "HUP, RELOAD",
        "TERM, STOP",
        "INT, STOP_AT_ONCE",
        "QUIT, STOP_AT_ONCE",
        "TSTP, PAUSE",
        "USR1, STATISTICS"
    })
    void eachIsACommand(String signal, Command command) {
        send(signal);
        assertThat(told).containsExactly("SIG" + signal + " " + command);
    }

    @Test
    void theSameAgainIsToldAgain() {
        send("TERM");
        secondPasses();
        send("TERM");
        assertThat(told).containsExactly("SIGTERM STOP", "SIGTERM STOP");
    }

    @Test
    void aSignalThatComesTwiceAtOnceCountsOnce() {
        send("TERM");
        send("TERM");
        send("HUP");
        send("TSTP");
        send("TSTP");
        assertThat(told).containsExactly("SIGTERM STOP", "SIGHUP RELOAD", "SIGTSTP PAUSE", "SIGTSTP PAUSE");
    }

    @Test
    void signalsOfTheProcessAreCaught() throws IOException, InterruptedException {
        CountDownLatch caught = new CountDownLatch(1);
        SignalSource.ofProcess().handle("WINCH", caught::countDown);
        String pid = Long.toString(ProcessHandle.current().pid());
        Process kill = new ProcessBuilder("kill", "-WINCH", pid).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(caught.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSignalThatCannotBeCaughtIsSaid() {
        assertThatThrownBy(() -> SignalSource.ofProcess().handle("KILL", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SIGKILL cannot be handled");
    }
}
