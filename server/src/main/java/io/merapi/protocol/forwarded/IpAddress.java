// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as a value: 4 octets or 16. One of IPv4 that is written as IPv6 ({@code ::ffff:192.0.2.1}, RFC 4291
 * section 2.5.5.2) is the one of IPv4, so that it is found in a list of networks however it came.
 */
public final class IpAddress {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    /** {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
    private static final int LONGEST = 45;

    private final byte[] octets;

    private IpAddress(byte[] octets) {
        this.octets = octets;
    }

    /** The address that has these 4 or 16 octets. */
    public static IpAddress of(byte[] octets) {
        if (octets.length != V4_BYTES && octets.length != V6_BYTES) {
            throw new IllegalArgumentException(octets.length + " octets are no address");
        }
        return new IpAddress(isMapped(octets) ? Arrays.copyOfRange(octets, 12, V6_BYTES) : octets.clone());
    }

    private static boolean isMapped(byte[] octets) {
        if (octets.length != V6_BYTES || octets[10] != -1 || octets[11] != -1) {
            return false;
        }
        int others = 0;
        for (int i = 0; i < 10; i++) {
            others |= octets[i];
        }
        return others == 0;
    }

    /**
     * Reads an address: four decimal numbers without leading zeros, which some take for octal (RFC 6943 section 3.1.1),
     * or the forms of RFC 4291 section 2.2, without a zone. Null where it is none.
     */
    public static @Nullable IpAddress parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        byte[] octets = text.indexOf(':') < 0 ? v4(text) : v6(text);
        return octets == null ? null : of(octets);
    }

    private static byte @Nullable [] v4(String text) {
        byte[] octets = new byte[V4_BYTES];
        int at = 0;
        for (int i = 0; i < V4_BYTES; i++) {
            int end = i < V4_BYTES - 1 ? text.indexOf('.', at) : text.length();
            int number = number(text, at, end, 10, 3);
            boolean zeroFirst = number >= 0 && end - at > 1 && text.charAt(at) == '0';
            if (number < 0 || number > 255 || zeroFirst) {
                return null;
            }
            octets[i] = (byte) number;
            at = end + 1;
        }
        return octets;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text);
            return all != null && all.length == V6_BYTES ? all : null;
        }
        byte[] left = groups(text.substring(0, gap));
        byte[] right = groups(text.substring(gap + 2));
        // the gap stands for one group or more
        if (left == null || right == null || left.length + right.length > V6_BYTES - 2 || endsInV4(text, gap)) {
            return null;
        }
        byte[] octets = Arrays.copyOf(left, V6_BYTES);
        System.arraycopy(right, 0, octets, V6_BYTES - right.length, right.length);
        return octets;
    }

    /** Whether what stands before the gap has dots: an IPv4 address may only be the end. */
    private static boolean endsInV4(String text, int gap) {
        return text.lastIndexOf('.', gap) >= 0;
    }

    /** Groups of hexadecimal digits separated by colons, the last of them possibly an IPv4 address; none is fine. */
    private static byte @Nullable [] groups(String text) {
        byte[] octets = new byte[V6_BYTES];
        int size = 0;
        int at = 0;
        while (!text.isEmpty() && at <= text.length()) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? text.length() : colon;
            byte[] group = colon < 0 && text.indexOf('.', at) >= 0 ? v4(text.substring(at)) : group(text, at, end);
            if (group == null || size + group.length > V6_BYTES) {
                return null;
            }
            System.arraycopy(group, 0, octets, size, group.length);
            size += group.length;
            at = end + 1;
        }
        return Arrays.copyOf(octets, size);
    }

    private static byte @Nullable [] group(String text, int start, int end) {
        int number = number(text, start, end, 16, 4);
        return number < 0 ? null : new byte[] {(byte) (number >> 8), (byte) number};
    }

    /** The number that the digits between {@code start} and {@code end} spell, or -1. */
    private static int number(String text, int start, int end, int radix, int mostDigits) {
        if (end <= start || end - start > mostDigits) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            char sign = text.charAt(i);
            int digit = sign < 0x80 ? Character.digit(sign, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    /** How many bits it has: 32 or 128. */
    public int bits() {
        return octets.length * Byte.SIZE;
    }

    /** Whether the first bits are those of another address of the same family. */
    public boolean startsWith(IpAddress other, int bits) {
        if (octets.length != other.octets.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(octets, 0, whole, other.octets, 0, whole)) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (((octets[whole] ^ other.octets[whole]) & 0xff) >> (Byte.SIZE - rest)) == 0;
    }

    /** The address whose first bits are the same, and the others 0. */
    public IpAddress start(int bits) {
        byte[] start = octets.clone();
        for (int bit = bits; bit < bits(); bit++) {
            start[bit / Byte.SIZE] &= (byte) ~(0x80 >> (bit % Byte.SIZE));
        }
        return new IpAddress(start);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && Arrays.equals(octets, address.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Its usual spelling (RFC 5952). */
    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(octets);
    }
}
