// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import org.jspecify.annotations.Nullable;

/**
 * The elements of a list field, the last one first: each proxy adds its element at the right, so that a reading from
 * there is not led astray by what a client has written at the left, such as a quote that is never closed. Commas in
 * quoted strings do not separate (RFC 9110 section 5.6.4), empty elements do not count (section 5.6.1.2).
 */
public final class ElementsFromRight {
    private final String list;
    private int end;

    public ElementsFromRight(String list) {
        this.list = list;
        this.end = list.length();
    }

    /** The next element to the left, without white space around it; null when there is none. */
    public @Nullable String next() {
        String element = "";
        while (element.isEmpty() && end >= 0) {
            int comma = commaBefore(end);
            element = list.substring(comma + 1, end).strip();
            end = comma;
        }
        return element.isEmpty() ? null : element;
    }

    /** Where the last comma before {@code from} stands that separates elements, or -1. */
    private int commaBefore(int from) {
        boolean quoted = false;
        int at = from - 1;
        while (at >= 0 && (quoted || list.charAt(at) != ',')) {
            if (list.charAt(at) == '"' && !(quoted && isEscaped(at))) {
                quoted = !quoted;
            }
            at--;
        }
        return at;
    }

    /** Whether an odd number of backslashes stands before it. */
    private boolean isEscaped(int at) {
        int first = at;
        while (first > 0 && list.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 1;
    }
}
