// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.scgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.cgi.CgiNotes;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiVector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SCGI requests, read and written: the shared vectors, and what is too long for them. */
final class ScgiRequestsTest {
    private static final String LEAST = "24:CONTENT_LENGTH\0000\0SCGI\0001\0,";

    static List<CgiVector> accepted() {
        return vectors().filter(vector -> !vector.isRefused()).toList();
    }

    static List<CgiVector> refused() {
        return vectors().filter(CgiVector::isRefused).toList();
    }

    static List<CgiVector> writable() {
        return vectors().filter(vector -> !vector.isReadOnly()).toList();
    }

    private static Stream<CgiVector> vectors() {
        return CgiVector.all("scgi/requests.json").stream();
    }

    static Cuts.Reader notes() {
        return notes(ScgiDecoder.HEADER_BYTES);
    }

    private static Cuts.Reader notes(int mostBytes) {
        ScgiDecoder decoder = new ScgiDecoder(mostBytes);
        return new CgiNotes(in -> request(decoder, in));
    }

    private static CgiNotes.@Nullable Request request(ScgiDecoder decoder, ByteBuf in) {
        CgiVariables variables = decoder.decode(in);
        return variables == null ? null : new CgiNotes.Request("SCGI", variables);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsTheVariablesOfAVectorInAnyCut(CgiVector vector) {
        assertThat(Cuts.read(vector.octets(), ScgiRequestsTest::notes))
                .containsExactly(CgiNotes.line("SCGI", vector.variables()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAMalformedRequestInAnyCut(CgiVector vector) {
        assertThat(Cuts.read(vector.octets(), ScgiRequestsTest::notes)).containsExactly(vector.refused());
    }

    @Test
    @DisplayName("SCGI 3: the body follows the headers; what follows it is left")
    void readsRequestsAndBodiesOneBehindTheOtherInAnyCut() {
        String request = "24:CONTENT_LENGTH\0003\0SCGI\0001\0,";
        List<String> one = new ArrayList<>(List.of("SCGI {CONTENT_LENGTH=3, SCGI=1}"));
        "0:,".chars().forEach(octet -> one.add("octet " + octet));
        List<String> twice = new ArrayList<>(one);
        twice.addAll(one);
        assertThat(Cuts.read(octets((request + "0:,").repeat(2)), ScgiRequestsTest::notes))
                .isEqualTo(twice);
    }

    @ParameterizedTest
    @MethodSource("writable")
    void writesAVectorFromItsVariables(CgiVector vector) {
        Map<String, String> variables = vector.variables();
        ByteBuf out = Unpooled.buffer(0);
        ScgiEncoder.headers(out, Long.parseLong(variables.get("CONTENT_LENGTH")), variables);
        byte[] written = new byte[out.readableBytes()];
        out.readBytes(written).release();
        assertThat(written).isEqualTo(vector.octets());
    }

    @Test
    void doesNotWriteNul() {
        ByteBuf out = Unpooled.buffer();
        for (Map<String, String> bad : List.of(Map.of("A\0", "b"), Map.of("A", "b\0"))) {
            assertThatThrownBy(() -> ScgiEncoder.headers(out, 0, bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(out.isReadable()).isFalse();
        out.release();
    }

    @Test
    void readsHeadersUpToTheBoundAndRefusesMoreBeforeTheyCome() {
        assertThat(Cuts.read(octets(LEAST), () -> notes(24))).containsExactly("SCGI {CONTENT_LENGTH=0, SCGI=1}");
        assertThat(Cuts.read(octets("24"), () -> notes(23))).containsExactly("HEADERS_TOO_LARGE");
        assertThat(Cuts.read(octets("100"), () -> notes(99))).containsExactly("HEADERS_TOO_LARGE");
        assertThat(Cuts.read(octets("2147483648"), () -> notes(Integer.MAX_VALUE)))
                .containsExactly("HEADERS_TOO_LARGE");
        assertThat(Cuts.read(octets("2147483647:"), () -> notes(Integer.MAX_VALUE)))
                .isEmpty();
    }

    @Test
    void readsHeadersOfTheWholeDefaultBound() {
        String start = "CONTENT_LENGTH\0000\0SCGI\0001\0A\0";
        String value = "v".repeat(ScgiDecoder.HEADER_BYTES - start.length() - 1);
        byte[] request = octets(ScgiDecoder.HEADER_BYTES + ":" + start + value + "\0,");
        assertThat(Cuts.read(request, ScgiRequestsTest::notes))
                .containsExactly("SCGI {CONTENT_LENGTH=0, SCGI=1, A=" + value + "}");
    }
}
