// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.forwarded.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a request is taken to be from that 10.0.0.1 has passed on, with 10.0.0.0/8 and unix sockets trusted. */
final class OriginTest {
    private static final Node PEER = node("10.0.0.1");
    private static final TrustedProxies TRUSTED =
            new TrustedProxies(List.of(Objects.requireNonNull(Network.parse("10.0.0.0/8"))), true);

    private static Node node(String text) {
        return Objects.requireNonNull(Node.parse(text));
    }

    private static Origin origin(Object... fieldsAndValues) {
        Map<Claims.Field, String> values = new EnumMap<>(Claims.Field.class);
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            values.put((Claims.Field) fieldsAndValues[i], (String) fieldsAndValues[i + 1]);
        }
        return Origin.of(Claims.of(values::get), PEER, TRUSTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                              | 203.0.113.9",
                "203.0.113.9:4711                         | 203.0.113.9:4711",
                "2001:db8::9                              | 2001:db8::9",
                "[2001:db8::9]:4711                       | [2001:db8::9]:4711",
                // the first from the right that is not trusted, whatever stands to his left
                "6.6.6.6, 203.0.113.9                     | 203.0.113.9",
                "6.6.6.6, 203.0.113.9, 10.0.0.2           | 203.0.113.9",
                "6.6.6.6,203.0.113.9,10.0.0.3,10.0.0.2    | 203.0.113.9",
                "10.6.6.6, 203.0.113.9, 10.0.0.2          | 203.0.113.9",
                ", 203.0.113.9 , ,                        | 203.0.113.9",
                "203.0.113.9, unix:                       | 203.0.113.9",
                // all are trusted: the one farthest away
                "10.0.0.3, 10.0.0.2                       | 10.0.0.3",
                "::ffff:10.0.0.3                          | 10.0.0.3",
                // who wrote what is malformed is the last who is known
                "''                                       | 10.0.0.1",
                "unknown                                  | 10.0.0.1",
                "203.0.113.9, unknown, 10.0.0.2           | 10.0.0.2",
                "203.0.113.9, 10.0.0.300                  | 10.0.0.1",
                "203.0.113.9, _hidden                     | 10.0.0.1",
                "203.0.113.9 10.0.0.2                     | 10.0.0.1",
                "203.0.113.9; 10.0.0.2                    | 10.0.0.1",
                "\"203.0.113.9, 10.0.0.2                  | 10.0.0.2",
                "6.6.6.6, 203.0.113.09                    | 10.0.0.1",
            })
    void walksTheListPastTrustedProxies(String list, String client) {
        assertThat(origin(Claims.Field.X_FORWARDED_FOR, list).client()).isEqualTo(node(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "for=203.0.113.9                                         | 203.0.113.9        | -     | -",
                "for=203.0.113.9;proto=https;host=a.test                 | 203.0.113.9        | https | a.test",
                "For=\"[2001:db8::9]:47\";Proto=HTTPS                    | [2001:db8::9]:47   | https | -",
                "for=6.6.6.6;proto=https, for=203.0.113.9;proto=http     | 203.0.113.9        | http  | -",
                // the outermost proxy saw what the client did
                "for=203.0.113.9;proto=https, for=10.0.0.2;proto=http    | 203.0.113.9        | https | -",
                "for=203.0.113.9;host=a.test, for=10.0.0.2;host=b.test   | 203.0.113.9        | -     | a.test",
                "for=203.0.113.9, for=10.0.0.2;proto=https               | 203.0.113.9        | -     | -",
                "proto=https;host=a.test                                 | 10.0.0.1           | https | a.test",
                "for=unknown;proto=https                                 | 10.0.0.1           | https | -",
                "for=6.6.6.6, for=_hidden;proto=https                    | 10.0.0.1           | https | -",
                "for=6.6.6.6, for=10.0.0.2 proto=https                   | 10.0.0.1           | -     | -",
                "for=\"6.6.6.6, for=203.0.113.9;proto=https              | 203.0.113.9        | https | -",
                "for=203.0.113.9;proto=gopher;host=\"a b\"               | 203.0.113.9        | -     | -",
                "for=203.0.113.9, for=\"unix:\"                          | 203.0.113.9        | -     | -",
            })
    void walksForwardedAlike(String list, String client, String scheme, String host) {
        assertThat(origin(Claims.Field.FORWARDED, list)).isEqualTo(new Origin(node(client), scheme, host, 0));
    }

    @Test
    void whatGoesWithTheClientIsSaidInOtherFields() {
        assertThat(origin(
                        Claims.Field.X_FORWARDED_FOR, "203.0.113.9",
                        Claims.Field.X_FORWARDED_PROTO, "https",
                        Claims.Field.X_FORWARDED_HOST, "a.test",
                        Claims.Field.X_FORWARDED_PORT, "8443"))
                .isEqualTo(new Origin(node("203.0.113.9"), "https", "a.test", 8443));
    }

    @Test
    void whatGoesWithTheClientIsSaidWithoutHim() {
        assertThat(origin(Claims.Field.X_FORWARDED_PROTO, "https")).isEqualTo(new Origin(PEER, "https", null, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // added to by each proxy: the element of the outermost; of fewer the leftmost
                "203.0.113.9, 10.0.0.2        | https, http        | https",
                "203.0.113.9, 10.0.0.2        | https              | https",
                "203.0.113.9                  | https, http        | http",
                "6.6.6.6, 203.0.113.9         | https, http        | http",
                "unknown                      | https, http        | http",
                "203.0.113.9                  | HTTPS              | https",
                "203.0.113.9                  | gopher             | -",
                "203.0.113.9                  | https:             | -",
                "203.0.113.9                  | ''                 | -",
            })
    void listsBesideTheClientsAreReadAtHisPlace(String clients, String schemes, String scheme) {
        assertThat(origin(Claims.Field.X_FORWARDED_FOR, clients, Claims.Field.X_FORWARDED_PROTO, schemes)
                        .scheme())
                .isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"on, -, https", "1, -, https", "ON, -, https", "off, -, -", "0, -, -", "on, http, http"})
    void sslSaysTheSchemeWhereNothingElseDoes(String ssl, String proto, String scheme) {
        Origin origin = proto == null
                ? origin(Claims.Field.X_FORWARDED_SSL, ssl)
                : origin(Claims.Field.X_FORWARDED_SSL, ssl, Claims.Field.X_FORWARDED_PROTO, proto);
        assertThat(origin.scheme()).isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a.test,         a.test",
                "a.test:81,      a.test:81",
                "[2001:db8::1],  [2001:db8::1]",
                "a test,         -",
                "a.test/x,       -",
                "user@a.test,    -",
                "a.test:x,       -",
                "a.test:99999,   -",
                "a\"b,           -",
                "'',             -"
            })
    void aHostThatIsNoneDoesNotCount(String text, String host) {
        assertThat(origin(Claims.Field.X_FORWARDED_HOST, text).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({"443, 443", "0, 0", "65536, 0", "-1, 0", "443x, 0", "'', 0"})
    void aPortThatIsNoneDoesNotCount(String text, int port) {
        assertThat(origin(Claims.Field.X_FORWARDED_PORT, text).port()).isEqualTo(port);
    }

    @Test
    void forwardedIsNotLookedAtBesideTheOthers() {
        assertThat(origin(
                        Claims.Field.X_FORWARDED_FOR, "203.0.113.9",
                        Claims.Field.FORWARDED, "for=6.6.6.6;proto=https;host=evil.test"))
                .isEqualTo(new Origin(node("203.0.113.9"), null, null, 0));
        assertThat(origin(Claims.Field.X_FORWARDED_PROTO, "http", Claims.Field.FORWARDED, "for=6.6.6.6;proto=https"))
                .isEqualTo(new Origin(PEER, "http", null, 0));
    }
}
