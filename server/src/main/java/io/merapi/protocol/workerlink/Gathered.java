// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** What has been received on a connection and not been decoded: a frame that has begun, at most. */
public final class Gathered {
    private static final int LEAST_BYTES = 4 << 10;

    private @Nullable ByteBuf held;

    /** Appends what has been read, which it owns; returns all there is, to be decoded. */
    public ByteBuf add(ByteBuf read) {
        ByteBuf all = held;
        if (all == null) {
            all = read;
            held = read;
        } else {
            all.writeBytes(read);
            read.release();
        }
        return all;
    }

    /**
     * After decoding: keeps the rest, in a buffer of its own, for parts of the old one may be on their way elsewhere.
     */
    public void settle() {
        ByteBuf rest = held;
        if (rest == null) {
            return;
        }
        held = null;
        if (rest.isReadable()) {
            held = rest.alloc()
                    .ioBuffer(Math.max(LEAST_BYTES, rest.readableBytes() * 2))
                    .writeBytes(rest);
        }
        rest.release();
    }

    /** Gives away what there is. */
    public ByteBuf take() {
        ByteBuf all = held == null ? Unpooled.EMPTY_BUFFER : held;
        held = null;
        return all;
    }

    /** Drops what there is. */
    public void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
