// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A request body in a file without a name, which lies in memory: memfd_create(2). Workers open it through the
 * descriptor's path. Writing does not block, and so happens on the event loop, from a buffer that is still in the
 * cache.
 *
 * <p>The memory stays with the file when it is used again, for getting and clearing it costs more than filling it; but
 * never more of it than the body it holds, lest one request see what another one sent.
 */
final class MemoryFile implements BodyStore {
    private final MemoryFiles home;
    private final FileDescriptor descriptor;
    private final FileChannel channel;
    private final Path path;
    private final MappedMemory mapped;
    private long capacity;
    private long most;
    private long length;
    private boolean stored;
    private @Nullable Exception failure;
    private long idleSince;

    /** Takes the descriptor over. */
    MemoryFile(MemoryFiles home, int descriptor) throws IOException {
        this.home = home;
        this.descriptor = new FileDescriptor(descriptor);
        this.path = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
        try {
            // Java writes at a position through a channel alone, and has none for a bare descriptor
            this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            this.descriptor.close();
            throw e;
        }
        this.mapped = new MappedMemory(channel, MemoryFiles.LARGEST_BYTES);
    }

    /** How much memory has been granted to it. */
    long capacity() {
        return capacity;
    }

    /** When it was given back, on the clock of whoever keeps it. */
    long idleSince() {
        return idleSince;
    }

    void idleSince(long nanos) {
        idleSince = nanos;
    }

    /** Begins a new body of at most so many octets. */
    void begin(long most) {
        capacity = Math.max(capacity, most);
        this.most = most;
        length = 0;
        stored = false;
    }

    @Override
    public @Nullable ByteBuf room() {
        if (failure != null || length >= most) {
            return null;
        }
        try {
            return mapped.room(length, most);
        } catch (IOException e) {
            // written, they fail for good, or do not
            return null;
        }
    }

    @Override
    public void write(ByteBuf piece) {
        try {
            if (mapped.holds(piece, length)) {
                length += piece.readableBytes();
                return;
            }
            while (failure == null && piece.isReadable()) {
                length += piece.readBytes(channel, length, piece.readableBytes());
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            piece.release();
        }
    }

    @Override
    public void finish() {
        if (stored || failure != null) {
            return;
        }
        try {
            channel.truncate(length);
            home.freed(capacity - length);
            capacity = length;
            stored = true;
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean isStored() {
        return stored;
    }

    @Override
    public @Nullable Exception failure() {
        return failure;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public void discard(boolean unread) {
        home.giveBack(this, unread && stored);
    }

    void close() {
        try {
            mapped.close();
            channel.close();
            descriptor.close();
        } catch (IOException e) {
            System.getLogger("io.merapi.transport")
                    .log(System.Logger.Level.WARNING, "cannot close a file in memory", e);
        }
    }
}
