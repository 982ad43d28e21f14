// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.Cuts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both ends read, on the vectors in every cut, and what depends on when a request is ended. */
final class FastCgiDecoderTest {
    private static final String BEGUN_ONE = "0101000100080000" + "0001010000000000";
    private static final String VARIABLES_END_ONE = "0104000100000000";
    private static final String BODY_END_ONE = "0105000100000000";

    static List<FastCgiVector> requests() {
        return FastCgiVector.of("down");
    }

    static List<FastCgiVector> answers() {
        return FastCgiVector.of("up");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsRequestsInAnyCut(FastCgiVector vector) {
        assertThat(Cuts.read(vector.octets(), () -> new FastCgiNotes(!vector.isNeverEnded())))
                .isEqualTo(vector.notes());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsAnswersInAnyCut(FastCgiVector vector) {
        assertThat(Cuts.read(vector.octets(), FastCgiNotes::ofAnswers)).isEqualTo(vector.notes());
    }

    @Test
    void theVectorsHoldEveryViolation() {
        Set<String> seen = new HashSet<>();
        List<FastCgiVector> all = new ArrayList<>(requests());
        all.addAll(answers());
        all.forEach(vector -> vector.notes().forEach(note -> seen.addAll(Arrays.asList(note.split(" ")))));
        assertThat(seen)
                .containsAll(EnumSet.allOf(FastCgiViolation.class).stream()
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void passesABodyOnAsItComes() {
        FastCgiDecoder decoder = new FastCgiDecoder(FastCgiNotes.LIMITS);
        ByteBuf in = octets(BEGUN_ONE + VARIABLES_END_ONE + "0105000100030100" + "aabb");
        assertThat(decoder.decode(in)).isEqualTo(new FastCgiEvent.Begun(1, true));
        assertThat(decoder.decode(in)).isInstanceOf(FastCgiEvent.Variables.class);
        assertThat(body(decoder, in)).isEqualTo("aabb");
        assertThat(decoder.decode(in)).isNull();
        in.writeBytes(octets("cc"));
        assertThat(body(decoder, in)).isEqualTo("cc");
        in.writeBytes(octets("00" + BODY_END_ONE));
        assertThat(decoder.decode(in)).isEqualTo(new FastCgiEvent.BodyEnd(1));
        assertThat(decoder.decode(in)).isNull();
        in.release();
    }

    private static String body(FastCgiDecoder decoder, ByteBuf in) {
        FastCgiEvent.Body body = (FastCgiEvent.Body) Objects.requireNonNull(decoder.decode(in));
        String octets = ByteBufUtil.hexDump(body.octets());
        body.octets().release();
        return octets;
    }

    @Test
    void dropsTheRestOfARecordWhoseRequestIsEnded() {
        FastCgiDecoder decoder = new FastCgiDecoder(FastCgiNotes.LIMITS);
        ByteBuf in = octets(BEGUN_ONE + VARIABLES_END_ONE + "0105000100030000" + "aa");
        assertThat(drain(decoder, in)).hasSize(3);
        decoder.end(1);
        in.writeBytes(octets("bbcc" + BODY_END_ONE));
        assertThat(drain(decoder, in)).isEmpty();
        in.writeBytes(octets(BEGUN_ONE + VARIABLES_END_ONE + BODY_END_ONE));
        assertThat(drain(decoder, in)).hasSize(3);
        in.release();
    }

    @Test
    void countsTheVariablesOfARequestNoMoreOnceItIsEnded() {
        FastCgiDecoder decoder = new FastCgiDecoder(new FastCgiLimits(100, 150, 2));
        String hundred = "01040001" + "00640000" + "0162" + "41" + "78".repeat(97);
        for (int i = 0; i < 3; i++) {
            ByteBuf in = octets(BEGUN_ONE + hundred);
            assertThat(drain(decoder, in)).containsExactly(new FastCgiEvent.Begun(1, true));
            in.release();
            decoder.end(1);
        }
    }

    @Test
    void endingARequestThatIsNotThereChangesNothing() {
        FastCgiDecoder decoder = new FastCgiDecoder(FastCgiNotes.LIMITS);
        decoder.end(0);
        decoder.end(1);
        ByteBuf in = octets(BEGUN_ONE);
        assertThat(drain(decoder, in)).hasSize(1);
        decoder.end(2);
        in.writeBytes(octets(VARIABLES_END_ONE));
        assertThat(drain(decoder, in)).hasSize(1);
        in.release();
    }

    private static List<FastCgiEvent> drain(FastCgiDecoder decoder, ByteBuf in) {
        List<FastCgiEvent> events = new ArrayList<>();
        for (FastCgiEvent event = decoder.decode(in); event != null; event = decoder.decode(in)) {
            if (event instanceof FastCgiEvent.Body body) {
                body.octets().release();
            }
            events.add(event);
        }
        return events;
    }

    private static ByteBuf octets(String hex) {
        return Unpooled.buffer().writeBytes(HexFormat.of().parseHex(hex));
    }
}
