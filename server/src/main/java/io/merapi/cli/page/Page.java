// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

/**
 * What a subcommand has to say.
 *
 * @param text for standard output
 * @param complaint for standard error
 * @param status to exit with
 */
public record Page(String text, String complaint, int status) {
    /** The arguments make no sense. */
    public static final int USAGE = 2;

    /** What was asked for. */
    public static Page of(String text) {
        return new Page(text, "", 0);
    }

    /** Why there is nothing of what was asked for. */
    public static Page complaint(String command, String what, int status) {
        return new Page("", "merapi " + command + ": " + what + "\n", status);
    }
}
