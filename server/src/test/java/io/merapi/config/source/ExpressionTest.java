// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {
    /** How C's strtoll reads them. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "7,7",
        "' 7',7",
        "+7,7",
        "-7,-7",
        "7x,7",
        "'7 8',7",
        "x7,0",
        "'',0",
        "-,0",
        "- 7,0",
        "007,7",
        "9223372036854775807,9223372036854775807",
        "9223372036854775808,9223372036854775807",
        "-99999999999999999999,-9223372036854775808"
    })
    void numbersAreReadAsFarAsTheyGo(String text, long number) {
        assertThat(Expression.number(text)).isEqualTo(number);
    }
}
