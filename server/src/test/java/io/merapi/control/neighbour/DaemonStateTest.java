// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.control.neighbour.DaemonState.Action;
import io.merapi.control.neighbour.DaemonState.Input;
import io.merapi.control.neighbour.DaemonState.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pair of the table. */
final class DaemonStateTest {

    @ParameterizedTest
    @CsvSource({
        "PAUSING,    DUE,     RUNNING,    START",
        "PAUSING,    EXITED,  PAUSING,    NOTHING",
        "PAUSING,    FOUND,   BACKGROUND, ADOPT",
        "PAUSING,    LOST,    PAUSING,    NOTHING",
        "PAUSING,    STOP,    STOPPED,    FORGET",
        "PAUSING,    OVERDUE, PAUSING,    NOTHING",
        "RUNNING,    DUE,     RUNNING,    NOTHING",
        "RUNNING,    EXITED,  PAUSING,    PAUSE",
        "RUNNING,    FOUND,   RUNNING,    NOTHING",
        "RUNNING,    LOST,    RUNNING,    NOTHING",
        "RUNNING,    STOP,    STOPPING,   SIGNAL",
        "RUNNING,    OVERDUE, RUNNING,    NOTHING",
        "DETACHING,  DUE,     DETACHING,  NOTHING",
        "DETACHING,  EXITED,  DETACHING,  NOTHING",
        "DETACHING,  FOUND,   BACKGROUND, ADOPT",
        "DETACHING,  LOST,    PAUSING,    PAUSE",
        "DETACHING,  STOP,    STOPPED,    FORGET",
        "DETACHING,  OVERDUE, DETACHING,  NOTHING",
        "BACKGROUND, DUE,     BACKGROUND, NOTHING",
        "BACKGROUND, EXITED,  BACKGROUND, NOTHING",
        "BACKGROUND, FOUND,   BACKGROUND, ADOPT",
        "BACKGROUND, LOST,    PAUSING,    PAUSE",
        "BACKGROUND, STOP,    STOPPED,    FORGET",
        "BACKGROUND, OVERDUE, BACKGROUND, NOTHING",
        "STOPPING,   DUE,     STOPPING,   NOTHING",
        "STOPPING,   EXITED,  STOPPED,    FORGET",
        "STOPPING,   FOUND,   STOPPING,   NOTHING",
        "STOPPING,   LOST,    STOPPING,   NOTHING",
        "STOPPING,   STOP,    STOPPING,   NOTHING",
        "STOPPING,   OVERDUE, STOPPING,   KILL",
    })
    void table(DaemonState state, Input input, DaemonState next, Action action) {
        assertThat(state.on(input, false)).isEqualTo(new Step(next, action));
    }

    @Test
    void oneWithPidfileGoesToTheBackgroundWhenStarted() {
        assertThat(DaemonState.PAUSING.on(Input.DUE, true)).isEqualTo(new Step(DaemonState.DETACHING, Action.START));
    }

    @Test
    void nothingHappensToOneThatIsWatchedNoMore() {
        for (Input input : Input.values()) {
            assertThat(DaemonState.STOPPED.on(input, false)).isEqualTo(new Step(DaemonState.STOPPED, Action.NOTHING));
        }
    }
}
