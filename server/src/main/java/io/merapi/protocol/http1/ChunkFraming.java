// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * What surrounds the data of a chunked body (RFC 9112 section 7.1).
 *
 * <pre>
 *   *( 1*16HEXDIG [ chunk-ext ] CRLF  data  CRLF )
 *   1*16"0" [ chunk-ext ] CRLF
 *   *( field-line CRLF )
 *   CRLF
 * </pre>
 *
 * Extensions and trailers are checked and dropped. Both are bounded for the whole body, so that neither can make us
 * read without end (RFC 9112 sections 7.1.1 and 7.1.2).
 */
final class ChunkFraming {
    private static final int MOST_SIZE_DIGITS = 16;
    private static final int MOST_EXTENSION_BYTES = 16 * 1024;
    private static final int MOST_TRAILER_BYTES = 16 * 1024;
    private static final int MOST_TRAILERS = 100;

    /**
     * RFC 9110 section 6.5.1: framing, routing, request modifiers, authentication and how to take the content must be
     * known before the content comes.
     */
    private static final Set<String> NOT_IN_TRAILERS = Set.of(
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "max-forwards",
            "pragma",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private enum State {
        SIZE,
        DATA_END,
        TRAILERS,
        COMPLETE
    }

    private final SectionScanner trailers = new SectionScanner(MOST_TRAILER_BYTES, MOST_TRAILERS);
    private State state = State.SIZE;
    private int lineScanned;
    private int extensionBytes;

    /**
     * Takes framing off {@code in} up to the next chunk's data or to the end of the body. To be called when the data of
     * the chunk before has been taken.
     *
     * @return the size of the next chunk; 0 when more input is needed or the body is complete
     */
    long nextSize(ByteBuf in) {
        if (state == State.DATA_END && !takeDataEnd(in)) {
            return 0;
        }
        if (state == State.SIZE) {
            long size = takeSize(in);
            if (size != 0) {
                return size;
            }
        }
        if (state == State.TRAILERS) {
            takeTrailers(in);
        }
        return 0;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    private boolean takeDataEnd(ByteBuf in) {
        int readable = in.readableBytes();
        int at = in.readerIndex();
        if ((readable > 0 && in.getByte(at) != '\r') || (readable > 1 && in.getByte(at + 1) != '\n')) {
            throw new ProtocolException(Http1Violation.CHUNK_END_MISSING);
        }
        if (readable < 2) {
            return false;
        }
        in.skipBytes(2);
        state = State.SIZE;
        return true;
    }

    private long takeSize(ByteBuf in) {
        int base = in.readerIndex();
        int feed = in.indexOf(base + lineScanned, in.writerIndex(), (byte) '\n');
        int length = (feed < 0 ? in.writerIndex() : feed) - base;
        int digits = sizeDigits(in, base, length);
        if (length - digits - 1 > MOST_EXTENSION_BYTES - extensionBytes) {
            throw new ProtocolException(Http1Violation.CHUNK_EXTENSIONS_TOO_LARGE);
        }
        if (feed < 0) {
            lineScanned = length;
            return 0;
        }
        if (digits == 0) {
            throw new ProtocolException(Http1Violation.CHUNK_SIZE_MALFORMED);
        }
        if (in.getByte(feed - 1) != '\r') {
            throw new ProtocolException(Http1Violation.BARE_LF);
        }
        if (length - 1 > digits) {
            checkExtensions(in, base + digits, length - digits);
        }
        long size = size(in, base, digits);
        in.skipBytes(length + 1);
        lineScanned = 0;
        state = size == 0 ? State.TRAILERS : State.DATA_END;
        return size;
    }

    /** How many digits the line starts with. What cannot become a size line is refused before its end has come. */
    private static int sizeDigits(ByteBuf in, int base, int length) {
        int digits = 0;
        while (digits < length && Octets.hexDigit(in.getByte(base + digits)) >= 0) {
            digits++;
            if (digits > MOST_SIZE_DIGITS) {
                throw new ProtocolException(Http1Violation.CHUNK_SIZE_TOO_LARGE);
            }
        }
        if (digits == length) {
            return digits;
        }
        byte next = in.getByte(base + digits);
        if (digits == 0 || (next != '\r' && next != ';' && !Octets.isSpace(next))) {
            throw new ProtocolException(Http1Violation.CHUNK_SIZE_MALFORMED);
        }
        return digits;
    }

    private void checkExtensions(ByteBuf in, int start, int length) {
        byte[] extensions = new byte[length];
        in.getBytes(start, extensions);
        ChunkExtensions.check(extensions);
        extensionBytes += length - 1;
    }

    private static long size(ByteBuf in, int start, int digits) {
        long size = 0;
        for (int i = start; i < start + digits; i++) {
            size = (size << 4) | Octets.hexDigit(in.getByte(i));
        }
        if (size < 0) {
            throw new ProtocolException(Http1Violation.CHUNK_SIZE_TOO_LARGE);
        }
        return size;
    }

    private void takeTrailers(ByteBuf in) {
        int length = trailers.scan(in, 0);
        if (length < 0) {
            return;
        }
        byte[] octets = new byte[length];
        in.readBytes(octets);
        FieldSection fields = FieldSection.parse(octets, 0, trailers.lines());
        for (int i = 0; i < fields.count(); i++) {
            if (NOT_IN_TRAILERS.contains(fields.lowerName(i))) {
                throw new ProtocolException(Http1Violation.TRAILER_FORBIDDEN);
            }
        }
        state = State.COMPLETE;
    }
}
