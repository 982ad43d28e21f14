// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a file in memory as addresses of this process, so that a socket can be read straight into it. Mapped
 * when first asked for, and as often as the file is used again: the pages stay.
 */
final class MappedMemory {
    /** Of a body that are received at once. */
    private static final int ROOM_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final long most;
    private @Nullable Arena arena;
    private MemorySegment memory = MemorySegment.NULL;

    /** Maps nothing yet; {@code most} octets at a time. */
    MappedMemory(FileChannel channel, long most) {
        this.channel = channel;
        this.most = most;
    }

    /** Where the octets from {@code start} to {@code end} belong, or the first of them. */
    ByteBuf room(long start, long end) throws IOException {
        if (arena == null) {
            map();
        }
        if (channel.size() < end) {
            channel.write(ByteBuffer.allocate(1), end - 1);
        }
        long length = Math.min(ROOM_BYTES, end - start);
        return Unpooled.wrappedBuffer(memory.asSlice(start, length).asByteBuffer())
                .clear();
    }

    private void map() throws IOException {
        Arena opened = Arena.ofShared();
        long size = channel.size();
        try {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, most, opened);
            arena = opened;
        } finally {
            if (arena == null) {
                opened.close();
            }
            // mapping has grown the file, though no memory has been used
            channel.truncate(size);
        }
    }

    /** Whether those octets lie at {@code start} already. */
    boolean holds(ByteBuf octets, long start) {
        return arena != null
                && octets.hasMemoryAddress()
                && octets.memoryAddress() + octets.readerIndex() == memory.address() + start;
    }

    /** Gives the addresses up. */
    void close() {
        if (arena != null) {
            arena.close();
            arena = null;
        }
    }
}
