// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;

/** A scripted worker's end of its STACKS connection. */
record TestStacks(Stacks front, EmbeddedChannel channel) {
    boolean isAwaited() {
        return front.isAwaited();
    }

    void write(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    void end() {
        var _ = channel.close();
    }
}
