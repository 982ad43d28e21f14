// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Encodes what the front sends on a LINK connection. A request is written as its head, the variables (marshal str
 * pairs, appended by the caller), {@link #endVariables}, and the body or the file's path.
 */
public final class LinkEncoder {

    /** How the body of a request travels. */
    public enum BodyForm {
        INLINE(0),
        FILE(Frames.REQUEST_FILE),
        STREAM(Frames.REQUEST_STREAM);

        private final int flag;

        BodyForm(int flag) {
            this.flag = flag;
        }
    }

    private LinkEncoder() {}

    private static void header(ByteBuf out, int size, int kind, int flags, long seq) {
        out.writeIntLE(size);
        out.writeByte(kind);
        out.writeByte(flags);
        out.writeShortLE(0);
        out.writeLongLE(seq);
    }

    /**
     * Begins a request.
     *
     * @param variablesBytes how many octets of variables the caller will append
     * @param bodyBytes how many octets of body, or of the file's path, will follow the variables
     */
    public static void beginRequest(ByteBuf out, long seq, BodyForm form, int variablesBytes, int bodyBytes) {
        int dictBytes = variablesBytes + 2;
        out.ensureWritable(Frames.HEADER_BYTES + 4 + dictBytes);
        header(out, 4 + dictBytes + bodyBytes, Frames.REQUEST, form.flag, seq);
        out.writeIntLE(dictBytes);
        out.writeByte('{');
    }

    /** Closes the variables' dict. */
    public static void endVariables(ByteBuf out) {
        out.writeByte('0');
    }

    /** The octets of a path as a request carries it. */
    public static byte[] path(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    /** The header of a BODY frame; the caller writes {@code bodyBytes} octets behind it. */
    public static void bodyPart(ByteBuf out, long seq, int bodyBytes) {
        header(out, bodyBytes, Frames.BODY, 0, seq);
    }

    /** The end of a streamed body; {@code broken} when it came early. */
    public static void bodyEnd(ByteBuf out, long seq, boolean broken) {
        header(out, 0, Frames.BODY, broken ? Frames.BODY_BROKEN : Frames.BODY_LAST, seq);
    }
}
