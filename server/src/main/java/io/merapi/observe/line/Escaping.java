// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

/** How text that a client has chosen is written, so that it can neither forge a line nor move a terminal's cursor. */
enum Escaping {
    /** Control characters, quotes, backslashes and what is not ASCII become {@code \xNN}. */
    TEXT {
        @Override
        void append(LineBuffer line, String text) {
            line.escaped(text, MOST);
        }
    },
    /** A quote and a backslash get a backslash before them, the others the backslash, u, and four digits of JSON. */
    JSON {
        @Override
        void append(LineBuffer line, String text) {
            line.json(text, MOST);
        }
    };

    /** Escaped at worst sixfold; the usual line stays below the size that a pipe takes in one piece. */
    static final int MOST = 3000;

    abstract void append(LineBuffer line, String text);
}
