// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Vars;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the front sends on a link is written to the octet as the vectors have it. */
final class LinkEncoderTest {

    static List<Vector> requests() {
        return Vector.of("down", "REQUEST");
    }

    static List<Vector> bodies() {
        return Vector.of("down", "BODY");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void writesARequest(Vector vector) {
        LinkEncoder.BodyForm form = switch (vector.number("flags")) {
            case 0 -> LinkEncoder.BodyForm.INLINE;
            case 1 -> LinkEncoder.BodyForm.FILE;
            default -> LinkEncoder.BodyForm.STREAM;
        };
        byte[] body = vector.has("file") ? LinkEncoder.path(vector.text("file")) : vector.octets();
        Vars vars = vector.vars();
        ByteBuf out = Unpooled.buffer(1);
        LinkEncoder.beginRequest(out, vector.large("seq"), form, vars.encodedBytes(), body.length);
        vars.writeTo(out);
        LinkEncoder.endVariables(out);
        out.writeBytes(body);
        assertThat(Vector.hex(out)).isEqualTo(vector.text("hex"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void writesThePartsAndTheEndOfABody(Vector vector) {
        ByteBuf out = Unpooled.buffer(1);
        switch (vector.number("flags")) {
            case 0 -> {
                LinkEncoder.bodyPart(out, vector.large("seq"), vector.octets().length);
                out.writeBytes(vector.octets());
            }
            case 1 -> LinkEncoder.bodyEnd(out, vector.large("seq"), false);
            default -> LinkEncoder.bodyEnd(out, vector.large("seq"), true);
        }
        assertThat(Vector.hex(out)).isEqualTo(vector.text("hex"));
    }
}
