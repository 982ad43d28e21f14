// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.lifecycle.WorkerState.Action;
import io.merapi.worker.lifecycle.WorkerState.Input;
import io.merapi.worker.lifecycle.WorkerState.Step;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the class comment, pair by pair. */
final class WorkerStateTest {

    @ParameterizedTest
    @CsvSource({
        // SPAWNED LINKED LINK_LOST RETIRE OVERDUE EXITED
        "FORKING,  STARTING/NOTHING READY/SERVE     LOST/KILL       LEAVING/KILL    FORKING/NOTHING  GONE/REPLACE",
        "STARTING, STARTING/NOTHING READY/SERVE     LOST/KILL       LEAVING/KILL    STARTING/NOTHING GONE/REPLACE",
        "READY,    READY/NOTHING    READY/NOTHING   LOST/KILL       LEAVING/END     READY/NOTHING    GONE/REPLACE",
        "LOST,     LOST/NOTHING     LOST/NOTHING    LOST/NOTHING    LEAVING/NOTHING LOST/NOTHING     GONE/REPLACE",
        "LEAVING,  LEAVING/KILL     LEAVING/NOTHING LEAVING/NOTHING LEAVING/NOTHING LEAVING/KILL     GONE/FORGET",
        "GONE,     GONE/NOTHING     GONE/NOTHING    GONE/NOTHING    GONE/NOTHING    GONE/NOTHING     GONE/NOTHING",
    })
    void leadsFromEachStateByEachInput(WorkerState state, String steps) {
        assertThat(Stream.of(Input.values())
                        .map(state::on)
                        .map(step -> step.next() + "/" + step.action())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(steps.replaceAll(" +", " "));
    }

    @Test
    void eachActionIsTaken() {
        assertThat(Arrays.stream(WorkerState.values())
                        .flatMap(state -> Arrays.stream(Input.values()).map(state::on))
                        .map(Step::action))
                .contains(Action.values());
    }
}
