// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/**
 * A row of the catalogue.
 *
 * @param names its name, then its aliases
 * @param letter its short form on the command line, or 0
 * @param kind how its text is read
 * @param initial its value where it is not given
 * @param initially the default in words, where the value alone does not say it; else empty
 * @param status what giving it does
 * @param help what it does, one line, no full stop
 */
public record Option<T>(
        List<String> names, char letter, Kind<T> kind, T initial, String initially, Status status, String help) {

    /** Starts a row; the other columns follow by the methods below. */
    public static <T> Option<T> of(Kind<T> kind, T initial, String... names) {
        return new Option<>(List.of(names), (char) 0, kind, initial, "", Status.EFFECTIVE, "");
    }

    /** A flag that is off unless given. */
    public static Option<Boolean> flag(String... names) {
        return of(Kind.FLAG, false, names);
    }

    public Option<T> letter(char shortForm) {
        return new Option<>(names, shortForm, kind, initial, initially, status, help);
    }

    /** The default in words. */
    public Option<T> initially(String words) {
        return new Option<>(names, letter, kind, initial, words, status, help);
    }

    public Option<T> status(Status other) {
        return new Option<>(names, letter, kind, initial, initially, other, help);
    }

    public Option<T> help(String line) {
        return new Option<>(names, letter, kind, initial, initially, status, line);
    }

    /** What giving it does, in words. */
    public String effect() {
        return switch (status) {
            case EFFECTIVE, LOADING, NOT_YET -> help;
            case NO_EFFECT -> "no effect: " + help;
            case REFUSED -> "refused: " + help;
        };
    }

    /** Whether giving it does anything. */
    public boolean isOfUse() {
        return status == Status.EFFECTIVE || status == Status.LOADING;
    }

    public String name() {
        return names.getFirst();
    }

    /** Whether that is its name or an alias. */
    public boolean isNamed(String key) {
        return names.contains(key);
    }

    /** The default as the help shows it; empty where there is nothing to say. */
    public String shownDefault() {
        return initially.isEmpty() ? kind.show(initial) : initially;
    }
}
