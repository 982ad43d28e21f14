// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * Where records begin and end (section 3.3).
 *
 * <pre>
 *  octet 0   1      2    4               6               7          8
 *       +---+------+----+---------------+---------------+----------+---------+---------+
 *       | 1 | type | id | contentLength | paddingLength | reserved | content | padding |
 *       +---+------+----+---------------+---------------+----------+---------+---------+
 * </pre>
 */
final class RecordFraming {
    private int type;
    private int id;
    private int contentLeft;
    private int paddingLeft;

    /**
     * Reads the header of the next record, once that is there; a record whose content is of fixed length is waited for
     * as a whole. The content of the one before has been taken.
     */
    boolean next(ByteBuf in) {
        int padding = Math.min(paddingLeft, in.readableBytes());
        in.skipBytes(padding);
        paddingLeft -= padding;
        if (!isNextThere(in)) {
            return false;
        }
        if (in.readByte() != Records.VERSION) {
            throw new ProtocolException(FastCgiViolation.VERSION_UNKNOWN);
        }
        type = in.readUnsignedByte();
        id = in.readUnsignedShort();
        contentLeft = in.readUnsignedShort();
        paddingLeft = in.readUnsignedByte();
        in.skipBytes(1);
        return true;
    }

    private static boolean isNextThere(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < Records.HEADER_BYTES) {
            return false;
        }
        int type = in.getUnsignedByte(in.readerIndex() + 1);
        boolean fixed = type == Records.BEGIN_REQUEST || type == Records.END_REQUEST || type == Records.UNKNOWN_TYPE;
        return !fixed || readable >= Records.HEADER_BYTES + Records.FIXED_CONTENT_BYTES;
    }

    int type() {
        return type;
    }

    int id() {
        return id;
    }

    /** Octets of content that have not been taken yet. */
    int contentLeft() {
        return contentLeft;
    }

    /** How much of the content there is; it counts as taken, and the caller does take it. */
    int take(ByteBuf in) {
        int length = Math.min(contentLeft, in.readableBytes());
        contentLeft -= length;
        return length;
    }

    /** Takes the content of fixed length that the record must have; the caller does take it. */
    void takeFixed() {
        require(Records.FIXED_CONTENT_BYTES);
        contentLeft = 0;
    }

    /** Makes sure of the content's length. */
    void require(int bytes) {
        if (contentLeft != bytes) {
            throw new ProtocolException(FastCgiViolation.CONTENT_LENGTH_WRONG);
        }
    }
}
