// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, as far as it is known.
 *
 * @param address null at the other end of a unix socket
 * @param port 0 where it is not known
 */
public record Node(@Nullable IpAddress address, int port) {

    /** The other end of a unix socket. */
    public static final Node UNIX = new Node(null, 0);

    private static final int MOST_PORT_DIGITS = 5;
    private static final int LARGEST_PORT = 65_535;

    /**
     * Reads an element of {@code X-Forwarded-For}, or the {@code node} of a {@code Forwarded} element (RFC 7239 section
     * 6): an address of IPv4, one of IPv6 with or without brackets, {@code address:port}, {@code [address]:port}, and
     * {@code unix:}, which is what nginx calls a client at a unix socket. Null for anything else: {@code unknown},
     * obfuscated identifiers, names.
     */
    public static @Nullable Node parse(String text) {
        if (text.equals("unix:") || text.equals("unix")) {
            return UNIX;
        }
        int close = text.indexOf(']');
        if (text.startsWith("[")) {
            boolean v6 = close > 0 && text.lastIndexOf(':', close) > 0;
            return v6 ? at(text.substring(1, close), text.substring(close + 1)) : null;
        }
        int colon = text.indexOf(':');
        boolean onlyColon = colon >= 0 && colon == text.lastIndexOf(':');
        return onlyColon ? at(text.substring(0, colon), text.substring(colon)) : at(text, "");
    }

    private static @Nullable Node at(String literal, String rest) {
        IpAddress address = IpAddress.parse(literal);
        if (address == null || rest.isEmpty()) {
            return address == null ? null : new Node(address, 0);
        }
        int port = rest.charAt(0) == ':' ? port(rest.substring(1)) : -1;
        // an obfuscated port, or nonsense: the address counts all the same (RFC 7239 section 6.2)
        boolean obfuscated = rest.startsWith(":_");
        return port < 0 && !obfuscated ? null : new Node(address, Math.max(port, 0));
    }

    /** The port that the digits spell, or -1. */
    public static int port(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= MOST_PORT_DIGITS
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        return port <= LARGEST_PORT ? port : -1;
    }

    /** The address as text, empty for a unix socket. */
    public String text() {
        return address == null ? "" : address.toString();
    }
}
