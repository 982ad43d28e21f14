// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import io.merapi.protocol.http1.ResponseEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Small parts of a body, joined until the next flush: an application that yields two hundred of them in one turn of the
 * event loop costs a few buffers and chunks, not two hundred.
 */
public final class JoinedParts {
    /** Copying up to this much is cheaper than a buffer of its own in the system call. */
    public static final int MOST_BYTES = 16 * 1024;

    private static final int FRAMING_BYTES = 20;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf joined;
    private boolean chunk;

    public JoinedParts(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    public boolean hasRoomFor(ByteBuf part) {
        return joined == null || joined.readableBytes() + part.readableBytes() <= MOST_BYTES;
    }

    /**
     * Copies a part to the end; owns it. There must be room.
     *
     * @param chunked whether the body is sent in chunks
     */
    public void add(ByteBuf part, boolean chunked) {
        ByteBuf to = joined;
        if (to == null) {
            to = allocator.ioBuffer(part.readableBytes() + FRAMING_BYTES);
            chunk = chunked;
            if (chunked) {
                ResponseEncoder.chunkRoom(to);
            }
            joined = to;
        }
        to.writeBytes(part);
        part.release();
    }

    /** Gives away what there is, as one chunk where the body is chunked; null when there is nothing. */
    @Nullable
    public ByteBuf take() {
        ByteBuf whole = joined;
        joined = null;
        if (whole != null && chunk) {
            ResponseEncoder.chunkSize(whole);
        }
        return whole;
    }

    /** Drops what there is. */
    public void release() {
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }
}
