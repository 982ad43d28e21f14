// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker sends on its link, on the shared vectors and on what they do not allow. */
final class LinkDecoderTest {
    private static final List<LinkEvent.Cause> CAUSES =
            List.of(LinkEvent.Cause.RAISED, LinkEvent.Cause.NO_APPLICATION, LinkEvent.Cause.FATAL);
    private static final String[] KINDS = {"HEAD", "DATA", "FILE", "FAIL", "SKIPPED"};

    static List<Vector> vectors() {
        return Vector.of("up", KINDS);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheFieldsOfAVectorInAnyCut(Vector vector) {
        assertThat(Cuts.read(vector.frame(), LinkNotes::new)).isEqualTo(notes(vector));
    }

    @Test
    void readsFramesOneBehindTheOtherInAnyCut() {
        List<String> expected = new ArrayList<>();
        vectors().forEach(vector -> expected.addAll(notes(vector)));
        assertThat(Cuts.read(Vector.stream(vectors()), LinkNotes::new)).isEqualTo(expected);
    }

    private static List<String> notes(Vector vector) {
        List<String> notes = new ArrayList<>();
        String seq = " " + vector.large("seq");
        switch (vector.text("kind")) {
            case "HEAD" ->
                notes.add("HEAD" + seq + " " + vector.number("aux") + " [" + vector.text("reason") + "] "
                        + vector.number("field_count") + " [" + vector.text("fields") + "] "
                        + vector.large("content_length") + " " + ((vector.number("flags") & 2) != 0));
            case "FILE" ->
                notes.add("FILE" + seq + " " + vector.large("offset") + " " + vector.large("length") + " "
                        + vector.large("descriptor"));
            case "FAIL" ->
                notes.add("FAIL" + seq + " " + CAUSES.get(vector.number("aux")) + " " + vector.large("micros"));
            case "SKIPPED" -> notes.add("SKIPPED" + seq);
            default -> assertThat(vector.text("kind")).isEqualTo("DATA");
        }
        if (vector.has("octets") && vector.octets().length > 0) {
            notes.add("BODY" + seq + " " + vector.text("octets"));
        }
        if (!vector.text("kind").equals("FAIL") && (vector.number("flags") & 1) != 0) {
            notes.add("END " + vector.large("micros"));
        }
        return notes;
    }

    @Test
    void passesABodyOnAsItComes() {
        LinkDecoder decoder = new LinkDecoder();
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(frame(17, 1, 0, "07000000" + "aabb", 8));
        assertThat(part(decoder, in)).isEqualTo("aabb 0");
        assertThat(decoder.decode(in)).isNull();
        in.writeBytes(HexFormat.of().parseHex("cc"));
        assertThat(part(decoder, in)).isEqualTo("cc 0");
        in.writeBytes(HexFormat.of().parseHex("ddee"));
        assertThat(part(decoder, in)).isEqualTo("dd 7");
        assertThat(decoder.decode(in)).as("the next frame's first octet").isNull();
        in.release();
    }

    private static String part(LinkDecoder decoder, ByteBuf in) {
        LinkEvent.Part part = (LinkEvent.Part) Objects.requireNonNull(decoder.decode(in));
        return Vector.hex(part.data()) + " " + part.end().micros();
    }

    @ParameterizedTest
    @CsvSource({
        // kind, aux, payload, its size as announced (or empty), violation
        "16, 200, '', 67108865, TOO_LARGE",
        "16, 200, '', -1, TOO_LARGE",
        "17, 0, '', -2147483648, TOO_LARGE",
        "16, 200, 00000000000000000000000000000000000000, , WRONG_SIZE",
        "16, 200, 0000000000000000000000000000010000000000, , WRONG_SIZE",
        "16, 200, 0000000000000000000000000000000001000000, , WRONG_SIZE",
        "16, 200, 000000000000000000000000000000000000004061, , WRONG_SIZE",
        "16, 200, 00000000000000000000000000000000ffffffff, , WRONG_SIZE",
        "16, 200, 0000000000000000000000000000ffff01000080, , WRONG_SIZE",
        "16, 99, 0000000000000000000000000000000000000000, , BAD_VALUE",
        "16, 1000, 0000000000000000000000000000000000000000, , BAD_VALUE",
        "16, 200, feffffffffffffff000000000000000000000000, , BAD_VALUE",
        "17, 0, '', , WRONG_SIZE",
        "17, 0, 000000, , WRONG_SIZE",
        "18, 0, 000000000000000000000000000000000000000000000000000000, , WRONG_SIZE",
        "18, 0, 0000000000000000000000000000000000000000000000000000000000, , WRONG_SIZE",
        "18, 0, 00000000000000000000008000000000000000000000000000000000, , BAD_VALUE",
        "18, 0, 00000000000000000000000000000000000000800000000000000000, , BAD_VALUE",
        "19, 0, 000000, , WRONG_SIZE",
        "19, 0, 0000000000, , WRONG_SIZE",
        "20, 0, 00, , WRONG_SIZE",
    })
    void refusesAMalformedFrameInAnyCut(int kind, int aux, String payload, Integer size, LinkViolation violation) {
        byte[] frame = frame(kind, 0, aux, payload, size == null ? payload.length() / 2 : size);
        assertThat(Cuts.read(frame, LinkNotes::new)).containsExactly(violation.name());
    }

    @Test
    void refusesEveryKindThatIsNotAnAnswers() {
        for (int kind = 0; kind < 256; kind++) {
            if (kind < 16 || kind > 20) {
                assertThat(Cuts.read(frame(kind, 0, 0, "00000000", 4), LinkNotes::new))
                        .as("kind %d", kind)
                        .containsExactly("UNKNOWN_KIND");
            }
        }
    }

    @Test
    void refusesWhatTheHeaderAloneTellsBeforeThePayloadHasCome() {
        byte[] header = frame(16, 0, 200, "", (64 << 20) + 1);
        assertThatThrownBy(() -> new LinkDecoder().decode(Unpooled.wrappedBuffer(header)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("larger than 64 MiB");
    }

    @Test
    void awaitsTheLargestPayload() {
        byte[] header = frame(17, 0, 0, "", 64 << 20);
        assertThat(new LinkDecoder().decode(Unpooled.wrappedBuffer(header))).isNull();
    }

    @Test
    void readsNothingOfAFrameUntilItsFixedPartIsThere() {
        for (Vector vector : vectors()) {
            byte[] frame = vector.frame();
            ByteBuf in = Unpooled.wrappedBuffer(Arrays.copyOf(frame, 15));
            assertThat(new LinkDecoder().decode(in)).isNull();
            assertThat(in.readerIndex()).isZero();
        }
    }

    @Test
    void everyViolationSaysWhatAndWhere() {
        for (LinkViolation violation : LinkViolation.values()) {
            assertThat(violation.sentence()).isNotBlank().doesNotEndWith(".");
            assertThat(violation.section()).startsWith("docs/workerlink.md");
            assertThat(violation.status()).as("there is no status on a link").isZero();
        }
    }

    /** A frame of seq 1. */
    static byte[] frame(int kind, int flags, int aux, String payload, int size) {
        byte[] octets = HexFormat.of().parseHex(payload.getBytes(StandardCharsets.US_ASCII).length == 0 ? "" : payload);
        ByteBuf frame = Unpooled.buffer();
        frame.writeIntLE(size)
                .writeByte(kind)
                .writeByte(flags)
                .writeShortLE(aux)
                .writeLongLE(1)
                .writeBytes(octets);
        return Arrays.copyOf(frame.array(), frame.readableBytes());
    }
}
