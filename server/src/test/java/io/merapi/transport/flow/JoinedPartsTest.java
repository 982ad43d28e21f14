// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JoinedPartsTest {
    private final JoinedParts joined = new JoinedParts(UnpooledByteBufAllocator.DEFAULT);

    private static ByteBuf part(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String text(@Nullable ByteBuf given) {
        ByteBuf taken = Objects.requireNonNull(given);

        String text = taken.toString(StandardCharsets.US_ASCII);
        taken.release();
        return text;
    }

    @Test
    void joinsPartsToOneChunk() {
        joined.add(part("one"), true);
        joined.add(part(" and two, which is longer"), true);
        assertThat(text(joined.take())).isEqualTo("1c\r\none and two, which is longer\r\n");
        assertThat(joined.take()).isNull();
    }

    @Test
    void joinsPartsOfABodyThatIsNotChunked() {
        joined.add(part("one"), false);
        joined.add(part("two"), false);
        assertThat(text(joined.take())).isEqualTo("onetwo");
    }

    @Test
    void ownsWhatItIsGiven() {
        ByteBuf part = part("one");
        joined.add(part, true);
        assertThat(part.refCnt()).isZero();
        joined.release();
        assertThat(joined.take()).isNull();
    }

    @Test
    void hasRoomUpToItsBound() {
        ByteBuf large = part("x".repeat(JoinedParts.MOST_BYTES));
        assertThat(joined.hasRoomFor(large)).isTrue();
        joined.add(large, true);
        ByteBuf more = part("y");
        assertThat(joined.hasRoomFor(more)).isFalse();
        more.release();
        assertThat(text(joined.take()))
                .startsWith("4000\r\nx")
                .endsWith("x\r\n")
                .hasSize(6 + 0x4000 + 2);
    }
}
