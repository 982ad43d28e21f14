// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import io.merapi.cli.page.Page;
import io.merapi.config.source.Surroundings;
import java.util.List;
import java.util.Set;

/** {@code merapi check}: reads a configuration as the server would, and tells what it makes of it. */
public final class CheckCommand {
    private static final Set<String> FLAGS = Set.of("--strict", "--json", "--help", "-h");
    private static final int FINE = 0;
    private static final int WARNED = 1;
    private static final int UNUSABLE = 2;

    private static final String HELP = """
            Usage: merapi check [--strict] [--json] FILE.ini...
                   merapi check [--strict] [--json] OPTION...

            Tells line by line what the settings do, and what is wrong with them, without starting anything. What
            follows are the server's own arguments: several files make one configuration.

              --strict   exit with 1 where there is a warning
              --json     for programs; docs/checking.md describes it

            It exits with
              0  the server can start like this
              1  it can, but there is a warning, with --strict
              2  it cannot
            """;

    private CheckCommand() {}

    /**
     * Runs it.
     *
     * @param words what follows {@code merapi check}; its own flags come first
     * @param user the user id of this process
     */
    public static Page run(List<String> words, Surroundings surroundings, int user) {
        List<String> own = words.stream().takeWhile(FLAGS::contains).toList();
        List<String> arguments = words.subList(own.size(), words.size());
        if (own.contains("--help") || own.contains("-h")) {
            return Page.of(HELP);
        }
        if (arguments.isEmpty()) {
            return Page.complaint("check", "no file is named; merapi check --help tells more", UNUSABLE);
        }
        return checked(Report.of(arguments, surroundings, user), own.contains("--strict"), own.contains("--json"));
    }

    private static Page checked(Report report, boolean strict, boolean json) {
        int usable = strict && !report.isBlameless() ? WARNED : FINE;
        String text = json ? ReportJson.of(report) : ReportText.of(report);
        return new Page(text, "", report.isUsable() ? usable : UNUSABLE);
    }
}
