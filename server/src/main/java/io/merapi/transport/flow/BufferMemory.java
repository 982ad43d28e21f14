// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.function.LongSupplier;

/**
 * Whether the memory of buffers runs short, of which the JVM gives no more than it may have of heap. Each connection
 * keeps to a bound of its own, but the bounds of all of them are more than there is. When half of it is used, new
 * bodies go to files from their first octet on, and an answer is taken from its worker no faster than the client takes
 * it.
 *
 * <p>Of one event loop.
 */
public final class BufferMemory {
    /** How often the allocator is asked, for it has to count: once in so many questions. */
    private static final int EVERY = 64;

    private final LongSupplier used;
    private final long most;
    private int questions;
    private boolean tight;

    /**
     * Watches a memory.
     *
     * @param used how many octets of it are in use
     * @param most how many may be before it runs short
     */
    public BufferMemory(LongSupplier used, long most) {
        this.used = used;
        this.most = most;
    }

    /** The memory that channels have their buffers from. */
    public static BufferMemory ofChannels() {
        LongSupplier used = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider counting
                ? counting.metric()::usedDirectMemory
                : () -> 0;
        return new BufferMemory(used, Runtime.getRuntime().maxMemory() / 2);
    }

    /** Whether it runs short, as of a moment ago. */
    public boolean isTight() {
        questions++;
        if (questions >= EVERY) {
            look();
        }
        return tight;
    }

    /** Asks the allocator. */
    public void look() {
        questions = 0;
        tight = used.getAsLong() > most;
    }
}
