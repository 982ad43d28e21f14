// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one log line of octets at a time, without garbage. Owned by one thread. */
public final class LineBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ELLIPSIS = "...".getBytes(StandardCharsets.US_ASCII);
    /** Longest decimal long, or an escape, or the ellipsis. */
    private static final int SLACK = 24;

    private byte[] octets = new byte[512];
    private int size;

    public void clear() {
        size = 0;
    }

    public byte[] octets() {
        return octets;
    }

    public int size() {
        return size;
    }

    /** Appends text known to be harmless latin-1. */
    @SuppressWarnings("deprecation") // the deprecated method copies latin-1 octets without making an array
    LineBuffer text(String text) {
        ensure(text.length());
        text.getBytes(0, text.length(), octets, size);
        size += text.length();
        return this;
    }

    LineBuffer octets(byte[] source) {
        ensure(source.length);
        System.arraycopy(source, 0, octets, size, source.length);
        size += source.length;
        return this;
    }

    /**
     * Appends text from outside: control characters, quotes, backslashes and what is not ASCII as {@code \xNN}.
     *
     * @param most after so many characters the rest becomes an ellipsis
     */
    LineBuffer escaped(String text, int most) {
        int length = Math.min(text.length(), most);
        ensure(length * 4);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                octets[size++] = (byte) c;
            } else {
                escape(c & 0xff);
            }
        }
        return length < text.length() ? octets(ELLIPSIS) : this;
    }

    /** The same inside a string of JSON, where a character beyond ASCII, an octet here, counts as latin-1. */
    LineBuffer json(String text, int most) {
        int length = Math.min(text.length(), most);
        ensure(length * 6);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                octets[size++] = '\\';
                octets[size++] = (byte) c;
            } else if (c >= ' ' && c < 0x7f) {
                octets[size++] = (byte) c;
            } else {
                octets[size++] = '\\';
                octets[size++] = 'u';
                octets[size++] = '0';
                octets[size++] = '0';
                hex(c & 0xff);
            }
        }
        return length < text.length() ? octets(ELLIPSIS) : this;
    }

    private void escape(int octet) {
        octets[size++] = '\\';
        octets[size++] = 'x';
        hex(octet);
    }

    private void hex(int octet) {
        octets[size++] = HEX[octet >> 4];
        octets[size++] = HEX[octet & 15];
    }

    LineBuffer number(long number) {
        ensure(SLACK);
        if (number < 0) {
            return text(Long.toString(number));
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            octets[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** A number of millionths, as a decimal fraction of six digits. */
    LineBuffer millionths(long number) {
        number(number / 1_000_000).text(".");
        long rest = number % 1_000_000;
        for (long digit = 100_000; digit > 0; digit /= 10) {
            octets[size++] = (byte) ('0' + rest / digit % 10);
        }
        return this;
    }

    private void ensure(int more) {
        if (octets.length - size < more + SLACK) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + more + SLACK));
        }
    }
}
