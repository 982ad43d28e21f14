// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The numbers of the FastCGI specification, and how the parts of records are written. */
final class Records {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 8;
    static final int ID_AT = 2;
    static final int CONTENT_LENGTH_AT = 4;
    static final int FIXED_CONTENT_BYTES = 8;
    /** The most content a record can have that leaves the next one on a multiple of eight octets without padding. */
    static final int MOST_CONTENT_BYTES = 0xfff8;

    static final int BEGIN_REQUEST = 1;
    static final int ABORT_REQUEST = 2;
    static final int END_REQUEST = 3;
    static final int PARAMS = 4;
    static final int STDIN = 5;
    static final int STDOUT = 6;
    static final int STDERR = 7;
    static final int DATA = 8;
    static final int GET_VALUES = 9;
    static final int GET_VALUES_RESULT = 10;
    static final int UNKNOWN_TYPE = 11;

    /** The id of management records. */
    static final int NO_REQUEST = 0;

    static final int RESPONDER = 1;
    static final int KEEP_CONNECTION = 1;

    /** Lengths from here on take four octets. */
    private static final int MANY = 0x80;

    private static final int LONG_LENGTH = 0x8000_0000;

    private Records() {}

    static void header(ByteBuf out, int type, int id, int contentBytes) {
        out.writeByte(VERSION);
        out.writeByte(type);
        out.writeShort(id);
        out.writeShort(contentBytes);
        // neither padding nor the reserved octet
        out.writeZero(2);
    }

    /** All that is readable of {@code content} as records of a stream; the stream goes on after them. */
    static void stream(ByteBuf out, int type, int id, ByteBuf content) {
        while (content.isReadable()) {
            int length = Math.min(content.readableBytes(), MOST_CONTENT_BYTES);
            header(out, type, id, length);
            out.writeBytes(content, length);
        }
    }

    /** A name-value pair (section 3.4). */
    static void pair(ByteBuf out, String name, String value) {
        length(out, name.length());
        length(out, value.length());
        out.writeCharSequence(name, StandardCharsets.ISO_8859_1);
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    }

    private static void length(ByteBuf out, int length) {
        if (length < MANY) {
            out.writeByte(length);
        } else {
            out.writeInt(length | LONG_LENGTH);
        }
    }
}
