// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.util.Arrays;

/** Lines of the log as octets. */
final class Lines {
    static final byte LINE_FEED = '\n';

    private Lines() {}

    /** How long the line is without its line feed. */
    static int endOfText(byte[] line) {
        int last = line.length - 1;
        return last >= 0 && line[last] == LINE_FEED ? last : line.length;
    }

    /** The line with a line feed at its end. */
    static byte[] closed(byte[] line) {
        if (endOfText(line) < line.length) {
            return line;
        }
        byte[] closed = Arrays.copyOf(line, line.length + 1);
        closed[line.length] = LINE_FEED;
        return closed;
    }

    /** One behind the other. */
    static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
