// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.marshal.MarshalWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** HELLO and the zygote's news, on the shared vectors and on what they do not allow. */
final class ControlDecoderTest {

    /** By their numbers, as docs/workerlink.md has them. */
    private static final List<ControlEvent.Role> ROLES = List.of(
            ControlEvent.Role.ZYGOTE,
            ControlEvent.Role.LINK,
            ControlEvent.Role.LIFELINE,
            ControlEvent.Role.FILES,
            ControlEvent.Role.STACKS);

    /** Notes what is read, a line an event. */
    static Cuts.Reader notes() {
        return (in, notes) -> {
            ControlEvent event = ControlDecoder.decode(in);
            while (event != null) {
                notes.add(event.toString());
                event = ControlDecoder.decode(in);
            }
        };
    }

    static List<Vector> vectors() {
        return Vector.of("up", "HELLO", "LOADED", "LOAD_FAILED", "MODULES", "SPAWNED", "EXITED");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsTheFieldsOfAVectorInAnyCut(Vector vector) {
        assertThat(Cuts.read(vector.frame(), ControlDecoderTest::notes))
                .containsExactly(event(vector).toString());
    }

    @Test
    void readsFramesOneBehindTheOtherInAnyCut() {
        assertThat(Cuts.read(Vector.stream(vectors()), ControlDecoderTest::notes))
                .isEqualTo(vectors().stream()
                        .map(vector -> event(vector).toString())
                        .toList());
    }

    private static ControlEvent event(Vector vector) {
        return switch (vector.text("kind")) {
            case "HELLO" ->
                new ControlEvent.Hello(
                        ROLES.get(vector.number("aux")),
                        vector.number("pid"),
                        vector.number("seat"),
                        vector.number("thread"),
                        vector.number("generation"));
            case "LOADED" -> new ControlEvent.Loaded(ControlEvent.Loading.of(vector.dict("report")));
            case "LOAD_FAILED" -> new ControlEvent.LoadFailed(vector.text("line"));
            case "MODULES" -> new ControlEvent.Modules(vector.texts("files"));
            case "SPAWNED" -> new ControlEvent.Spawned(vector.number("seat"), vector.number("pid"));
            default -> new ControlEvent.Exited(vector.number("seat"), vector.number("pid"), vector.number("status"));
        };
    }

    @Test
    void namesWhatALoadingReports() {
        Vector vector = Vector.of("up", "LOADED").getFirst();
        ControlEvent.Loaded loaded =
                (ControlEvent.Loaded) ControlDecoder.decode(Unpooled.wrappedBuffer(vector.frame()));
        assertThat(loaded)
                .isEqualTo(new ControlEvent.Loaded(new ControlEvent.Loading(
                        "3.11.2",
                        "cpython",
                        "/srv/v\u00e9nv/bin/python",
                        List.of(
                                new ControlEvent.Application("", "site.wsgi:make_app()", 217, ""),
                                new ControlEvent.Application("/blog", "blog.py", 3, "OSError: n\u00f6")),
                        1)));
    }

    @Test
    void takesWhatAReportDoesNotTellAsEmpty() {
        assertThat(loaded(Map.of("version", 3, "applications", "", "threads", "1")))
                .isEqualTo(new ControlEvent.Loaded(new ControlEvent.Loading("", "", "", List.of(), 0)).toString());
    }

    private static String loaded(Map<String, Object> report) {
        ByteBuf payload = Unpooled.buffer();
        MarshalWriter.write(payload, report);
        String hex = Vector.hex(payload);
        byte[] frame = LinkDecoderTest.frame(32, 0, 0, hex, hex.length() / 2);
        return Cuts.read(frame, ControlDecoderTest::notes).getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        // kind, aux, payload, its size as announced (or empty), violation
        "1, 1, '', 67108865, TOO_LARGE",
        "35, 0, '', -1, TOO_LARGE",
        "1, 6, 00000000000000000000000000000000, , BAD_VALUE",
        "1, 65535, 00000000000000000000000000000000, , BAD_VALUE",
        "1, 1, 000000000000000000000000000000, , WRONG_SIZE",
        "1, 1, 0000000000000000000000000000000000, , WRONG_SIZE",
        "34, 0, 00000000000000, , WRONG_SIZE",
        "34, 0, 000000000000000000, , WRONG_SIZE",
        "35, 0, 0000000000000000000000, , WRONG_SIZE",
        "35, 0, 00000000000000000000000000, , WRONG_SIZE",
        // LOADED: nothing, no dict, a dict without its end, one too deep, one with a rest
        "32, 0, '', , BAD_VALUE",
        "32, 0, 4e, , BAD_VALUE",
        "32, 0, 7b, , BAD_VALUE",
        "32, 0, 7b7aff, , BAD_VALUE",
        "32, 0, 7b75ffffffff, , BAD_VALUE",
        "32, 0, 7b4e5bffffffff, , BAD_VALUE",
        "32, 0, 7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b7b, , BAD_VALUE",
        "32, 0, 7b30 , 3, ",
        "32, 0, 7b3000, , WRONG_SIZE",
    })
    void refusesAMalformedFrameInAnyCut(int kind, int aux, String payload, Integer size, LinkViolation violation) {
        byte[] frame = LinkDecoderTest.frame(kind, 0, aux, payload, size == null ? payload.length() / 2 : size);
        List<String> notes = Cuts.read(frame, ControlDecoderTest::notes);
        if (violation == null) {
            assertThat(notes).as("a frame that is not complete").isEmpty();
        } else {
            assertThat(notes).containsExactly(violation.name());
        }
    }

    @Test
    void refusesEveryKindThatPythonDoesNotSendHere() {
        List<Integer> known = List.of(1, 32, 33, 34, 35, 36);
        for (int kind = 0; kind < 256; kind++) {
            if (!known.contains(kind)) {
                assertThat(Cuts.read(LinkDecoderTest.frame(kind, 0, 0, "", 0), ControlDecoderTest::notes))
                        .as("kind %d", kind)
                        .containsExactly("UNKNOWN_KIND");
            }
        }
    }
}
