// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type of record in every state a request id can have. */
final class RequestStateTest {

    @ParameterizedTest
    @CsvSource({
        "INACTIVE, BEGIN, SKIP, SKIP, SKIP, SKIP",
        "VARIABLES, REPEATED, ABORT, GATHER, EARLY, STRAY",
        "BODY, REPEATED, ABORT, LATE, PASS, STRAY",
        "COMPLETE, REPEATED, ABORT, LATE, LATE, STRAY",
        "GIVEN_UP, REPEATED, SKIP, SKIP, SKIP, SKIP",
    })
    @SuppressWarnings("checkstyle:ParameterNumber") // a row of the table
    void tellsWhatToDo(
            RequestState state, RecordUse begin, RecordUse abort, RecordUse params, RecordUse stdin, RecordUse other) {
        for (int type = 0; type < 256; type++) {
            RecordUse expected = switch (type) {
                case 1 -> begin;
                case 2 -> abort;
                case 4 -> params;
                case 5 -> stdin;
                default -> other;
            };
            assertThat(state.on(type)).as("type %d", type).isEqualTo(expected);
        }
    }
}
