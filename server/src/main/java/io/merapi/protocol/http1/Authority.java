// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import java.nio.charset.StandardCharsets;

/** The syntax of {@code uri-host [ ":" port ]} (RFC 9110 section 4.2, RFC 3986 section 3.2), without userinfo. */
public final class Authority {
    private static final int LARGEST_PORT = 65_535;

    private Authority() {}

    /** Whether the text is a host that is not empty, with or without a port. */
    public static boolean isValid(String text) {
        // a space ends every run of what a host may hold
        byte[] octets = (text + " ").getBytes(StandardCharsets.ISO_8859_1);
        return octets.length > 1 && isValid(octets, 0, octets.length - 1);
    }

    /**
     * Whether the slice is a host that is not empty, with or without a port. The octet after it must exist and be none
     * that a host may hold.
     */
    static boolean isValid(byte[] octets, int start, int end) {
        int hostEnd = octets[start] == '[' ? literalEnd(octets, start, end) : nameEnd(octets, start, end);
        return hostEnd > start && (hostEnd == end || (octets[hostEnd] == ':' && isPort(octets, hostEnd + 1, end)));
    }

    private static int literalEnd(byte[] octets, int start, int end) {
        int close = Octets.skip(octets, start + 1, Octets.IP_LITERAL);
        boolean closed = close < end && octets[close] == ']';
        return closed && hasTwoColons(octets, start, close) ? close + 1 : -1;
    }

    private static boolean hasTwoColons(byte[] octets, int start, int end) {
        int colons = 0;
        for (int i = start; i < end; i++) {
            colons += octets[i] == ':' ? 1 : 0;
        }
        return colons >= 2;
    }

    private static int nameEnd(byte[] octets, int start, int end) {
        int at = Octets.skip(octets, start, Octets.REG_NAME);
        while (at < end && octets[at] == '%') {
            if (Octets.hexDigit(octets[at + 1]) < 0 || Octets.hexDigit(octets[at + 2]) < 0) {
                return -1;
            }
            at = Octets.skip(octets, at + 3, Octets.REG_NAME);
        }
        return at;
    }

    private static boolean isPort(byte[] octets, int start, int end) {
        int port = 0;
        for (int i = start; i < end; i++) {
            if (!Octets.is(octets[i], Octets.DIGIT)) {
                return false;
            }
            port = port * 10 + octets[i] - '0';
            if (port > LARGEST_PORT) {
                return false;
            }
        }
        return true;
    }
}
