// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request heads of one connection (RFC 9112 sections 2 to 6).
 *
 * <pre>
 *   *4( CRLF )                            skipped
 *   method SP request-target SP version CRLF
 *   *( name ":" OWS value OWS CRLF )
 *   CRLF
 * </pre>
 *
 * The end of the head is looked for first, each line's LF once; then the head is copied out and read in one pass. What
 * has been refused stays refused: the decoder throws the same again, for nothing after an error can be trusted to be a
 * request.
 */
public final class RequestDecoder {
    private static final int MOST_EMPTY_LINES = 4;

    private final HeadLimits limits;
    private final SectionScanner scanner;
    private int emptyLines;
    /** Octets of the request line seen so far; with its CRLF once {@link #lineComplete}. */
    private int lineScanned;

    private boolean lineComplete;
    private @Nullable ProtocolException refused;

    public RequestDecoder(HeadLimits limits) {
        this.limits = limits;
        this.scanner = new SectionScanner(limits.headBytes(), limits.fieldCount());
    }

    /**
     * Takes one head off {@code in}, exactly its octets.
     *
     * @param in what has been received and not consumed; what this call leaves must be there at the next one, too
     * @return null when more is needed
     * @throws ProtocolException when it is not a request that is served
     */
    public @Nullable RequestHead decode(ByteBuf in) {
        if (refused != null) {
            throw refused;
        }
        try {
            return next(in);
        } catch (ProtocolException e) {
            refused = e;
            throw e;
        }
    }

    /** Whether a part of a head has been seen. */
    public boolean isMidHead() {
        return lineScanned > 0;
    }

    private @Nullable RequestHead next(ByteBuf in) {
        if ((lineScanned == 0 && !findStart(in)) || (!lineComplete && !scanLine(in))) {
            return null;
        }
        int fieldBytes = scanner.scan(in, lineScanned);
        if (fieldBytes < 0) {
            return null;
        }
        byte[] octets = new byte[lineScanned + fieldBytes];
        in.readBytes(octets);
        RequestHead head = parse(octets, lineScanned, scanner.lines());
        reset();
        return head;
    }

    private static RequestHead parse(byte[] octets, int lineBytes, int fieldCount) {
        RequestLine line = RequestLine.parse(octets, lineBytes - 2);
        FieldSection fields = FieldSection.parse(octets, lineBytes, fieldCount);
        return new RequestHead(octets, line, fields, Framing.of(fields, line.minorVersion()));
    }

    private void reset() {
        scanner.reset();
        emptyLines = 0;
        lineScanned = 0;
        lineComplete = false;
    }

    /**
     * Skips empty lines (RFC 9112 section 2.2: some clients end a body with one) and looks at the first octet, so that
     * a peer of another protocol is told so at once.
     */
    private boolean findStart(ByteBuf in) {
        while (in.isReadable()) {
            byte first = in.getByte(in.readerIndex());
            if (first == '\n') {
                throw new ProtocolException(Http1Violation.BARE_LF);
            }
            if (first != '\r') {
                if (!Octets.is(first, Octets.TOKEN)) {
                    throw new ProtocolException(Http1Violation.METHOD_MALFORMED);
                }
                return true;
            }
            if (in.readableBytes() == 1) {
                return false;
            }
            skipEmptyLine(in);
        }
        return false;
    }

    private void skipEmptyLine(ByteBuf in) {
        if (in.getByte(in.readerIndex() + 1) != '\n') {
            throw new ProtocolException(Http1Violation.BARE_CR);
        }
        emptyLines++;
        if (emptyLines > MOST_EMPTY_LINES) {
            throw new ProtocolException(Http1Violation.EMPTY_LINES);
        }
        in.skipBytes(2);
    }

    private boolean scanLine(ByteBuf in) {
        int base = in.readerIndex();
        int feed = in.indexOf(base + lineScanned, in.writerIndex(), (byte) '\n');
        int length = (feed < 0 ? in.writerIndex() : feed) - base;
        if (length - 1 > limits.requestLineBytes()) {
            throw new ProtocolException(Http1Violation.REQUEST_LINE_TOO_LONG);
        }
        if (feed < 0) {
            lineScanned = length;
            return false;
        }
        if (in.getByte(feed - 1) != '\r') {
            throw new ProtocolException(Http1Violation.BARE_LF);
        }
        lineScanned = length + 1;
        lineComplete = true;
        return true;
    }
}
