// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.transport.ConnectionState.Action;
import io.merapi.transport.ConnectionState.Event;
import io.merapi.transport.ConnectionState.Use;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the class comment, pair by pair. */
final class ConnectionStateTest {

    @ParameterizedTest
    @CsvSource({
        "FRESH,     DECODE, 'CLOSE CLOSE IGNORE HURRY'",
        "IDLE,      DECODE, 'CLOSE CLOSE IGNORE CLOSE'",
        "HEAD,      DECODE, 'CLOSE REFUSE IGNORE HURRY'",
        "BODY,      STORE,  'REFUSE REFUSE IGNORE LAST'",
        "STREAMING, PASS,   'BREAK_BODY BREAK_BODY CUT LAST'",
        "EXCHANGE,  HOLD,   'TELL_END IGNORE CUT LAST'",
        "LINGERING, DROP,   'CLOSE CLOSE CUT HURRY'",
        "CLOSED,    DROP,   'IGNORE IGNORE IGNORE IGNORE'",
    })
    void leadsFromEachStateByEachEvent(ConnectionState state, Use use, String actions) {
        assertThat(state.use()).isEqualTo(use);
        assertThat(Stream.of(Event.values()).map(state::on).map(Action::name).collect(Collectors.joining(" ")))
                .isEqualTo(actions);
    }

    @Test
    void eachActionIsTaken() {
        assertThat(Arrays.stream(ConnectionState.values())
                        .flatMap(state -> Arrays.stream(Event.values()).map(state::on)))
                .contains(Action.values());
    }
}
