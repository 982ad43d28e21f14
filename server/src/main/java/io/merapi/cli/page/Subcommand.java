// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may stand in place of the options, and does something other than serving. */
public enum Subcommand {
    CHECK("FILE.ini", "tell what each setting of a configuration does, and what is wrong"),
    HELP("OPTION", "tell all about an option"),
    OPTIONS("[WORD]", "list the options, or those in which a word occurs"),
    COMPLETION("SHELL", "print what completes a command line: bash, zsh or fish"),
    INIT("", "write a first configuration for the application in this directory"),
    REQUEST("URL", "try a listener by hand"),
    STATUS("", "tell how a running server fares"),
    WORKERS("", "tell how its workers fare"),
    RELOAD("", "have it load the application anew"),
    STOP("", "have it finish what it has, and leave"),
    SCALE("N", "have it have so many workers");

    private final String argument;
    private final String purpose;

    Subcommand(String argument, String purpose) {
        this.argument = argument;
        this.purpose = purpose;
    }

    /** The word that calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String argument() {
        return argument;
    }

    String purpose() {
        return purpose;
    }

    /** The one that a word calls, or null. */
    public static @Nullable Subcommand of(String word) {
        for (Subcommand each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        return null;
    }
}
