// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The field lines of a head or a trailer section, as slices of its octets.
 *
 * <p>Each field is four numbers in one array: where its name starts and how long it is, and the same of its value.
 */
final class FieldSection {
    private static final int SLOTS = 4;
    private static final int NAME_START = 0;
    private static final int NAME_LENGTH = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_LENGTH = 3;

    private final byte[] octets;
    private final int[] slots;
    private final KnownField[] known;

    private FieldSection(byte[] octets, int count) {
        this.octets = octets;
        this.known = new KnownField[count];
        this.slots = new int[count * SLOTS];
    }

    /**
     * Reads field lines.
     *
     * @param start where the first line starts
     * @param count how many lines there are; each ends in LF, and each LF follows a CR
     */
    static FieldSection parse(byte[] octets, int start, int count) {
        FieldSection section = new FieldSection(octets, count);
        int at = start;
        for (int i = 0; i < count; i++) {
            at = section.parseLine(i, at);
        }
        return section;
    }

    private int parseLine(int i, int start) {
        int nameEnd = Octets.skip(octets, start, Octets.TOKEN);
        if (octets[nameEnd] != ':' || nameEnd == start) {
            throw nameViolation(start, nameEnd);
        }
        int valueStart = Octets.skipSpace(octets, nameEnd + 1);
        int end = Octets.skipFieldValue(octets, valueStart);
        if (octets[end] != '\r') {
            throw new ProtocolException(Http1Violation.FIELD_VALUE_CONTROL);
        }
        if (octets[end + 1] != '\n') {
            throw new ProtocolException(Http1Violation.BARE_CR);
        }
        int slot = i * SLOTS;
        slots[slot + NAME_START] = start;
        slots[slot + NAME_LENGTH] = nameEnd - start;
        slots[slot + VALUE_START] = valueStart;
        slots[slot + VALUE_LENGTH] = Octets.trimSpace(octets, valueStart, end) - valueStart;
        known[i] = KnownField.of(octets, start, nameEnd - start);
        return end + 2;
    }

    private ProtocolException nameViolation(int start, int end) {
        byte octet = octets[end];
        if (end == start) {
            return new ProtocolException(
                    Octets.isSpace(octet)
                            ? Http1Violation.OBS_FOLD
                            : octet == ':' ? Http1Violation.FIELD_NAME_EMPTY : Http1Violation.FIELD_NAME_MALFORMED);
        }
        boolean spaceThenColon = octets[Octets.skipSpace(octets, end)] == ':';
        return new ProtocolException(
                spaceThenColon ? Http1Violation.FIELD_NAME_SPACE : Http1Violation.FIELD_NAME_MALFORMED);
    }

    byte[] octets() {
        return octets;
    }

    int count() {
        return known.length;
    }

    int nameStart(int i) {
        return slots[i * SLOTS + NAME_START];
    }

    int nameLength(int i) {
        return slots[i * SLOTS + NAME_LENGTH];
    }

    int valueStart(int i) {
        return slots[i * SLOTS + VALUE_START];
    }

    int valueLength(int i) {
        return slots[i * SLOTS + VALUE_LENGTH];
    }

    KnownField known(int i) {
        return known[i];
    }

    /** Takes field {@code i} for another from here on. */
    void reclassify(int i, KnownField field) {
        known[i] = field;
    }

    boolean hasName(int i, String lowerName) {
        return Octets.equalsIgnoreCase(octets, nameStart(i), nameLength(i), lowerName);
    }

    /** Whether field {@code i} has the name that the slice of {@link #octets()} spells. */
    boolean hasName(int i, int otherStart, int otherLength) {
        return nameLength(i) == otherLength && Octets.equalsIgnoreCase(octets, nameStart(i), otherStart, otherLength);
    }

    String lowerName(int i) {
        return new String(octets, nameStart(i), nameLength(i), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }
}
