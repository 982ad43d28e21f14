// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that lines of the log are searched for, in the letters of PCRE, which uWSGI has: octets are its
 * characters. Of a line the first 8 KiB count, which is what uWSGI sees of it, and the search is given up after a
 * while, for expressions can be written that take for ever.
 */
public final class MessagePattern {
    private static final int MOST_OCTETS = 8192;
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final System.Logger LOG = System.getLogger("merapi.observe");

    private final String written;
    private final Pattern pattern;
    private boolean givenUp;

    private MessagePattern(String written, Pattern pattern) {
        this.written = written;
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @throws PatternSyntaxException when it is none
     */
    public static MessagePattern of(String written) {
        String octets = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return new MessagePattern(written, Pattern.compile(PcreSyntax.toJava(octets), Pattern.UNIX_LINES));
    }

    /** Whether it is found in a line; where the search is given up, it is not. For one thread at a time. */
    boolean isIn(byte[] line) {
        int length = Math.min(Lines.endOfText(line), MOST_OCTETS);
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        try {
            return pattern.matcher(new Watched(text, System.nanoTime() + MOST_NANOS))
                    .find();
        } catch (GivenUpException | StackOverflowError e) {
            if (!givenUp) {
                givenUp = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "looking for " + written + " in a line of the log takes too long, and is given up");
            }
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MessagePattern that && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }

    /** The time is over. */
    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUpException() {
            super(null, null, false, false);
        }
    }

    /** Text that cannot be looked at for longer than wanted. */
    private static final class Watched implements CharSequence {
        private static final int LOOKS_PER_CHECK = 1 << 12;

        private final String text;
        private final long end;
        private int looks;

        Watched(String text, long end) {
            this.text = text;
            this.end = end;
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks % LOOKS_PER_CHECK == 0 && System.nanoTime() - end > 0) {
                throw new GivenUpException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
