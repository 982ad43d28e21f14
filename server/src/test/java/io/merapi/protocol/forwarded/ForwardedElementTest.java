// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239 section 4, and the lists of RFC 9110 section 5.6.1. */
final class ForwardedElementTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "for=192.0.2.60,                              192.0.2.60,    -,     -",
                "For=192.0.2.60;Proto=http;by=203.0.113.43,   192.0.2.60,    http,  -",
                "for=192.0.2.43; proto=https ;\thost=a.test,  192.0.2.43,    https, a.test",
                "for=\"[2001:db8:cafe::17]:4711\",            [2001:db8:cafe::17]:4711, -, -",
                "for=[::1],                                   [::1],         -,     -",
                "for=\"_gazonk\",                             _gazonk,       -,     -",
                "for=unknown,                                 unknown,       -,     -",
                "proto=https,                                 -,             https, -",
                "host=\"a.test:8080\",                        -,             -,     a.test:8080",
                "secret=\"a;b\\\"c\";for=192.0.2.1;,          192.0.2.1,     -,     -",
                "for=\"\\1.2.3.4\",                           1.2.3.4,       -,     -",
                "``,                                          -,             -,     -",
            })
    void readsWhatAProxySays(String text, String client, String proto, String host) {
        assertThat(ForwardedElement.parse(text)).isEqualTo(new ForwardedElement(client, proto, host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "for",
                "for=",
                "for=;proto=http",
                "=192.0.2.1",
                "for =192.0.2.1",
                "for= 192.0.2.1",
                "for=192.0.2.1 proto=http",
                "for=192.0.2.1;for=192.0.2.2",
                "for=192.0.2.1;FOR=192.0.2.2",
                "for=\"192.0.2.1",
                "for=\"192.0.2.1\\\"",
                "for=\"192.0.2.1\\",
                "for=\"a\"b",
                "for=a/b",
                ";for=192.0.2.1",
                "for=192.0.2.1;;proto=http"
            })
    void refusesWhatIsMalformed(String text) {
        assertThat(ForwardedElement.parse(text)).as(text).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a                         | a",
                "a, b ,c                   | c / b / a",
                "a,,b, ,                   | b / a",
                "`` | ``",
                "` , ,` | ``",
                "x=\"a,b\", y=\"c\"        | y=\"c\" / x=\"a,b\"",
                "x=\"a\\\",b\", y          | y / x=\"a\\\",b\"",
                "x=\"a\\\\\", y            | y / x=\"a\\\\\"",
                // what a client has left open does not swallow what a proxy has added
                "x=\"open, for=1, for=2    | for=2 / for=1 / x=\"open",
                "x=\"open, for=\"1\"       | for=\"1\" / x=\"open",
            })
    void listsAreReadFromTheRight(String list, String elements) {
        ElementsFromRight fromRight = new ElementsFromRight(list);
        List<String> read = new ArrayList<>();
        for (String next = fromRight.next(); next != null; next = fromRight.next()) {
            read.add(next);
        }
        assertThat(String.join(" / ", read)).isEqualTo(elements);
        assertThat(fromRight.next()).isNull();
    }
}
