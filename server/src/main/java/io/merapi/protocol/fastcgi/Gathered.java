// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The octets of a stream, put together from as many parts as it comes in. Takes memory for what has come, never for
 * what is only announced.
 */
final class Gathered {
    private byte[] octets = {};
    private int size;

    /** Takes the next {@code length} octets of {@code in}. */
    void add(ByteBuf in, int length) {
        if (octets.length - size < length) {
            // nearly always all comes at once, and fits exactly
            octets = size == 0 ? new byte[length] : Arrays.copyOf(octets, Math.max(size + length, 2 * size));
        }
        in.readBytes(octets, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    /** The octets; only the first {@link #size} count. */
    byte[] octets() {
        return octets;
    }
}
