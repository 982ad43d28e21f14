// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.scgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.cgi.CgiNotes;
import io.merapi.protocol.cgi.CgiVector;
import io.merapi.protocol.cgi.CodecFuzz;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for any octets on an SCGI socket, tried on very many: read or refused, nothing else. */
final class ScgiFuzzTest {
    /** The grammar of the specification in another notation. */
    private static final Pattern NETSTRING = Pattern.compile("(0|[1-9][0-9]{0,4}):(.*)", Pattern.DOTALL);

    private static final Pattern HEADERS = Pattern.compile("(?:[^\0]+\0[^\0]*\0)+");
    private static final Pattern HEADER = Pattern.compile("([^\0]+)\0([^\0]*)\0");

    @Test
    void readsOrRefusesAnyRequestTheSameInAnyCut() {
        List<byte[]> good = ScgiRequestsTest.accepted().stream()
                .filter(vector -> !"27".equals(vector.variables().get("CONTENT_LENGTH")))
                .map(CgiVector::octets)
                .toList();
        List<byte[]> seeds = CgiVector.all("scgi/requests.json").stream()
                .map(CgiVector::octets)
                .toList();
        CodecFuzz fuzz = new CodecFuzz(good, seeds, ScgiRequestsTest::notes, 22);
        assertThat(fuzz.run(ScgiFuzzTest::check))
                .containsExactlyInAnyOrder(
                        "NETSTRING_LENGTH_MALFORMED",
                        "HEADERS_TOO_LARGE",
                        "NETSTRING_END_MISSING",
                        "HEADERS_UNTERMINATED",
                        "CONTENT_LENGTH_NOT_FIRST",
                        "SCGI_MISSING",
                        "NAME_EMPTY",
                        "NAME_MALFORMED",
                        "VALUE_LINE_END",
                        "CONTENT_LENGTH_MALFORMED",
                        "CONTENT_LENGTH_CONFLICT",
                        "REQUEST_METHOD_CONFLICT");
    }

    private static void check(byte[] request, List<String> noted) {
        String first = noted.isEmpty() ? "" : noted.getFirst();
        if (first.contains(" ") && !first.equals(model(request))) {
            assertThat(first).isEqualTo(model(request));
        }
    }

    /** The request's line, read in another way. */
    private static String model(byte[] request) {
        Matcher netstring = NETSTRING.matcher(new String(request, StandardCharsets.ISO_8859_1));
        if (!netstring.matches()) {
            return "no netstring";
        }
        int length = Integer.parseInt(netstring.group(1));
        String headers = netstring.group(2).substring(0, length);
        if (netstring.group(2).charAt(length) != ','
                || !HEADERS.matcher(headers).matches()) {
            return "no headers";
        }
        Map<String, String> variables = new LinkedHashMap<>();
        HEADER.matcher(headers).results().forEach(header -> variables.put(header.group(1), header.group(2)));
        return CgiNotes.line("SCGI", variables);
    }
}
