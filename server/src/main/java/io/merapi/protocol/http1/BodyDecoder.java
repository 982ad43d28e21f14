// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request (RFC 9112 section 6): runs of octets, whose lengths are one Content-Length or the sizes
 * of chunks.
 */
public final class BodyDecoder {
    private final @Nullable ChunkFraming chunks;
    private long remaining;
    private long received;
    private @Nullable ProtocolException refused;

    public BodyDecoder(RequestHead head) {
        this.chunks = head.chunked() ? new ChunkFraming() : null;
        this.remaining = Math.max(head.contentLength(), 0);
    }

    /** For a body of {@code length} octets. */
    public BodyDecoder(long length) {
        this.chunks = null;
        this.remaining = length;
    }

    /**
     * Takes body octets off {@code in}, and nothing that comes after the body. What it leaves must be there at the next
     * call, too.
     *
     * @return a retained slice that is not empty, or null when the body {@link #isComplete()} or more input is needed
     * @throws ProtocolException when the chunks are malformed; from then on at each call
     */
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

    /** Whether all of the body has been taken, of a chunked one with its last chunk and trailers. */
    public boolean isComplete() {
        return remaining == 0 && (chunks == null || chunks.isComplete());
    }

    /** How many body octets have been taken, without the framing. */
    public long received() {
        return received;
    }
}
