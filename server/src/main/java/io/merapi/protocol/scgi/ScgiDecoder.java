// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.scgi;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiViolation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of SCGI requests (SCGI: A Simple Common Gateway Interface alternative, sections 2 and 3).
 *
 * <pre>
 *   length ":" *( name NUL value NUL ) ","
 * </pre>
 *
 * CONTENT_LENGTH comes first, and SCGI is 1. That many octets of body follow. The specification has no name twice; but
 * nginx before 1.23 sends a client's repeated field so, and {@link CgiVariables} says what counts then.
 */
public final class ScgiDecoder {
    /** How large the headers of one request may be where nothing else is said. */
    public static final int HEADER_BYTES = 64 * 1024;

    private final int mostBytes;
    private final int mostDigits;

    /** A decoder that takes headers of at most {@code mostBytes} octets, with 431 for more. */
    public ScgiDecoder(int mostBytes) {
        this.mostBytes = mostBytes;
        this.mostDigits = Integer.toString(mostBytes).length();
    }

    /**
     * Takes the headers of one request off {@code in}, exactly their octets.
     *
     * @param in what has been received and not consumed; what this call leaves must be there at the next one, too
     * @return null when more is needed
     * @throws ProtocolException when they are malformed or too large
     */
    public @Nullable CgiVariables decode(ByteBuf in) {
        int start = in.readerIndex();
        int at = start;
        int length = 0;
        while (true) {
            if (at == in.writerIndex()) {
                return null;
            }
            byte octet = in.getByte(at);
            if (octet == ':' && at > start) {
                break;
            }
            length = lengthWith(length, octet, at - start);
            at++;
        }
        int headers = at + 1;
        if (in.writerIndex() - headers <= length) {
            return null;
        }
        if (in.getByte(headers + length) != ',') {
            throw new ProtocolException(CgiViolation.NETSTRING_END_MISSING);
        }
        byte[] octets = new byte[length];
        in.readerIndex(headers).readBytes(octets).skipBytes(1);
        return variables(octets);
    }

    /** The length with another digit; a leading zero is only that of the number 0 (netstrings). */
    private int lengthWith(int length, byte octet, int digits) {
        int digit = octet - '0';
        if (digit < 0 || digit > 9 || (digits > 0 && length == 0)) {
            throw new ProtocolException(CgiViolation.NETSTRING_LENGTH_MALFORMED);
        }
        if (digits == mostDigits || 10L * length + digit > mostBytes) {
            throw new ProtocolException(CgiViolation.HEADERS_TOO_LARGE);
        }
        return 10 * length + digit;
    }

    private static CgiVariables variables(byte[] octets) {
        CgiVariables variables = new CgiVariables(octets);
        int at = header(variables, octets, 0);
        if (variables.find("CONTENT_LENGTH") < 0 || variables.valueLength(0) == 0) {
            throw new ProtocolException(CgiViolation.CONTENT_LENGTH_NOT_FIRST);
        }
        while (at < octets.length) {
            at = header(variables, octets, at);
        }
        int scgi = variables.find("SCGI");
        if (scgi < 0 || !variables.text(scgi).equals("1")) {
            throw new ProtocolException(CgiViolation.SCGI_MISSING);
        }
        return variables;
    }

    /** Adds the header at {@code at}; returns where the next one is. */
    private static int header(CgiVariables variables, byte[] octets, int at) {
        int nameEnd = nul(octets, at);
        int valueEnd = nul(octets, nameEnd + 1);
        variables.add(at, nameEnd - at, nameEnd + 1, valueEnd - nameEnd - 1);
        return valueEnd + 1;
    }

    private static int nul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        throw new ProtocolException(CgiViolation.HEADERS_UNTERMINATED);
    }
}
