// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request (RFC 9112 section 6): runs of octets, whose lengths are one Content-Length or the sizes
 * of chunks.
 */
public final class BodyDecoder implements BodyReader {
    private final @Nullable ChunkFraming chunks;
    private long remaining;
    private long received;
    private @Nullable ProtocolException refused;

    public BodyDecoder(RequestHead head) {
        this(head.chunked() ? new ChunkFraming() : null, Math.max(head.contentLength(), 0));
    }

    /** For a body of {@code length} octets. */
    public BodyDecoder(long length) {
        this(null, length);
    }

    private BodyDecoder(@Nullable ChunkFraming chunks, long remaining) {
        this.chunks = chunks;
        this.remaining = remaining;
    }

    /** For a body in chunks. */
    public static BodyDecoder chunked() {
        return new BodyDecoder(new ChunkFraming(), 0);
    }

    @Override
    public @Nullable ByteBuf decode(ByteBuf in) {
        if (refused != null) {
            throw refused;
        }
        if (remaining == 0 && chunks != null) {
            try {
                remaining = chunks.nextSize(in);
            } catch (ProtocolException e) {
                refused = e;
                throw e;
            }
        }
        int length = (int) Math.min(remaining, in.readableBytes());
        if (length == 0) {
            return null;
        }
        remaining -= length;
        received += length;
        return in.readRetainedSlice(length);
    }

    @Override
    public boolean isComplete() {
        return remaining == 0 && (chunks == null || chunks.isComplete());
    }

    @Override
    public long received() {
        return received;
    }
}
