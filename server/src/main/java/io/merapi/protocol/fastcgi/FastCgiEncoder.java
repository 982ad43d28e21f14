// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Encodes what a responder sends. Nothing is padded: padding is for the reader's convenience (section 3.3), and no web
 * server reads by words what comes over a socket. Long content is cut where the next record is aligned anyway.
 */
public final class FastCgiEncoder {
    /** Octets of a record's header. */
    public static final int HEADER_BYTES = Records.HEADER_BYTES;

    /** The most octets to put into one record. */
    public static final int MOST_CONTENT_BYTES = Records.MOST_CONTENT_BYTES;

    /** Octets that {@link #complete} writes. */
    public static final int COMPLETE_BYTES = 2 * Records.HEADER_BYTES + Records.FIXED_CONTENT_BYTES;

    private FastCgiEncoder() {}

    /**
     * The header of one STDOUT record; the caller writes the content behind it.
     *
     * @param contentBytes from 1 to {@link #MOST_CONTENT_BYTES}: an empty record is the end of the stream
     */
    public static void stdoutHeader(ByteBuf out, int id, int contentBytes) {
        assert contentBytes > 0 && contentBytes <= Records.MOST_CONTENT_BYTES;
        Records.header(out, Records.STDOUT, id, contentBytes);
    }

    /**
     * Begins an STDOUT record whose length is not known yet: the caller writes the content, as long as it may be, and
     * calls {@link #endStdout}.
     *
     * @return where the record begins
     */
    public static int beginStdout(ByteBuf out, int id) {
        int start = out.writerIndex();
        Records.header(out, Records.STDOUT, id, 0);
        return start;
    }

    /** Ends the record that begins at {@code start}; makes several of it where it has become too long for one. */
    public static void endStdout(ByteBuf out, int start) {
        int content = start + Records.HEADER_BYTES;
        int length = out.writerIndex() - content;
        if (length == 0) {
            // would be the end of the stream
            out.writerIndex(start);
            return;
        }
        int first = Math.min(length, Records.MOST_CONTENT_BYTES);
        out.setShort(start + Records.CONTENT_LENGTH_AT, first);
        if (first < length) {
            ByteBuf rest = out.copy(content + first, length - first);
            out.writerIndex(content + first);
            Records.stream(out, Records.STDOUT, out.getUnsignedShort(start + Records.ID_AT), rest);
            rest.release();
        }
    }

    /** All that is readable of {@code content}, as messages for the web server's error log; copies it. */
    public static void stderr(ByteBuf out, int id, ByteBuf content) {
        Records.stream(out, Records.STDERR, id, content);
    }

    /** The answer is complete: the end of STDOUT, and of the request. */
    public static void complete(ByteBuf out, int id, int applicationStatus) {
        Records.header(out, Records.STDOUT, id, 0);
        end(out, id, applicationStatus, ProtocolStatus.REQUEST_COMPLETE);
    }

    /** The end of a request that has no answer: rejected, or aborted. */
    public static void end(ByteBuf out, int id, int applicationStatus, ProtocolStatus status) {
        Records.header(out, Records.END_REQUEST, id, Records.FIXED_CONTENT_BYTES);
        out.writeInt(applicationStatus);
        out.writeByte(status.number());
        out.writeZero(3);
    }

    /**
     * Answers a query.
     *
     * @param connections how many connections at a time are served
     * @param requests how many requests at a time are served
     */
    public static void values(ByteBuf out, Set<Capacity> asked, int connections, int requests) {
        int start = out.writerIndex();
        Records.header(out, Records.GET_VALUES_RESULT, Records.NO_REQUEST, 0);
        for (Capacity capacity : asked) {
            int value = switch (capacity) {
                case FCGI_MAX_CONNS -> connections;
                case FCGI_MAX_REQS -> requests;
                case FCGI_MPXS_CONNS -> 1;
            };
            Records.pair(out, capacity.name(), Integer.toString(value));
        }
        out.setShort(start + Records.CONTENT_LENGTH_AT, out.writerIndex() - start - Records.HEADER_BYTES);
    }

    /** Answers a management record of unknown type. */
    public static void unknownType(ByteBuf out, int type) {
        Records.header(out, Records.UNKNOWN_TYPE, Records.NO_REQUEST, Records.FIXED_CONTENT_BYTES);
        out.writeByte(type);
        out.writeZero(Records.FIXED_CONTENT_BYTES - 1);
    }
}
