// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.transport.TurnState.Action;
import io.merapi.transport.TurnState.Event;
import io.merapi.transport.TurnState.Use;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the class comment, pair by pair. */
final class TurnStateTest {

    @ParameterizedTest
    @CsvSource({
        "BODY,      STORE, 'REFUSE REFUSE'",
        "STREAMING, PASS,  'BREAK_BODY BREAK_BODY'",
        "EXCHANGE,  HOLD,  'TELL_END IGNORE'",
        "OVER,      HOLD,  'IGNORE IGNORE'",
    })
    void leadsFromEachStateByEachEvent(TurnState state, Use use, String actions) {
        assertThat(state.use()).isEqualTo(use);
        assertThat(Stream.of(Event.values()).map(state::on).map(Action::name).collect(Collectors.joining(" ")))
                .isEqualTo(actions);
    }

    @Test
    void eachActionIsTaken() {
        assertThat(Arrays.stream(TurnState.values())
                        .flatMap(state -> Arrays.stream(Event.values()).map(state::on)))
                .contains(Action.values());
    }
}
