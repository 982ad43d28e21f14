// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {

    private static Arguments read(String words) throws CallException {
        return Arguments.read(List.of(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "-X PUT u",
        "-XPUT u",
        "--request PUT u",
        "--request=PUT u",
        "u -X PUT",
        "-iX PUT u",
        "-iXPUT u",
        "-X GET -X PUT -- u"
    })
    void followGetoptsRules(String words) throws CallException {
        Arguments arguments = read(words);
        assertThat(arguments.last(Flag.REQUEST, "GET")).isEqualTo("PUT");
        assertThat(arguments.urls()).containsExactly("u");
        assertThat(arguments.has(Flag.INCLUDE)).isEqualTo(words.contains("-i"));
    }

    @Test
    void keepTheOrderOfWhatMayBeGivenOften() throws CallException {
        assertThat(read("-H b:1 -Ha:2 --header=c:3 u").all(Flag.HEADER)).containsExactly("b:1", "a:2", "c:3");
        assertThat(read("-- -H").urls()).containsExactly("-H");
    }

    @ParameterizedTest
    @CsvSource({
        "--requset PUT, --requset: there is no such option",
        "-iZ, -Z: there is no such option",
        "-X, -X: needs a value",
        "--include=yes, --include: takes no value",
    })
    void areRefusedWithWhatIsWrong(String words, String message) {
        assertThatThrownBy(() -> read(words))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                .hasMessageContaining(message);
    }

    @Test
    void numbersHaveABound() throws CallException {
        assertThat(read("--modifier1 255 u").number(Flag.MODIFIER1, 0, 255)).isEqualTo(255);
        assertThat(read("u").number(Flag.MODIFIER1, 7, 255)).isEqualTo(7);
        for (String bad : List.of("256", "-1", "x", "99999999999")) {
            Arguments arguments = read("--modifier1=" + bad);
            assertThatThrownBy(() -> arguments.number(Flag.MODIFIER1, 0, 255)).hasMessageContaining("from 0 to 255");
        }
    }
}
