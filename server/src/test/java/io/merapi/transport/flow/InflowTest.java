// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.transport.front.Answers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InflowTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Inflow inflow = new Inflow(channel);

    @AfterEach
    void close() {
        inflow.release();
        channel.finishAndReleaseAll();
    }

    private static ByteBuf large(String text) {
        return Unpooled.buffer(64 * 1024).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void joinsWhatComesInPieces() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            inflow.add(Answers.octets("piece " + i));
            expected.append("piece ").append(i);
            inflow.settle(true);
        }
        assertThat(inflow.octets().toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
    }

    @Test
    void holdsNoBufferWhenAllIsUsed() {
        ByteBuf in = large("abc");
        inflow.add(in);
        inflow.octets().skipBytes(3);
        inflow.settle(true);
        assertThat(in.refCnt()).isZero();
        assertThat(inflow.isReadable()).isFalse();
        assertThat(inflow.octets().isReadable()).isFalse();
    }

    @Test
    void holdsNoLargeBufferForAFewOctets() {
        ByteBuf in = large("abc");
        inflow.add(in);
        inflow.octets().skipBytes(1);
        inflow.settle(true);
        assertThat(in.refCnt()).isZero();
        assertThat(inflow.octets().capacity()).isLessThan(64);
        assertThat(inflow.octets().toString(StandardCharsets.US_ASCII)).isEqualTo("bc");
    }

    @Test
    void stopsReadingWhileMuchIsUnused() {
        inflow.add(Answers.octets("x".repeat(64 * 1024)));
        inflow.settle(true);
        assertThat(channel.config().isAutoRead()).isFalse();
        inflow.octets().skipBytes(1);
        inflow.settle(true);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void goesOnReadingWhereOthersKeepTheBound() {
        inflow.add(Answers.octets("x".repeat(70 * 1024)));
        inflow.settle(false);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void doesNotDisturbSlicesThatWereTakenFromIt() {
        inflow.add(large("abcdef"));
        ByteBuf slice = inflow.octets().readRetainedSlice(3);
        inflow.add(Answers.octets("ghi"));
        inflow.settle(true);
        assertThat(slice.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
        assertThat(inflow.octets().toString(StandardCharsets.US_ASCII)).isEqualTo("defghi");
        slice.release();
    }
}
