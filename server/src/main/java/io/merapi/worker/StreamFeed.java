// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.BodyStream;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Carries a body that is still coming in from the exchange's loop to the link's. */
final class StreamFeed implements BodyStream.Receiver {
    private final WorkerLink link;
    private final PendingRequest request;
    private final long seq;

    StreamFeed(WorkerLink link, PendingRequest request, long seq) {
        this.link = link;
        this.request = request;
        this.seq = seq;
    }

    @Override
    public void data(ByteBuf data) {
        pass(data, false);
    }

    @Override
    public void end() {
        pass(null, false);
    }

    @Override
    public void broken() {
        pass(null, true);
    }

    private void pass(@Nullable ByteBuf data, boolean broken) {
        request.onPool(() -> link.streamed(request, seq, data, broken));
    }
}
