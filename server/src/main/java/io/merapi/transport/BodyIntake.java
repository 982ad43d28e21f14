// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.RequestBody;
import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.merapi.transport.body.BodyStore;
import io.merapi.transport.body.FileUse;
import io.netty.buffer.ByteBuf;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of one request before its handler gets it: in memory, and from {@link BodyLimits#memoryBytes()} on
 * in a file.
 */
final class BodyIntake {
    private static final int FIRST_BYTES = 4 * 1024;

    private final BodyReader reader;
    private final BodyLimits limits;
    private final long announced;
    private final LongFunction<BodyStore> files;
    private final LoopConnections home;
    private @Nullable ByteBuf memory;
    private @Nullable BodyStore file;
    private @Nullable FileUse use;

    /**
     * Starts taking in.
     *
     * @param files makes the file when one is needed, for a body of that length, or of an unknown one (-1)
     * @param home the connection's
     */
    BodyIntake(Incoming head, BodyLimits limits, LongFunction<BodyStore> files, LoopConnections home) {
        this.reader = head.bodyReader();
        this.limits = limits;
        this.announced = head.contentLength();
        this.files = files;
        this.home = home;
    }

    /**
     * Takes what belongs to the body and can be stored off {@code in}.
     *
     * @throws ProtocolException when the body is malformed or too large
     */
    void take(ByteBuf in) {
        while (!isFull()) {
            ByteBuf piece = reader.decode(in);
            if (piece == null) {
                break;
            }
            if (limits.isExceededBy(reader.received())) {
                piece.release();
                throw new ProtocolException(TransportViolation.BODY_TOO_LARGE);
            }
            store(piece);
        }
        if (reader.isComplete() && file != null) {
            file.finish();
        }
    }

    /** Where what comes next of the body is best received, if that matters. */
    @Nullable
    ByteBuf room() {
        return file == null ? null : file.room();
    }

    private void store(ByteBuf piece) {
        if (file == null && isTooLargeForMemory()) {
            file = files.apply(announced);
            if (memory != null) {
                file.write(memory);
                memory = null;
            }
        }
        if (file != null) {
            file.write(piece);
        } else if (memory == null && reader.isComplete()) {
            memory = piece;
        } else {
            keep(piece);
        }
    }

    private boolean isTooLargeForMemory() {
        long size = Math.max(reader.received(), announced);
        return size > limits.memoryBytes()
                || (size > FIRST_BYTES && home.bufferMemory().isTight());
    }

    /** Copies, so that a body that comes in small pieces does not hold on to all the buffers they were read into. */
    private void keep(ByteBuf piece) {
        int size = piece.readableBytes();
        if (memory == null) {
            int capacity = Math.max(size, (int) Math.min(announced, FIRST_BYTES));
            memory = piece.alloc().ioBuffer(capacity);
        }
        memory.writeBytes(piece);
        piece.release();
    }

    /** Whether the client should be held back until the file has caught up. */
    boolean isFull() {
        return file != null && file.isFull();
    }

    /** Whether all of it has been received, be it stored or not. */
    boolean isComplete() {
        return reader.isComplete();
    }

    /** Whether all of it has been received and stored. */
    boolean isReady() {
        return reader.isComplete() && (file == null || file.isStored());
    }

    /** Why it could not be stored, or null. */
    @Nullable
    Exception failure() {
        return file == null ? null : file.failure();
    }

    long received() {
        return reader.received();
    }

    /**
     * The body, once it is ready; asked for once. It is there until {@link #release}, and a file as long as it is used.
     */
    RequestBody body() {
        if (file != null) {
            use = new FileUse(file, home.loop());
            return new RequestBody.InFile(file.path(), file.length(), use);
        }
        return memory == null ? RequestBody.EMPTY : new RequestBody.InMemory(memory);
    }

    /**
     * Gives up the memory or the file.
     *
     * @param unread whether nobody reads it any more once nobody uses it
     */
    void release(boolean unread) {
        if (memory != null) {
            memory.release();
            memory = null;
        }
        if (use != null) {
            use.end(unread);
        } else if (file != null) {
            file.discard(unread);
        }
    }
}
