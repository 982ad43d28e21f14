// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions in the letters of PCRE, found in lines of the log. */
final class MessagePatternTest {

    private static boolean isIn(String pattern, String line) {
        return MessagePattern.of(pattern).isIn((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                    | {"level": 1}    | plain
            ^((?!\\{).)*$        | plain           | {"level": 1}
            ^\\{.*}$             | {"level": 1}    | {"level": 1} behind
            a{2}b                | caab            | cab
            a{2,}b               | caaab           | cab
            a{,2}b               | a{,2}b          | aab
            {id}                 | of {id}         | of id
            [[:digit:]]+ms       | took 12ms       | took ms
            [^[:space:]]$        | end             | `end `
            ^[]x]+$              | ]x]             | [x
            [[a]x                | [x              | bx
            [&&a]b               | &b              | cb
            (?P<w>ab)-(?P=w)     | ab-ab           | ab-ac
            (?i)error            | An ERROR        | fine
            \\Qa{b\\E            | xa{by           | ab
            ü$                   | für ü           | fur u
            \\x{41}              | A               | B
            \\p{Lu}              | A               | b
            """)
    void findsWhatPcreFinds(String pattern, String in, String notIn) {
        assertThat(isIn(pattern, in)).as("%s in %s", pattern, in).isTrue();
        assertThat(isIn(pattern, notIn)).as("%s in %s", pattern, notIn).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "*", "a)b"})
    void refusesWhatIsNoExpression(String pattern) {
        assertThatThrownBy(() -> MessagePattern.of(pattern)).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void givesUpWhatWouldTakeForEver() {
        assertThat(isIn("^(a+)+$", "a".repeat(60) + "!")).isFalse();
    }

    @Test
    void looksAtTheFirstEightKibibytes() {
        assertThat(isIn("^((?!\\{).)*$", "x".repeat(8192) + "{")).isTrue();
        assertThat(isIn("^((?!\\{).)*$", "x".repeat(8191) + "{")).isFalse();
    }
}
