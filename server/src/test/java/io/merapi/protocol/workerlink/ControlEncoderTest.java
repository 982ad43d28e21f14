// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a zygote is told, and the welcome of a FILES connection, are written to the octet as the vectors have it. */
final class ControlEncoderTest {

    static List<Vector> vectors() {
        return Vector.of("down", "HELLO", "CONFIG", "SPAWN", "SIGNAL", "STOP");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void writesAVector(Vector vector) {
        // not at the start of its buffer: the size of CONFIG is filled in afterwards
        ByteBuf out = Unpooled.buffer(1).writeByte(0xaa);
        switch (vector.text("kind")) {
            case "HELLO" -> ControlEncoder.filesReady(out);
            case "CONFIG" -> ControlEncoder.config(out, vector.dict("config"));
            case "SPAWN" -> ControlEncoder.spawn(out, vector.number("worker"), vector.number("seat"));
            case "SIGNAL" -> ControlEncoder.signal(out, vector.number("seat"), vector.number("signal"));
            default -> ControlEncoder.stop(out);
        }
        assertThat(Vector.hex(out)).isEqualTo("aa" + vector.text("hex"));
    }
}
