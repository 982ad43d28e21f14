// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.directory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory shared with the workers of one generation: what must be known about a worker without asking it, and told to it
 * while it runs an application (docs/workerlink.md, "The scoreboard"). A slot of 64 octets, a cache line, per link.
 */
public final class Scoreboard {
    private static final int SLOT_BYTES = 64;
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final long STARTED = 0;
    private static final long REVOKED = 8;
    private static final long ABANDONED = 16;
    private static final long SERVED = 24;
    private static final long IDENT = 32;
    private static final long NATIVE = 40;

    private final Path path;
    /** Unmapped when nobody holds it any more: a late message from another loop may still ask. */
    private final Arena arena = Arena.ofAuto();

    private final MemorySegment words;

    /**
     * Makes the file and maps it. It is written in full first: a hole in a mapped file on a full disk would be a SIGBUS
     * later.
     */
    public Scoreboard(Path path, int slots) throws IOException {
        this.path = path;
        long size = (long) slots * SLOT_BYTES;
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate((int) size);
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
            words = file.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
        }
    }

    public int slots() {
        return (int) (words.byteSize() / SLOT_BYTES);
    }

    public Path path() {
        return path;
    }

    /** Sequence number of the request that the link's worker has started most recently; 0 before the first. */
    public long started(int slot) {
        return get(slot, STARTED);
    }

    /** Takes back every request of the link from {@code seq} on that is not started; 0 ends that. */
    public void revoke(int slot, long seq) {
        set(slot, REVOKED, seq);
    }

    /** The client of the running request {@code seq} has gone. */
    public void abandon(int slot, long seq) {
        set(slot, ABANDONED, seq);
    }

    /** How many requests the link's worker has finished. */
    public long served(int slot) {
        return get(slot, SERVED);
    }

    /** What Python calls the link's thread ({@code threading.get_ident}); 0 before it runs. */
    public long ident(int slot) {
        return get(slot, IDENT);
    }

    /** What the kernel calls the link's thread; 0 before it runs, and where Python does not tell. */
    public long nativeId(int slot) {
        return get(slot, NATIVE);
    }

    /** Makes the slot as new, for a new worker. */
    public void clear(int slot) {
        set(slot, STARTED, 0);
        set(slot, REVOKED, 0);
        set(slot, ABANDONED, 0);
        set(slot, SERVED, 0);
        set(slot, IDENT, 0);
        set(slot, NATIVE, 0);
    }

    private long get(int slot, long word) {
        return (long) WORD.getVolatile(words, (long) slot * SLOT_BYTES + word);
    }

    private void set(int slot, long word, long value) {
        WORD.setVolatile(words, (long) slot * SLOT_BYTES + word, value);
    }

    /** Removes the file; the memory stays as long as it is used. */
    public void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.getLogger("merapi.worker").log(System.Logger.Level.DEBUG, "removing the scoreboard " + path, e);
        }
    }
}
