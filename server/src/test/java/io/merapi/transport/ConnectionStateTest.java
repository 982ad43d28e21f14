// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.transport.ConnectionState.Action;
import io.merapi.transport.ConnectionState.Event;
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
        "PROXY_HEADER, false, false, 'CLOSE TURN_AWAY IGNORE HURRY'",
        "FRESH,     true,  false, 'CLOSE CLOSE IGNORE HURRY'",
        "IDLE,      true,  false, 'CLOSE CLOSE IGNORE CLOSE'",
        "HEAD,      true,  false, 'CLOSE REFUSE IGNORE HURRY'",
        "BUSY,      false, false, 'TELL_TURNS IGNORE CUT LAST'",
        "LINGERING, false, true,  'CLOSE CLOSE CUT HURRY'",
        "CLOSED,    false, true,  'IGNORE IGNORE IGNORE IGNORE'",
    })
    void leadsFromEachStateByEachEvent(ConnectionState state, boolean head, boolean drops, String actions) {
        assertThat(state.awaitsHead()).isEqualTo(head);
        assertThat(state.dropsInput()).isEqualTo(drops);
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
