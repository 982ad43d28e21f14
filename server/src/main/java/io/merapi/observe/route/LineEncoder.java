// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes another line of a line of the log. */
@FunctionalInterface
public interface LineEncoder {

    /**
     * The line in another form.
     *
     * @param line octets, with the closing line feed unless an encoder before has taken it
     */
    byte[] encode(byte[] line);

    /** Text before the line. */
    static LineEncoder prefix(String text) {
        byte[] before = text.getBytes(StandardCharsets.UTF_8);
        return line -> Lines.joined(before, line);
    }

    /** Text at the end of the line, before its line feed. */
    static LineEncoder suffix(String text) {
        byte[] after = text.getBytes(StandardCharsets.UTF_8);
        return line -> {
            int end = Lines.endOfText(line);
            return Lines.joined(Arrays.copyOf(line, end), after, Arrays.copyOfRange(line, end, line.length));
        };
    }

    /** A line feed at the end, where there is none. */
    static LineEncoder lineFeed() {
        return Lines::closed;
    }

    /** One after another. */
    static LineEncoder all(List<LineEncoder> encoders) {
        List<LineEncoder> each = List.copyOf(encoders);
        return line -> {
            byte[] encoded = line;
            for (LineEncoder encoder : each) {
                encoded = encoder.encode(encoded);
            }
            return encoded;
        };
    }
}
