// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * Reads name-value pairs (section 3.4): the lengths of both, each in one octet, or in four where the highest bit is
 * set, and then both.
 */
final class PairReader {
    private static final int LONG_LENGTH_BYTES = 4;

    private final byte[] octets;
    private final int end;
    private final FastCgiViolation malformed;
    private int at;
    private int nameLength;
    private int valueLength;

    /**
     * Reads the first {@code length} octets.
     *
     * @param malformed what it is when they end within a pair
     */
    PairReader(byte[] octets, int length, FastCgiViolation malformed) {
        this.octets = octets;
        this.end = length;
        this.malformed = malformed;
    }

    /**
     * Goes on to the next pair; false when there is none.
     *
     * @throws ProtocolException when only a part of one is left
     */
    boolean next() {
        if (at == end) {
            return false;
        }
        nameLength = length();
        valueLength = length();
        if (nameLength > end - at || valueLength > end - at - nameLength) {
            throw new ProtocolException(malformed);
        }
        at += nameLength + valueLength;
        return true;
    }

    private int length() {
        int left = end - at;
        if (left > 0 && octets[at] >= 0) {
            return octets[at++];
        }
        if (left < LONG_LENGTH_BYTES) {
            throw new ProtocolException(malformed);
        }
        int length = (octets[at] & 0x7f) << 24
                | (octets[at + 1] & 0xff) << 16
                | (octets[at + 2] & 0xff) << 8
                | (octets[at + 3] & 0xff);
        at += LONG_LENGTH_BYTES;
        return length;
    }

    /** The name, a new latin-1 string at each call. */
    String name() {
        return new String(octets, nameStart(), nameLength, StandardCharsets.ISO_8859_1);
    }

    /** The value, a new latin-1 string at each call. */
    String value() {
        return new String(octets, valueStart(), valueLength, StandardCharsets.ISO_8859_1);
    }

    int nameStart() {
        return at - valueLength - nameLength;
    }

    int nameLength() {
        return nameLength;
    }

    int valueStart() {
        return at - valueLength;
    }

    int valueLength() {
        return valueLength;
    }
}
