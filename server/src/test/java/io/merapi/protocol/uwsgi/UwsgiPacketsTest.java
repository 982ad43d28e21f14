// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.uwsgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiNotes;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiVector;
import io.merapi.protocol.cgi.CgiViolation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of the uwsgi protocol, read and written: the shared vectors, and what is too long for them. */
final class UwsgiPacketsTest {

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
        return CgiVector.all("uwsgi/packets.json").stream();
    }

    static Cuts.Reader notes() {
        return new CgiNotes(UwsgiPacketsTest::request);
    }

    private static CgiNotes.@Nullable Request request(ByteBuf in) {
        UwsgiPacket packet = UwsgiDecoder.decode(in);
        return packet == null
                ? null
                : new CgiNotes.Request(packet.modifier1() + "/" + packet.modifier2(), packet.variables());
    }

    private static String line(CgiVector vector) {
        return CgiNotes.line(vector.number("modifier1") + "/" + vector.number("modifier2"), vector.variables());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void readsTheVariablesOfAVectorInAnyCut(CgiVector vector) {
        assertThat(Cuts.read(vector.octets(), UwsgiPacketsTest::notes)).containsExactly(line(vector));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAMalformedPacketInAnyCutAndNothingBeforeIt(CgiVector vector) {
        assertThat(Cuts.read(vector.octets(), UwsgiPacketsTest::notes)).containsExactly(vector.refused());
        byte[] behindAPing = HexFormat.of().parseHex("64000000" + HexFormat.of().formatHex(vector.octets()));
        assertThat(Cuts.read(behindAPing, UwsgiPacketsTest::notes)).containsExactly("100/0 {}", vector.refused());
    }

    @Test
    void readsPacketsAndBodiesOneBehindTheOtherInAnyCut() {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        byte[] post = written(0, 0, Map.of("CONTENT_LENGTH", "4"));
        for (CgiVector vector : accepted()) {
            if (!vector.variables().containsKey("CONTENT_LENGTH")) {
                stream.writeBytes(vector.octets());
                stream.writeBytes(post);
                // what might pass for another packet
                stream.writeBytes(new byte[] {0, 0, 0, 'G'});
                expected.addAll(List.of(line(vector), "0/0 {CONTENT_LENGTH=4}", "octet 0", "octet 0", "octet 0"));
                expected.add("octet 71");
            }
        }
        assertThat(Cuts.read(stream.toByteArray(), UwsgiPacketsTest::notes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("writable")
    void writesAVectorFromItsVariables(CgiVector vector) {
        assertThat(written(vector.number("modifier1"), vector.number("modifier2"), vector.variables()))
                .isEqualTo(vector.octets());
    }

    private static byte[] written(int modifier1, int modifier2, Map<String, String> variables) {
        ByteBuf out = Unpooled.buffer(0);
        UwsgiEncoder.packet(out, modifier1, modifier2, variables);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets).release();
        return octets;
    }

    // ---- the largest packets

    @Test
    void readsAPacketOf65535OctetsOfOneVariable() {
        String value = "v".repeat(0xffff - 5);
        byte[] packet = written(0, 0, Map.of("A", value));
        assertThat(packet).hasSize(UwsgiDecoder.MOST_BYTES);
        assertThat(variables(packet).text(0)).isEqualTo(value);
        assertThat(Cuts.read(packet, UwsgiPacketsTest::notes)).containsExactly("0/0 {A=" + value + "}");
    }

    @Test
    void readsAPacketOf65535OctetsOfAsManyVariablesAsItHolds() {
        Map<String, String> expected = new LinkedHashMap<>();
        int size = 0;
        for (int i = 0; size + 4 + 3 <= 0xffff - 7; i++) {
            String name = Integer.toString(i + 36 * 36, 36);
            expected.put(name, "");
            size += 4 + name.length();
        }
        expected.put("Z", "v".repeat(0xffff - size - 5));
        byte[] packet = written(0, 0, expected);
        assertThat(packet).hasSize(UwsgiDecoder.MOST_BYTES);
        CgiVariables variables = variables(packet);
        assertThat(variables.count()).isEqualTo(expected.size()).isGreaterThan(8000);
        assertThat(CgiNotes.texts(variables)).isEqualTo(expected);
    }

    private static CgiVariables variables(byte[] packet) {
        ByteBuf in = Unpooled.wrappedBuffer(packet);
        return Objects.requireNonNull(UwsgiDecoder.decode(in)).variables();
    }

    @Test
    void doesNotWriteWhatNoPacketHolds() {
        Map<String, String> variables = Map.of("A", "v".repeat(0xffff - 4));
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> UwsgiEncoder.packet(out, 0, 0, variables))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65,535");
        assertThat(out.isReadable()).isFalse();
        out.release();
    }

    // ---- what the modifier makes of the data is not the decoder's

    @Test
    void givesDataThatAreNoVariablesAsTheyAre() {
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex("6f030001616263" + "aa"));
        UwsgiPacket packet = Objects.requireNonNull(UwsgiDecoder.decode(in));
        assertThat(packet.modifier1()).isEqualTo(111);
        assertThat(packet.modifier2()).isEqualTo(1);
        assertThat(new String(packet.data(), StandardCharsets.US_ASCII)).isEqualTo("abc");
        assertThat(in.readableBytes()).isEqualTo(1);
        assertThatThrownBy(packet::variables).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET ", "POST", "HEAD", "OPTI"})
    void tellsHttpByItsFirstFourOctets(String octets) {
        ByteBuf in = Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> UwsgiDecoder.decode(in))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(CgiViolation.HTTP_INSTEAD_OF_UWSGI));
        in.release();
    }
}
