// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.OptionGroup;
import io.merapi.config.option.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code --help} prints: every option that is of use, by group. */
final class HelpPage {
    private static final int COLUMN = 30;
    private static final int WIDTH = 110;
    private static final Set<Status> OF_USE = Set.of(Status.EFFECTIVE, Status.LOADING);

    private HelpPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(8192);
        page.append("""
                Usage: merapi [option]... [file.ini[:section] | app.py]

                Serves a Python WSGI application over HTTP. Options are written alike on the command line
                (--processes 4) and in the [uwsgi] section of an ini file (processes = 4).

                  merapi --http :8000 --module mysite.wsgi --processes 4
                  merapi site.ini

                merapi request URL tries a listener by hand; merapi request --help tells how.
                merapi status, workers, reload, stop and scale N ask a running server, or tell it what to do.
                """);
        for (OptionGroup group : Catalogue.groups()) {
            List<? extends Option<?>> shown = group.options().stream()
                    .filter(option -> OF_USE.contains(option.status()))
                    .toList();
            if (!shown.isEmpty()) {
                page.append('\n').append(group.title()).append(":\n");
                shown.forEach(option -> append(page, option));
            }
        }
        page.append("""

                docs/options.md describes these and the options that have no effect here.
                """);
        return page.toString();
    }

    private static <T> void append(StringBuilder page, Option<T> option) {
        StringBuilder names = new StringBuilder(COLUMN).append("  ");
        if (option.letter() != 0) {
            names.append('-').append(option.letter()).append(", ");
        }
        names.append("--").append(option.name());
        if (!option.kind().placeholder().isEmpty()) {
            names.append(' ').append(option.kind().placeholder());
        }
        if (names.length() > COLUMN - 2) {
            page.append(names).append('\n').repeat(' ', COLUMN);
        } else {
            page.append(names).repeat(' ', COLUMN - names.length());
        }
        page.append(String.join("\n" + " ".repeat(COLUMN), wrapped(description(option), WIDTH - COLUMN)));
        page.append('\n');
    }

    private static <T> String description(Option<T> option) {
        StringBuilder text = new StringBuilder(option.help());
        String initially = option.shownDefault();
        if (!initially.isEmpty() && !initially.equals("off") && option.status() == Status.EFFECTIVE) {
            text.append(" [").append(initially).append(']');
        }
        if (option.names().size() > 1) {
            text.append(" (also ")
                    .append(String.join(
                            ", ", option.names().subList(1, option.names().size())))
                    .append(')');
        }
        return text.toString();
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(width);
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
