// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a field section: lines that end in CRLF, the last one empty. Remembers how far it has looked, so
 * that a section that comes octet by octet is looked through once.
 *
 * <p>What it refuses depends on where octets stand, never on how they were cut into reads.
 */
final class SectionScanner {
    private final int limitBytes;
    private final int limitLines;
    private int scanned;
    private int lineStart;
    private int lines;

    SectionScanner(int limitBytes, int limitLines) {
        this.limitBytes = limitBytes;
        this.limitLines = limitLines;
    }

    /**
     * Looks on for the end.
     *
     * @param offset where the section starts, counted from the reader index; the same at each call
     * @return the section's size with its empty line, or -1 when that has not come yet
     */
    int scan(ByteBuf in, int offset) {
        int base = in.readerIndex() + offset;
        while (true) {
            int feed = in.indexOf(base + scanned, in.writerIndex(), (byte) '\n');
            if (feed < 0) {
                scanned = in.writerIndex() - base;
                refuseBeyond(scanned - 1);
                return -1;
            }
            int end = feed - base;
            refuseBeyond(end - 1);
            if (end == 0 || in.getByte(feed - 1) != '\r') {
                throw new ProtocolException(Http1Violation.BARE_LF);
            }
            scanned = end + 1;
            if (end - lineStart == 1) {
                return scanned;
            }
            endLine();
        }
    }

    private void endLine() {
        lineStart = scanned;
        lines++;
        if (lines > limitLines) {
            throw new ProtocolException(Http1Violation.TOO_MANY_FIELDS);
        }
    }

    private void refuseBeyond(int size) {
        if (size > limitBytes) {
            throw new ProtocolException(Http1Violation.FIELDS_TOO_LARGE);
        }
    }

    /** How many lines there are so far, the empty one not counted. */
    int lines() {
        return lines;
    }

    /** Makes it ready for the next section. */
    void reset() {
        scanned = 0;
        lineStart = 0;
        lines = 0;
    }
}
