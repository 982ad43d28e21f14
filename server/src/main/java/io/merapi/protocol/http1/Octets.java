// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The character classes of HTTP's grammar as one table of flags.
 *
 * <p>No class holds CR, so a run of any class ends at a line's end at the latest.
 */
final class Octets {
    /** {@code tchar}, RFC 9110 section 5.6.2. */
    static final int TOKEN = 1;
    /** What a field value may hold: SP, HTAB, VCHAR and obs-text, RFC 9110 section 5.5. */
    static final int FIELD_VALUE = 1 << 1;
    /**
     * What a request target may hold here: all of ASCII that is visible, without {@code #}. RFC 3986 allows less, but
     * browsers and curl send {@code |}, {@code "}, braces and the like as they are.
     */
    static final int TARGET = 1 << 2;
    /** {@link #TARGET} without {@code ?} and {@code %}. */
    static final int PATH = 1 << 3;
    /** {@code unreserved / sub-delims}: a {@code reg-name} without its percent-encodings, RFC 3986 section 3.2.2. */
    static final int REG_NAME = 1 << 4;
    /** What stands between the brackets of an IPv6 address, RFC 3986 section 3.2.2. */
    static final int IP_LITERAL = 1 << 5;

    static final int DIGIT = 1 << 6;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final byte[] CLASSES = classes();
    private static final byte[] LOWER = lower();
    private static final byte[] HEX = hex();

    private Octets() {}

    private static byte[] classes() {
        byte[] table = new byte[256];
        mark(table, 0x21, 0x7e, FIELD_VALUE | TARGET | PATH);
        mark(table, 0x80, 0xff, FIELD_VALUE);
        markEach(table, " \t", FIELD_VALUE);
        table['#'] &= ~(TARGET | PATH);
        table['?'] &= ~PATH;
        table['%'] &= ~PATH;
        mark(table, '0', '9', TOKEN | REG_NAME | IP_LITERAL | DIGIT);
        mark(table, 'A', 'Z', TOKEN | REG_NAME);
        mark(table, 'a', 'z', TOKEN | REG_NAME);
        markEach(table, "!#$%&'*+-.^_`|~", TOKEN);
        markEach(table, "-._~!$&'()*+,;=", REG_NAME);
        mark(table, 'A', 'F', IP_LITERAL);
        mark(table, 'a', 'f', IP_LITERAL);
        markEach(table, ":.", IP_LITERAL);
        return table;
    }

    private static void mark(byte[] table, int from, int to, int flags) {
        for (int octet = from; octet <= to; octet++) {
            table[octet] |= (byte) flags;
        }
    }

    private static void markEach(byte[] table, String octets, int flags) {
        octets.chars().forEach(octet -> table[octet] |= (byte) flags);
    }

    private static byte[] lower() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            table[octet] = (byte) (octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet);
        }
        return table;
    }

    private static byte[] hex() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            table[octet] = (byte) (octet < 0x80 ? Character.digit(octet, 16) : -1);
        }
        return table;
    }

    static boolean is(byte octet, int octetClass) {
        return (CLASSES[octet & 0xff] & octetClass) != 0;
    }

    /** The first index from {@code at} on whose octet is not of the class. There must be one. */
    static int skip(byte[] octets, int at, int octetClass) {
        int i = at;
        while ((CLASSES[octets[i] & 0xff] & octetClass) != 0) {
            i++;
        }
        return i;
    }

    /**
     * As {@link #skip} with {@link #FIELD_VALUE}, eight octets at a time up to the first one below SP or DEL. What ends
     * the run there, a CR but for rare HTABs, is looked at singly.
     */
    static int skipFieldValue(byte[] octets, int at) {
        int i = at;
        while (i + Long.BYTES <= octets.length && !hasControl((long) EIGHT.get(octets, i))) {
            i += Long.BYTES;
        }
        return skip(octets, i, FIELD_VALUE);
    }

    /**
     * Whether any of eight octets is below SP or is DEL. An octet with its high bit set is neither; below SP,
     * subtracting SP borrows into the high bit; DEL with its bits flipped by DEL is 0, from which subtracting 1
     * borrows.
     */
    private static boolean hasControl(long eight) {
        long del = eight ^ (ONES * 0x7f);
        return ((((eight - ONES * ' ') & ~eight) | ((del - ONES) & ~del)) & HIGH_BITS) != 0;
    }

    /** Past the optional white space (RFC 9110 section 5.6.3) at {@code at}. */
    static int skipSpace(byte[] octets, int at) {
        int i = at;
        while (isSpace(octets[i])) {
            i++;
        }
        return i;
    }

    /** Where what lies between {@code start} and {@code end} ends without its trailing white space. */
    static int trimSpace(byte[] octets, int start, int end) {
        int i = end;
        while (i > start && isSpace(octets[i - 1])) {
            i--;
        }
        return i;
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(byte octet) {
        return HEX[octet & 0xff];
    }

    /** Whether the slice reads {@code lower}, whatever the case of its ASCII letters. */
    static boolean equalsIgnoreCase(byte[] octets, int start, int length, String lower) {
        if (length != lower.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (LOWER[octets[start + i] & 0xff] != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two slices of one length differ at most in the case of their ASCII letters. */
    static boolean equalsIgnoreCase(byte[] octets, int start, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (LOWER[octets[start + i] & 0xff] != LOWER[octets[other + i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the slice starts with {@code lower}, whatever the case of its ASCII letters. */
    static boolean startsWithIgnoreCase(byte[] octets, int start, int length, String lower) {
        return length >= lower.length() && equalsIgnoreCase(octets, start, lower.length(), lower);
    }
}
