// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.exchange.Vars;
import io.merapi.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of variables, what of them counts, and what is refused. */
final class CgiVariablesTest {

    /** Names and values in turn, one behind the other. */
    private static CgiVariables variables(String... namesAndValues) {
        CgiVariables variables =
                new CgiVariables(String.join("", namesAndValues).getBytes(StandardCharsets.ISO_8859_1));
        int at = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            int name = namesAndValues[i].length();
            int value = namesAndValues[i + 1].length();
            variables.add(at, name, at + name, value);
            at += name + value;
        }
        return variables;
    }

    private static List<String> texts(CgiVariables variables) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < variables.count(); i++) {
            texts.add(variables.name(i) + "=" + variables.text(i));
        }
        return texts;
    }

    private static void assertRefused(CgiViolation why, String... namesAndValues) {
        assertThatThrownBy(() -> variables(namesAndValues))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(why));
    }

    @Test
    void namesAndValuesAreAnyOctets() {
        CgiVariables variables =
                variables("REQUEST_METHOD", "GET", "PATH_INFO", "/caf\u00e9\u0001\u00ff", "\u00fcber x", "");
        assertThat(texts(variables))
                .containsExactly("REQUEST_METHOD=GET", "PATH_INFO=/caf\u00e9\u0001\u00ff", "\u00fcber x=");
    }

    @Test
    void aVariableIsFoundByItsExactName() {
        CgiVariables variables = variables("A", "1", "HTTP_HOST", "a.example", "\u00e9", "2");
        assertThat(variables.find("HTTP_HOST")).isEqualTo(1);
        assertThat(variables.find("\u00e9")).isEqualTo(2);
        assertThat(variables.find("HTTP_HOSt")).isEqualTo(-1);
        assertThat(variables.find("HTTP_HOS")).isEqualTo(-1);
        assertThat(variables.find("\u01e9")).isEqualTo(-1);
        assertThat(variables.find("")).isEqualTo(-1);
    }

    @Test
    void anyNumberOfVariablesIsKeptAndFound() {
        Map<String, String> expected = new LinkedHashMap<>();
        Random random = new Random(7);
        List<String> given = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            String name = "N" + random.nextInt(8000);
            String value = Integer.toString(i);
            expected.put(name, value);
            given.add(name);
            given.add(value);
        }
        CgiVariables variables = variables(given.toArray(String[]::new));
        assertThat(variables.count()).isEqualTo(expected.size());
        expected.forEach((name, value) ->
                assertThat(variables.text(variables.find(name))).isEqualTo(value));
        assertThat(texts(variables))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
    }

    @Test
    void ofARepeatedNameTheLastValueCountsInTheFirstPlace() {
        assertThat(texts(variables("HTTP_X", "1", "A", "2", "HTTP_X", "3"))).containsExactly("HTTP_X=3", "A=2");
    }

    @Test
    void theySuitTheWorkersForm() {
        CgiVariables variables = variables("A", "1", "B", "\u00e9");
        Vars vars = new Vars(16);
        byte[] octets = variables.octets();
        for (int i = 0; i < variables.count(); i++) {
            vars.add(
                    octets,
                    variables.nameStart(i),
                    variables.nameLength(i),
                    octets,
                    variables.valueStart(i),
                    variables.valueLength(i));
        }
        assertThat(vars.get("B")).isEqualTo("\u00e9");
        assertThat(vars.count()).isEqualTo(2);
    }

    // ---- names and values

    @Test
    void anEmptyNameIsRefused() {
        assertRefused(CgiViolation.NAME_EMPTY, "", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=", "=", "A\0", "\n", "A\rB", "A\u001f", "\u007f"})
    void aNameWithAControlCharacterOrAnEqualsSignIsRefused(String name) {
        assertRefused(CgiViolation.NAME_MALFORMED, name, "x");
    }

    @Test
    void aValueWithNulIsRefusedWhereverItStands() {
        for (int at = 0; at < 40; at++) {
            String value = "x".repeat(at) + "\0" + "x".repeat(40 - at);
            assertRefused(CgiViolation.VALUE_NUL, "PATH_INFO", value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP_",
                "HTTP_X_FORWARDED_FOR",
                "REQUEST_METHOD",
                "REQUEST_URI",
                "QUERY_STRING",
                "SERVER_PROTOCOL",
                "CONTENT_TYPE"
            })
    void aLineEndInAPartOfOneLineIsRefused(String name) {
        for (int at = 0; at < 20; at++) {
            assertRefused(CgiViolation.VALUE_LINE_END, name, "\u00e9".repeat(at) + "\n" + "x".repeat(20 - at));
            assertRefused(CgiViolation.VALUE_LINE_END, name, "\t".repeat(at) + "\r" + "x".repeat(20 - at));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH_INFO", "SCRIPT_NAME", "DOCUMENT_URI", "SSL_CLIENT_CERT", "HTTPS", "HTTP"})
    void aDecodedPathAndACertificateMayHaveSeveralLines(String name) {
        assertThat(texts(variables(name, "/a\r\nb"))).containsExactly(name + "=/a\r\nb");
    }

    // ---- what must not be said twice in two ways

    @Test
    void contentLengthIsDigitsOnly() {
        assertThat(variables("CONTENT_LENGTH", "9223372036854775807").contentLength())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(variables("CONTENT_LENGTH", "007").contentLength()).isEqualTo(7);
        assertThat(variables("CONTENT_LENGTH", "").contentLength()).isZero();
        assertThat(variables("A", "1").contentLength()).isZero();
        for (String bad : List.of(
                "+1", "-1", " 1", "1 ", "0x1", "1,1", "1_0", "\u00b2", "9223372036854775808", "99999999999999999999")) {
            assertRefused(CgiViolation.CONTENT_LENGTH_MALFORMED, "CONTENT_LENGTH", bad);
        }
    }

    @Test
    void contentLengthIsNotRepeatedWithAnotherNumber() {
        assertRefused(CgiViolation.CONTENT_LENGTH_CONFLICT, "CONTENT_LENGTH", "1", "CONTENT_LENGTH", "2");
        assertRefused(CgiViolation.CONTENT_LENGTH_CONFLICT, "CONTENT_LENGTH", "1", "A", "b", "CONTENT_LENGTH", "");
        assertThat(texts(variables("CONTENT_LENGTH", "0", "CONTENT_LENGTH", "")))
                .containsExactly("CONTENT_LENGTH=");
        assertThat(variables("CONTENT_LENGTH", "5", "CONTENT_LENGTH", "5").contentLength())
                .isEqualTo(5);
    }

    @Test
    void theMethodIsNotRepeatedAsAnother() {
        assertRefused(CgiViolation.REQUEST_METHOD_CONFLICT, "REQUEST_METHOD", "GET", "REQUEST_METHOD", "PUT");
        assertRefused(CgiViolation.REQUEST_METHOD_CONFLICT, "REQUEST_METHOD", "GET", "REQUEST_METHOD", "");
        assertThat(variables("REQUEST_METHOD", "GET", "REQUEST_METHOD", "GET").count())
                .isEqualTo(1);
    }

    @Test
    void everyViolationSaysWhatItIs() {
        for (CgiViolation violation : CgiViolation.values()) {
            assertThat(violation.status()).isBetween(400, 501);
            assertThat(violation.sentence()).isNotEmpty().doesNotEndWith(".");
            assertThat(violation.section()).isNotEmpty();
        }
    }
}
