// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import io.merapi.protocol.forwarded.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that have their first bits in common (RFC 4632 section 3.1).
 *
 * @param first an address of the network
 * @param bits how many bits they share
 */
public record Network(IpAddress first, int bits) {

    /** Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address; null where it is none of these. */
    public static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        IpAddress first = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (first == null || slash < 0) {
            return first == null ? null : new Network(first, first.bits());
        }
        String bits = text.substring(slash + 1);
        boolean number = bits.length() <= 3 && !bits.isEmpty() && bits.chars().allMatch(Character::isDigit);
        return number && Integer.parseInt(bits) <= first.bits() ? new Network(first, Integer.parseInt(bits)) : null;
    }

    /** Whether the address is in it. */
    public boolean contains(IpAddress address) {
        return address.startsWith(first, bits);
    }
}
