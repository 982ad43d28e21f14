// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what a worker sends on a LINK connection.
 *
 * <p>The body octets of a HEAD or DATA frame are passed on as they come, not gathered: a frame of a megabyte becomes as
 * many {@link LinkEvent.Part} as there were reads, and only the last of them carries the frame's end.
 */
public final class LinkDecoder {
    private static final int HEAD_FIXED_BYTES = 20;
    private static final int DATA_FIXED_BYTES = 4;
    private static final int FILE_BYTES = 28;
    private static final int FAIL_BYTES = 4;

    /** Octets still to come of the frame that is being passed on. */
    private int bodyLeft;

    private long bodySeq;
    private LinkEvent.End bodyEnd = LinkEvent.End.NOT_YET;

    /**
     * The next event, or null when more octets are needed.
     *
     * @throws ProtocolException with a {@link LinkViolation}; the decoder is of no use after it
     */
    public @Nullable LinkEvent decode(ByteBuf in) {
        if (bodyLeft > 0) {
            return in.isReadable() ? bodyPart(in) : null;
        }
        if (in.readableBytes() < Frames.HEADER_BYTES) {
            return null;
        }
        int at = in.readerIndex();
        int size = in.getIntLE(at);
        if (size < 0 || size > Frames.MAX_PAYLOAD_BYTES) {
            throw new ProtocolException(LinkViolation.TOO_LARGE);
        }
        return switch (in.getByte(at + 4)) {
            case Frames.HEAD -> head(in, at, size);
            case Frames.DATA -> data(in, at, size);
            case Frames.FILE -> file(in, at, size);
            case Frames.FAIL -> fail(in, at, size);
            case Frames.SKIPPED -> skipped(in, at, size);
            default -> throw new ProtocolException(LinkViolation.UNKNOWN_KIND);
        };
    }

    private LinkEvent bodyPart(ByteBuf in) {
        int length = Math.min(bodyLeft, in.readableBytes());
        bodyLeft -= length;
        return new LinkEvent.Part(bodySeq, in.readRetainedSlice(length), endSoFar());
    }

    private @Nullable LinkEvent head(ByteBuf in, int at, int size) {
        require(size, HEAD_FIXED_BYTES, Integer.MAX_VALUE);
        int fixed = at + Frames.HEADER_BYTES;
        if (in.writerIndex() - fixed < HEAD_FIXED_BYTES) {
            return null;
        }
        int reasonLength = in.getUnsignedShortLE(fixed + 14);
        int fieldsLength = in.getIntLE(fixed + 16);
        long before = (long) HEAD_FIXED_BYTES + reasonLength + fieldsLength;
        if (fieldsLength < 0 || before > size) {
            throw new ProtocolException(LinkViolation.WRONG_SIZE);
        }
        int status = in.getUnsignedShortLE(at + 6);
        if (status < 100 || status > 999 || in.getLongLE(fixed) < -1) {
            throw new ProtocolException(LinkViolation.BAD_VALUE);
        }
        if (in.writerIndex() - fixed < before) {
            return null;
        }
        in.readerIndex(fixed + HEAD_FIXED_BYTES);
        String reason = reasonLength == 0
                ? ""
                : in.readCharSequence(reasonLength, StandardCharsets.ISO_8859_1).toString();
        byte[] fields = new byte[fieldsLength];
        in.readBytes(fields);
        int length = startBody(in, at, size - (int) before, fixed + 8);
        return new LinkEvent.Head(
                bodySeq,
                status,
                reason,
                fields,
                in.getUnsignedShortLE(fixed + 12),
                in.getLongLE(fixed),
                (in.getByte(at + 5) & Frames.ANSWER_HAS_DATE) != 0,
                in.readRetainedSlice(length),
                endSoFar());
    }

    private @Nullable LinkEvent data(ByteBuf in, int at, int size) {
        require(size, DATA_FIXED_BYTES, Integer.MAX_VALUE);
        int fixed = at + Frames.HEADER_BYTES;
        if (in.writerIndex() - fixed < DATA_FIXED_BYTES) {
            return null;
        }
        in.readerIndex(fixed + DATA_FIXED_BYTES);
        int length = startBody(in, at, size - DATA_FIXED_BYTES, fixed);
        return new LinkEvent.Part(bodySeq, in.readRetainedSlice(length), endSoFar());
    }

    /**
     * Notes the frame whose body begins at the reader index, and how much of it is to come; returns how much is there.
     */
    private int startBody(ByteBuf in, int at, int bodyBytes, int microsAt) {
        int length = Math.min(bodyBytes, in.readableBytes());
        bodyLeft = bodyBytes - length;
        bodySeq = in.getLongLE(at + 8);
        bodyEnd = end(in, at, microsAt);
        return length;
    }

    private LinkEvent.End endSoFar() {
        return bodyLeft == 0 ? bodyEnd : LinkEvent.End.NOT_YET;
    }

    private static LinkEvent.End end(ByteBuf in, int at, int microsAt) {
        boolean last = (in.getByte(at + 5) & Frames.ANSWER_LAST) != 0;
        return last ? new LinkEvent.End(true, in.getUnsignedIntLE(microsAt)) : LinkEvent.End.NOT_YET;
    }

    private static @Nullable LinkEvent file(ByteBuf in, int at, int size) {
        require(size, FILE_BYTES, FILE_BYTES);
        if (in.readableBytes() < Frames.HEADER_BYTES + FILE_BYTES) {
            return null;
        }
        int fixed = at + Frames.HEADER_BYTES;
        long offset = in.getLongLE(fixed + 4);
        long length = in.getLongLE(fixed + 12);
        if (offset < 0 || length < 0) {
            throw new ProtocolException(LinkViolation.BAD_VALUE);
        }
        in.skipBytes(Frames.HEADER_BYTES + FILE_BYTES);
        return new LinkEvent.File(in.getLongLE(at + 8), offset, length, in.getLongLE(fixed + 20), end(in, at, fixed));
    }

    private static @Nullable LinkEvent fail(ByteBuf in, int at, int size) {
        require(size, FAIL_BYTES, FAIL_BYTES);
        if (in.readableBytes() < Frames.HEADER_BYTES + FAIL_BYTES) {
            return null;
        }
        LinkEvent.Cause cause = cause(in.getUnsignedShortLE(at + 6));
        in.skipBytes(Frames.HEADER_BYTES + FAIL_BYTES);
        return new LinkEvent.Fail(in.getLongLE(at + 8), cause, in.getUnsignedIntLE(at + Frames.HEADER_BYTES));
    }

    private static LinkEvent.Cause cause(int number) {
        return switch (number) {
            case Frames.CAUSE_NO_APPLICATION -> LinkEvent.Cause.NO_APPLICATION;
            case Frames.CAUSE_FATAL -> LinkEvent.Cause.FATAL;
            default -> LinkEvent.Cause.RAISED;
        };
    }

    private static LinkEvent skipped(ByteBuf in, int at, int size) {
        require(size, 0, 0);
        in.skipBytes(Frames.HEADER_BYTES);
        return new LinkEvent.Skipped(in.getLongLE(at + 8));
    }

    private static void require(int size, int least, int most) {
        if (size < least || size > most) {
            throw new ProtocolException(LinkViolation.WRONG_SIZE);
        }
    }
}
