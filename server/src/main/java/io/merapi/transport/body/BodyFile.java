// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A request body on its way into a temporary file. Fed on an event loop, written by a file executor:
 *
 * <pre>
 *   loop       write -> waiting --+                    +--> progressed
 *                                 | one batch at a time |
 *   executor                      +--> open, write -----+
 * </pre>
 *
 * There is never more than one batch on the executor, so the channel needs no lock: each hand-over is a happens-before.
 * All methods are for the event loop.
 */
public final class BodyFile implements BodyStore {
    /** With this much unwritten no more is taken from the client. */
    private static final int FULL_BYTES = 512 * 1024;
    /** Smaller pieces are joined, lest each of them hold on to the buffer it was read into. */
    private static final int SMALL_BYTES = 4 * 1024;

    private static final int JOINED_BYTES = 32 * 1024;

    private final BodyDirectory directory;
    private final EventExecutor loop;
    private final Executor executor;
    private final Runnable progressed;
    private List<ByteBuf> waiting = new ArrayList<>();
    /** The last one waiting, when small pieces are being joined in it. */
    private @Nullable ByteBuf joined;

    private int unwritten;
    private long length;
    private boolean full;
    private boolean batchRunning;
    private boolean finished;
    private boolean stored;
    private boolean discarded;
    private @Nullable Exception failure;
    private @Nullable Path path;
    private @Nullable FileChannel channel;

    /**
     * A file that is made when the first octets are written.
     *
     * @param progressed called on the loop whenever a batch has been written, or could not be
     */
    public BodyFile(BodyDirectory directory, EventExecutor loop, Executor executor, Runnable progressed) {
        this.directory = directory;
        this.loop = loop;
        this.executor = executor;
        this.progressed = progressed;
    }

    @Override
    public void write(ByteBuf piece) {
        int size = piece.readableBytes();
        length += size;
        unwritten += size;
        full = full || unwritten >= FULL_BYTES;
        if (size < SMALL_BYTES) {
            join(piece);
        } else {
            waiting.add(piece);
            joined = null;
        }
        runBatch();
    }

    private void join(ByteBuf piece) {
        if (joined == null || joined.maxWritableBytes() < piece.readableBytes()) {
            joined = piece.alloc().ioBuffer(SMALL_BYTES, JOINED_BYTES);
            waiting.add(joined);
        }
        joined.writeBytes(piece);
        piece.release();
    }

    /** The file is closed once it is stored. */
    @Override
    public void finish() {
        if (!finished) {
            finished = true;
            runBatch();
        }
    }

    @Override
    public boolean isFull() {
        return full;
    }

    /** Whether everything is in the file and the file is closed. */
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
        if (path == null) {
            throw new IllegalStateException("nothing has been stored");
        }
        return path;
    }

    /** Deletes the file; who reads it goes on. */
    @Override
    public void discard(boolean unread) {
        if (discarded) {
            return;
        }
        discarded = true;
        waiting.forEach(ByteBuf::release);
        waiting = List.of();
        if (!batchRunning) {
            executor.execute(this::remove);
        }
    }

    private void runBatch() {
        if (batchRunning || discarded || failure != null || stored) {
            return;
        }
        if (waiting.isEmpty() && !finished) {
            return;
        }
        List<ByteBuf> batch = waiting;
        boolean last = finished;
        waiting = new ArrayList<>();
        joined = null;
        batchRunning = true;
        executor.execute(() -> store(batch, last));
    }

    // ---- on the executor

    private void store(List<ByteBuf> batch, boolean last) {
        int written = 0;
        Exception failed = null;
        try {
            FileChannel to = open();
            for (ByteBuf piece : batch) {
                written += writeAll(to, piece);
            }
            if (last) {
                to.close();
            }
        } catch (IOException | RuntimeException e) {
            failed = e;
        } finally {
            batch.forEach(ByteBuf::release);
        }
        report(written, last, failed);
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            path = directory.newFile();
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        }
        return channel;
    }

    private static int writeAll(FileChannel to, ByteBuf piece) throws IOException {
        int size = piece.readableBytes();
        while (piece.isReadable()) {
            piece.readBytes(to, piece.readableBytes());
        }
        return size;
    }

    private void report(int written, boolean last, @Nullable Exception failed) {
        try {
            loop.execute(() -> batchDone(written, last, failed));
        } catch (RejectedExecutionException e) {
            // the loop has been stopped: nobody will ask for the file, nor delete it
            remove();
        }
    }

    private void remove() {
        try {
            if (channel != null) {
                channel.close();
            }
            if (path != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger("io.merapi.transport")
                    .log(System.Logger.Level.WARNING, "cannot delete the request body's file " + path, e);
        }
    }

    // ---- on the loop again

    private void batchDone(int written, boolean last, @Nullable Exception failed) {
        batchRunning = false;
        if (discarded) {
            executor.execute(this::remove);
            return;
        }
        unwritten -= written;
        full = full && unwritten > FULL_BYTES / 2;
        failure = failed;
        stored = last && failed == null;
        runBatch();
        progressed.run();
    }
}
