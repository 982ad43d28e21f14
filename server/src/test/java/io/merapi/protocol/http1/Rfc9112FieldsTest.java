// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static io.merapi.protocol.http1.Conversation.assertRefused;
import static io.merapi.protocol.http1.Conversation.first;
import static io.merapi.protocol.http1.Conversation.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 5, with RFC 9110 section 5: field lines. */
final class Rfc9112FieldsTest {

    private static String with(String fieldLine) {
        return lines("GET / HTTP/1.1", "Host: a", fieldLine, "Y: z", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X : a", "X\t: a", "Content-Length : 5", "Transfer-Encoding \t: chunked", "X  :"})
    @DisplayName("5.1: white space between a field name and its colon MUST be answered with 400")
    void refusesSpaceBeforeColon(String line) {
        assertRefused(with(line), Http1Violation.FIELD_NAME_SPACE);
        assertThat(Http1Violation.FIELD_NAME_SPACE.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {" b", "\tb", " X: a", " ", " : a", " Transfer-Encoding: chunked"})
    @DisplayName("5.2: obs-fold MUST be answered with 400 or replaced; it is refused")
    void refusesLineFolding(String line) {
        assertRefused(with(line), Http1Violation.OBS_FOLD);
    }

    @Test
    @DisplayName("2.2: white space between the request line and the first field MUST be rejected or skipped")
    void refusesSpaceBeforeTheFirstField() {
        assertRefused(lines("GET / HTTP/1.1", " Host: a", "Host: b", ""), Http1Violation.OBS_FOLD);
        assertRefused(lines("GET / HTTP/1.1", "\tX", "Host: b", ""), Http1Violation.OBS_FOLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ": a", ":a:b"})
    @DisplayName("5: a field name has at least one octet")
    void refusesEmptyName(String line) {
        assertRefused(with(line), Http1Violation.FIELD_NAME_EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X",
                "X y: z",
                "X(y): z",
                "X\u00e9: z",
                "X\0: z",
                "X\u0001: z",
                "\u007fX: z",
                "X/y: z",
                "X@y: z",
                "[X]: z",
                "X=y",
                "\"X\": z",
                "X,Y: z",
                "{X}: z",
                "\\: z",
                "X;: z",
                "=: z",
                "\u00ff: z",
                "\u000bX: a",
                "X\u000b: a",
                "\0: a"
            })
    @DisplayName("RFC 9110 5.1: a field name is a token")
    void refusesMalformedName(String line) {
        assertRefused(with(line), Http1Violation.FIELD_NAME_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: a\0b",
                "X: \0",
                "X:\0",
                "X: a\u0001",
                "X: \u0008",
                "X: \u000b",
                "X: a\u000cb",
                "X: \u001b[0m",
                "X: a\u007f",
                "X: \u001f",
                "Content-Length: 5\0",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: chunked\u000c"
            })
    @DisplayName("RFC 9110 5.5: NUL MUST be rejected in values, and so are the other controls")
    void refusesControlsInValues(String line) {
        assertRefused(with(line), Http1Violation.FIELD_VALUE_CONTROL);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`X:a`,`a`",
                "`X: a`,`a`",
                "`X:\t a \t`,`a`",
                "`X:`,``",
                "`X:   `,``",
                "`X: a b\tc`,`a b\tc`",
                "`X: \u0080\u00ff\u00e9`,`\u0080\u00ff\u00e9`",
                "`X: \"a:b\" ::`,`\"a:b\" ::`",
                "`X: \u00a0`,`\u00a0`"
            })
    @DisplayName("5.1: OWS around a value is no part of it; RFC 9110 5.5: obs-text is opaque")
    void readsValues(String line, String value) {
        assertThat(first(with(line)).head().value("x")).isEqualTo(value);
    }

    @Test
    @DisplayName("RFC 9110 5.1: names are case-insensitive, and kept as they came")
    void findsNamesInAnyCase() {
        RequestHead head = first(lines("GET / HTTP/1.1", "hOsT: a", "x_Y-z!: 1", "X_y-Z!: 2", ""))
                .head();
        assertThat(head.host()).isEqualTo("a");
        assertThat(head.value("x_y-z!")).as("the first of two").isEqualTo("1");
        assertThat(Conversation.name(head, 1)).isEqualTo("x_Y-z!");
    }

    @Test
    @DisplayName("RFC 9110 5.3: the order of fields of one name is kept")
    void keepsTheOrder() {
        RequestHead head = first(lines("GET / HTTP/1.1", "A: 1", "B: 2", "Host: h", "A: 3", ""))
                .head();
        assertThat(head.fieldCount()).isEqualTo(4);
        assertThat(Conversation.value(head, 0)).isEqualTo("1");
        assertThat(Conversation.value(head, 3)).isEqualTo("3");
    }

    @Test
    @DisplayName("RFC 9110 5.3: Content-Type is no list and is not repeated")
    void refusesRepeatedContentType() {
        assertRefused(with("Content-Type: a/b\r\nContent-Type: a/b"), Http1Violation.CONTENT_TYPE_REPEATED);
    }

    @Test
    @DisplayName("RFC 9110 5.4: more fields than wanted MUST be answered with 4xx: 431")
    void boundsTheCount() {
        int most = Conversation.LIMITS.fieldCount();
        String full = "X: y\r\n".repeat(most - 1);
        assertThat(first("GET / HTTP/1.1\r\nHost: a\r\n" + full + "\r\n").head().fieldCount())
                .isEqualTo(most);
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n" + full + "\r\n", Http1Violation.TOO_MANY_FIELDS);
        assertThat(Http1Violation.TOO_MANY_FIELDS.status()).isEqualTo(431);
    }

    @Test
    @DisplayName("RFC 9110 5.4: larger fields than wanted MUST be answered with 4xx: 431")
    void boundsTheSize() {
        HeadLimits limits = new HeadLimits(100, 64, 10);
        String fits = "Host: a\r\n" + "X: " + "y".repeat(64 - 9 - 5) + "\r\n";
        assertThat(fits).hasSize(64);
        String start = "GET / HTTP/1.1\r\n";
        assertThat(Conversation.read(start + fits + "\r\n", limits)
                        .only()
                        .head()
                        .fieldCount())
                .isEqualTo(2);
        for (String tooLarge : List.of("H" + fits, fits + "X:\r\n", "H".repeat(66), fits + "y\r\n")) {
            Conversation.Reading reading = Conversation.read(start + tooLarge + "\r\n", limits);
            assertThat(reading.refusal()).as(tooLarge).isEqualTo(Http1Violation.FIELDS_TOO_LARGE);
        }
        assertThat(Http1Violation.FIELDS_TOO_LARGE.status()).isEqualTo(431);
    }
}
