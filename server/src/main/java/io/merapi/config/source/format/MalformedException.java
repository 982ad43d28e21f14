// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

/** A text does not follow its syntax. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    MalformedException(int line, String what) {
        super(what);
        this.line = line;
    }

    /** The line at which that shows, from 1. */
    public int line() {
        return line;
    }

    /** What is wrong, without a full stop. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
