// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.worker.lifecycle.GenerationState.Action;
import io.merapi.worker.lifecycle.GenerationState.Input;
import io.merapi.worker.lifecycle.GenerationState.Step;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the class comment, pair by pair. */
final class GenerationStateTest {

    @ParameterizedTest
    @CsvSource({
        // LOADED TAKE_OVER RETIRE ZYGOTE_DIED EMPTY
        "LOADING,  STANDBY/FORK     LOADING/NOTHING  LEAVING/KILL    LEAVING/KILL     GONE/FORGET",
        "STANDBY,  STANDBY/NOTHING  SERVING/SERVE    LEAVING/KILL    LEAVING/KILL     GONE/FORGET",
        "SERVING,  SERVING/NOTHING  SERVING/NOTHING  LEAVING/END     ORPHANED/NOTHING GONE/FORGET",
        "ORPHANED, ORPHANED/NOTHING ORPHANED/NOTHING LEAVING/END     ORPHANED/NOTHING GONE/FORGET",
        "LEAVING,  LEAVING/NOTHING  LEAVING/NOTHING  LEAVING/NOTHING LEAVING/NOTHING  GONE/FORGET",
        "GONE,     GONE/NOTHING     GONE/NOTHING     GONE/NOTHING    GONE/NOTHING     GONE/NOTHING",
    })
    void leadsFromEachStateByEachInput(GenerationState state, String steps) {
        assertThat(Stream.of(Input.values())
                        .map(state::on)
                        .map(step -> step.next() + "/" + step.action())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(steps.replaceAll(" +", " "));
    }

    @Test
    void eachActionIsTaken() {
        assertThat(Arrays.stream(GenerationState.values())
                        .flatMap(state -> Arrays.stream(Input.values()).map(state::on))
                        .map(Step::action))
                .contains(Action.values());
    }

    @Test
    void onlyWhatServesTakesRequests() {
        assertThat(GenerationState.values())
                .filteredOn(GenerationState::serves)
                .containsExactly(GenerationState.SERVING, GenerationState.ORPHANED);
    }
}
