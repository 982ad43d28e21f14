// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.OptionGroup;
import java.util.stream.Collectors;

/** What {@code --help} prints: how the command is called, and the names of all options that are of use, by group. */
public final class HelpPage {
    private static final int COLUMN = 26;

    private HelpPage() {}

    public static String text() {
        Columns page = new Columns(COLUMN);
        page.line("""
                Usage: merapi [option]... [file.ini[:section] | app.py]

                Serves a Python WSGI application over HTTP. Options are written alike on the command line
                (--processes 4) and in the [uwsgi] section of an ini file (processes = 4).

                  merapi --http :8000 --module mysite.wsgi --processes 4
                  merapi site.ini
                """);
        for (Subcommand each : Subcommand.values()) {
            page.row(("merapi " + each.word() + " " + each.argument()).strip(), each.purpose());
        }
        page.line("").line("Options:");
        for (OptionGroup group : Catalogue.groups()) {
            String names = group.options().stream()
                    .filter(Option::isOfUse)
                    .map(Option::name)
                    .collect(Collectors.joining(" "));
            if (!names.isEmpty()) {
                page.row(group.title(), names);
            }
        }
        return page.line("")
                .line("docs/options.md describes them all, uWSGI's others included.")
                .toString();
    }
}
