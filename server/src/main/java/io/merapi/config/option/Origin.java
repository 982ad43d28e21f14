// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

/**
 * Where a setting was written.
 *
 * @param source file as the operator named it, {@code $UWSGI_NAME}, or {@code command line}
 * @param line line in that file, from 1; 0 where there are no lines
 * @param implier the option there by which it is implied; empty where it is written itself
 */
public record Origin(String source, int line, String implier) {
    /** Given as an argument of the command. */
    public static final Origin COMMAND_LINE = new Origin("command line", 0);
    /** Not given: the option's own default. */
    public static final Origin DEFAULT = new Origin("default", 0);

    public Origin(String source, int line) {
        this(source, line, "");
    }

    /** Not written, but implied by an option that is written there. */
    public Origin implied(String option) {
        return new Origin(source, line, option);
    }

    /** Given as a variable of the environment. */
    public static Origin environment(String variable) {
        return new Origin("$" + variable, 0);
    }

    /** Whether it was not given. */
    public boolean isDefault() {
        return source.equals(DEFAULT.source);
    }

    /** Whether it was an argument of the command. */
    public boolean isCommandLine() {
        return source.equals(COMMAND_LINE.source);
    }

    /** Whether it was a variable of the environment. */
    public boolean isEnvironment() {
        return source.startsWith("$");
    }

    /** The option written the way this origin writes options, for advice. */
    public String spell(String key, String value) {
        if (isCommandLine()) {
            return value.isEmpty() ? "--" + key : "--" + key + " " + value;
        }
        return value.isEmpty() ? key : key + " = " + value;
    }

    @Override
    public String toString() {
        String place = line == 0 ? source : source + ":" + line;
        return implier.isEmpty() ? place : place + ", implied by " + implier;
    }
}
