// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import io.merapi.protocol.ProtocolException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The variables of one request (RFC 3875 section 4.1) as slices of the octets they came in; a decoder adds them, then
 * nobody changes them.
 *
 * <p>Names and values are any octets, but for what can do harm further on:
 *
 * <ul>
 *   <li>A name is not empty and holds no control character and no {@code =}: it could not be told apart in the
 *       environment of a process that the application starts.
 *   <li>No value holds NUL, where C ends a text and Python does not.
 *   <li>What stands for a part of one line of the HTTP request holds no CR or LF (RFC 9110 section 5.5): applications
 *       copy such values into fields of answers and lines of logs. Other variables may: a path is percent-decoded by
 *       the web server, and a client's certificate is many lines.
 * </ul>
 *
 * <p>Of a name that comes more than once the last value counts, as uWSGI has it: that is how {@code uwsgi_param} lines
 * after an {@code include uwsgi_params} override it, and what nginx before 1.23 makes of a client's repeated field. But
 * two lengths or two methods would be two requests, one for whoever looked at them before us and one for us.
 */
public final class CgiVariables {
    private static final int SLOTS = 4;
    private static final int NAME_START = 0;
    private static final int NAME_LENGTH = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_LENGTH = 3;
    private static final int FIRST_CAPACITY = 48;
    private static final int FIRST_BUCKETS = 128;

    private static final byte[] HTTP = octets("HTTP_");
    private static final byte[] CONTENT_LENGTH = octets("CONTENT_LENGTH");
    private static final byte[] REQUEST_METHOD = octets("REQUEST_METHOD");
    /** Parts of one line of the request, beside all that begin with {@link #HTTP}. */
    private static final byte[][] ONE_LINE = {
        REQUEST_METHOD,
        CONTENT_LENGTH,
        octets("CONTENT_TYPE"),
        octets("QUERY_STRING"),
        octets("REQUEST_URI"),
        octets("SERVER_PROTOCOL")
    };

    /** Another one in each process, so that nobody can send names that all fall into one bucket. */
    private static final int HASH_SEED = System.identityHashCode(HTTP);

