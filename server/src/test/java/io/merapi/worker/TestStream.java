// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.BodyStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A body that is still coming in, part by part as the test has it. */
final class TestStream implements BodyStream {
    private @Nullable Receiver receiver;
    private boolean paused;
    private boolean discarded;

    @Override
    public void start(Receiver to) {
        assertThat(receiver).as("started before").isNull();
        receiver = to;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void discard() {
        discarded = true;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isDiscarded() {
        return discarded;
    }

    /** One part; returned so that the test can see that it is released. */
    ByteBuf part(String octets) {
        ByteBuf part = Unpooled.copiedBuffer(octets, StandardCharsets.ISO_8859_1);
        Objects.requireNonNull(receiver).data(part);
        return part;
    }

    void end() {
        Objects.requireNonNull(receiver).end();
    }

    void breakOff() {
        Objects.requireNonNull(receiver).broken();
    }
}
