// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory in which one event loop keeps request bodies that are too large for a buffer and not too large for this:
 * so much in all and no more, given back some seconds after it was last used.
 */
public final class MemoryFiles {
    /** A larger body goes to the disk whatever is free. */
    static final long LARGEST_BYTES = 8L * 1024 * 1024;

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long most;
    private final LongSupplier clock;
    private final Source source;
    /** The one used last is at the front: its memory is warm. */
    private final ArrayDeque<MemoryFile> idle = new ArrayDeque<>();

    private long held;

    /** Where files come from. */
    @FunctionalInterface
    public interface Source {
        /** Makes an empty file in memory; returns its descriptor, owned by the caller, or -1 where there is none. */
        int create();
    }

    /**
     * Keeps at most so many octets.
     *
     * @param clock monotonic nanoseconds
     */
    public MemoryFiles(long most, LongSupplier clock, Source source) {
        this.most = most;
        this.clock = clock;
        this.source = source;
    }

    /** A file for a body of that length, or null where there is no memory for it. */
    public @Nullable BodyStore take(long length) {
        MemoryFile kept = idle.peekFirst();
        long more = kept == null ? length : Math.max(0, length - kept.capacity());
        while (held + more > most && idle.size() > 1) {
            drop(idle.removeLast());
        }
        if (length > LARGEST_BYTES || held + more > most) {
            return null;
        }
        MemoryFile file = kept == null ? create() : idle.removeFirst();
        if (file != null) {
            held += more;
            file.begin(length);
        }
        return file;
    }

    private @Nullable MemoryFile create() {
        int descriptor = source.create();
        try {
            return descriptor < 0 ? null : new MemoryFile(this, descriptor);
        } catch (IOException e) {
            // no /proc, or no more descriptors: the disk will do
            return null;
        }
    }

    /** A file has become smaller by so much. */
    void freed(long bytes) {
        held -= bytes;
    }

    /** How much memory there is in files, used or kept. */
    public long held() {
        return held;
    }

    void giveBack(MemoryFile file, boolean reusable) {
        if (reusable) {
            file.idleSince(clock.getAsLong());
            idle.addFirst(file);
        } else {
            drop(file);
        }
    }

    /** Gives memory back that has not been used for some time. */
    public void tick() {
        long now = clock.getAsLong();
        MemoryFile oldest = idle.peekLast();
        while (oldest != null && now - oldest.idleSince() > KEPT_NANOS) {
            idle.removeLast();
            drop(oldest);
            oldest = idle.peekLast();
        }
    }

    private void drop(MemoryFile file) {
        held -= file.capacity();
        file.close();
    }
}