    private static final int HASH_FACTOR = 0x0100_0193;

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] octets;
    private int[] slots = new int[FIRST_CAPACITY * SLOTS];
    /** Index + 1 by the hash of the name, or 0; open addressing, at most half full. */
    private int[] buckets = new int[FIRST_BUCKETS];

    private int count;
    private long contentLength;

    /** No variables yet, all of which will be slices of {@code octets}. */
    public CgiVariables(byte[] octets) {
        this.octets = octets;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Adds a variable, or replaces the value of the one of that name.
     *
     * @throws ProtocolException with a {@link CgiViolation}
     */
    public void add(int nameStart, int nameLength, int valueStart, int valueLength) {
        int hash = checkName(nameStart, nameStart + nameLength);
        int bucket = bucket(hash, nameStart, nameLength);
        int before = buckets[bucket] - 1;
        int i = before < 0 ? count : before;
        boolean isLength = isSlice(CONTENT_LENGTH, nameStart, nameLength);
        checkValue(nameStart, nameLength, valueStart, valueStart + valueLength);
        if (isLength) {
            seeContentLength(before >= 0, number(valueStart, valueStart + valueLength));
        }
        if (before < 0) {
            append(bucket, nameStart, nameLength);
        } else if (isSlice(REQUEST_METHOD, nameStart, nameLength) && !isValue(before, valueStart, valueLength)) {
            throw new ProtocolException(CgiViolation.REQUEST_METHOD_CONFLICT);
        }
        slots[i * SLOTS + VALUE_START] = valueStart;
        slots[i * SLOTS + VALUE_LENGTH] = valueLength;
    }

    private void append(int bucket, int nameStart, int nameLength) {
        if (count * SLOTS == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slots.length);
        }
        slots[count * SLOTS + NAME_START] = nameStart;
        slots[count * SLOTS + NAME_LENGTH] = nameLength;
        count++;
        buckets[bucket] = count;
        if (2 * count > buckets.length) {
            rehash();
        }
    }

    private void rehash() {
        buckets = new int[2 * buckets.length];
        for (int i = 0; i < count; i++) {
            int hash = checkName(nameStart(i), nameStart(i) + nameLength(i));
            buckets[bucket(hash, nameStart(i), nameLength(i))] = i + 1;
        }
    }

    /** The bucket that holds the variable of that name, or the free one where it belongs. */
    private int bucket(int hash, int start, int length) {
        int bucket = spread(hash);
        while (buckets[bucket] != 0 && !isName(buckets[bucket] - 1, start, length)) {
            bucket = next(bucket);
        }
        return bucket;
    }

    private int spread(int hash) {
        return (hash ^ (hash >>> 15)) & (buckets.length - 1);
    }

    private int next(int bucket) {
        return (bucket + 1) & (buckets.length - 1);
    }

    // ---- checks

    /** Returns the name's hash. */
    private int checkName(int start, int end) {
        if (start == end) {
            throw new ProtocolException(CgiViolation.NAME_EMPTY);
        }
        int hash = HASH_SEED;
        for (int i = start; i < end; i++) {
            int octet = octets[i] & 0xff;
            if (octet < ' ' || octet == '=' || octet == 0x7f) {
                throw new ProtocolException(CgiViolation.NAME_MALFORMED);
            }
            hash = (hash ^ octet) * HASH_FACTOR;
        }
        return hash;
    }

    private void checkValue(int nameStart, int nameLength, int start, int end) {
        int i = start;
        while (i + Long.BYTES <= end && isFreeOfControls((long) EIGHT.get(octets, i))) {
            i += Long.BYTES;
        }
        boolean lineEnd = false;
        for (; i < end; i++) {
            byte octet = octets[i];
            if (octet == 0) {
                throw new ProtocolException(CgiViolation.VALUE_NUL);
            }
            lineEnd |= octet == '\r' || octet == '\n';
        }
        if (lineEnd && isOneLine(nameStart, nameLength)) {
            throw new ProtocolException(CgiViolation.VALUE_LINE_END);
        }
    }

    /** Whether none of eight octets is below SP: subtracting SP from such a one borrows into its high bit. */
    private static boolean isFreeOfControls(long eight) {
        return ((eight - ONES * ' ') & ~eight & (ONES << 7)) == 0;
    }

    private boolean isOneLine(int start, int length) {
        if (length >= HTTP.length && isSlice(HTTP, start, HTTP.length)) {
            return true;
        }
        for (byte[] name : ONE_LINE) {
            if (isSlice(name, start, length)) {
                return true;
            }
        }
        return false;
    }

    private void seeContentLength(boolean repeated, long length) {
        if (repeated && length != contentLength) {
            throw new ProtocolException(CgiViolation.CONTENT_LENGTH_CONFLICT);
        }
        contentLength = length;
    }

    private long number(int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                throw new ProtocolException(CgiViolation.CONTENT_LENGTH_MALFORMED);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    // ---- comparisons

    private boolean isSlice(byte[] expected, int start, int length) {
        return length == expected.length && Arrays.equals(expected, 0, length, octets, start, start + length);
    }

    private boolean isName(int i, int start, int length) {
        return length == nameLength(i) && isEqual(nameStart(i), start, length);
    }

    private boolean isValue(int i, int start, int length) {
        return length == valueLength(i) && isEqual(valueStart(i), start, length);
    }

    private boolean isEqual(int start, int other, int length) {
        return Arrays.equals(octets, start, start + length, octets, other, other + length);
    }

    private boolean isName(int i, String name) {
        if (name.length() != nameLength(i)) {
            return false;
        }
        for (int at = 0, start = nameStart(i); at < name.length(); at++) {
            if ((octets[start + at] & 0xff) != name.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    // ---- what there is

    /** How many there are, each name once, in the order in which the names first came. */
    public int count() {
        return count;
    }

    /** The octets that the slices are parts of. */
    public byte[] octets() {
        return octets;
    }

    public int nameStart(int i) {
        return slots[i * SLOTS + NAME_START];
    }

    public int nameLength(int i) {
        return slots[i * SLOTS + NAME_LENGTH];
    }

    public int valueStart(int i) {
        return slots[i * SLOTS + VALUE_START];
    }

    public int valueLength(int i) {
        return slots[i * SLOTS + VALUE_LENGTH];
    }

    /** The name of variable {@code i}, a new latin-1 string at each call. */
    public String name(int i) {
        return new String(octets, nameStart(i), nameLength(i), StandardCharsets.ISO_8859_1);
    }

    /** The value of variable {@code i}, a new latin-1 string at each call. */
    public String text(int i) {
        return new String(octets, valueStart(i), valueLength(i), StandardCharsets.ISO_8859_1);
    }

    /** Which variable has exactly that name, case included, or -1. */
    public int find(String name) {
        int hash = HASH_SEED;
        for (int at = 0; at < name.length(); at++) {
            hash = (hash ^ name.charAt(at)) * HASH_FACTOR;
        }
        int bucket = spread(hash);
        while (buckets[bucket] != 0 && !isName(buckets[bucket] - 1, name)) {
            bucket = next(bucket);
        }
        return buckets[bucket] - 1;
    }

    /** What CONTENT_LENGTH says; 0 where it is empty or missing (RFC 3875 section 4.1.2). */
    public long contentLength() {
        return contentLength;
    }
}
