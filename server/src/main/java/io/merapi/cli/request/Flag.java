// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be given beside the URL; named after curl's where curl has it. */
enum Flag {
    REQUEST('X', "METHOD", "the method [GET, or POST with a body]"),
    HEADER('H', "NAME:VALUE", "a field; without a value: one that is not sent"),
    DATA('d', "TEXT|@FILE", "the body, as it is; @- is standard input; several are joined with &"),
    HEAD('I', "", "the method HEAD, and print the answer's head"),
    INCLUDE('i', "", "print the answer's head, too"),
    FAIL('f', "", "print no body where the status is 400 or above, and exit with 22"),
    MAX_TIME('m', "SECONDS", "how long all of it may take [30]"),
    MODIFIER1('\0', "0..255", "of a uwsgi packet [0]; 100 is a ping"),
    MODIFIER2('\0', "0..255", "of a uwsgi packet [0]"),
    VAR('\0', "NAME=VALUE", "a variable of uwsgi, FastCGI or SCGI, in place of what would be sent"),
    VERBOSE('v', "", "tell on standard error what is sent and how it is answered"),
    HELP('h', "", "print this");

    private final char letter;
    private final String placeholder;
    private final String help;

    Flag(char letter, String placeholder, String help) {
        this.letter = letter;
        this.placeholder = placeholder;
        this.help = help;
    }

    boolean takesValue() {
        return !placeholder.isEmpty();
    }

    String option() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Flag of(String option) {
        for (Flag flag : values()) {
            if (flag.option().equals(option)) {
                return flag;
            }
        }
        return null;
    }

    static @Nullable Flag of(char letter) {
        for (Flag flag : values()) {
            if (flag.letter == letter) {
                return flag;
            }
        }
        return null;
    }

    /** What {@code --help} says of it. */
    String helpLine() {
        String names = (letter == '\0' ? "    " : "-" + letter + ", ") + option() + " " + placeholder;
        return String.format(Locale.ROOT, "  %-28s%s%n", names, help);
    }
}
