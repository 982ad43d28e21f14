// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.protocol.marshal.MarshalWriter;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes what the front sends to a zygote, and its answer to a FILES connection. */
public final class ControlEncoder {
    private ControlEncoder() {}

    private static void header(ByteBuf out, int size, int kind, int aux) {
        out.writeIntLE(size);
        out.writeByte(kind);
        out.writeByte(0);
        out.writeShortLE(aux);
        out.writeLongLE(0);
    }

    /** CONFIG; the keys are those of docs/workerlink.md. */
    public static void config(ByteBuf out, Map<String, @Nullable Object> config) {
        int at = out.writerIndex();
        header(out, 0, Frames.CONFIG, 0);
        MarshalWriter.write(out, config);
        out.setIntLE(at, out.writerIndex() - at - Frames.HEADER_BYTES);
    }

    public static void spawn(ByteBuf out, int worker, int seat) {
        header(out, 8, Frames.SPAWN, 0);
        out.writeIntLE(worker);
        out.writeIntLE(seat);
    }

    /** Has the zygote send a signal to the worker in that seat, if there still is one. */
    public static void signal(ByteBuf out, int seat, int signal) {
        header(out, 8, Frames.SIGNAL, 0);
        out.writeIntLE(seat);
        out.writeIntLE(signal);
    }

    public static void stop(ByteBuf out) {
        header(out, 0, Frames.STOP, 0);
    }

    /** Tells a worker that its FILES connection takes descriptors now. */
    public static void filesReady(ByteBuf out) {
        header(out, 0, Frames.HELLO, Frames.ROLE_FILES);
    }
}
