// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.OptionGroup;
import io.merapi.config.option.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of all options, {@code docs/options.md}. */
final class OptionsPage {
    private OptionsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(16_384);
        page.append("""
                # Options

                Generated from the catalogue by `merapi --options-md`; do not edit.

                How files are read is told in [configuration.md](configuration.md).

                Written on the command line as `--name value` or `--name=value`, in the `[uwsgi]` section of an ini file as
                `name = value`, in the environment as `UWSGI_NAME=value`. The later one wins: environment, then command line with
                the files it names in their places, then a file given without `--ini`. An option that takes a list is given
                once for each item.

                Flags are true unless they are `false`, `off`, `no` or `0`. Sizes take `k`, `m` and `g`; times are seconds, or
                take `ms`, `s`, `m` and `h`. Comments in a file stand on lines of their own and begin with `#` or `;`. In values,
                `$(NAME)` is a variable of the environment, `%(name)` the value of another option, `%d` the directory of the file,
                `%n` its name without extension, `%k` the number of processors, `%h` the host's name, `%%` a per cent sign; the
                other magic variables and the conditions (`if-env`, `if-exists`, `for`, ...) are uWSGI's.

                [uWSGI's other options](#uwsgis-other-options) stand at the end, with what becomes of each. A name that is no option
                at all is warned of, or refused with `strict`.

                The exit code is 0 after SIGTERM or SIGINT, 1 where the server cannot start, and 22 where `need-app` is given
                and there is no application.
                """);
        for (OptionGroup group : Catalogue.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append("| option | value | default | what it does |\n|---|---|---|---|\n");
            group.options().forEach(option -> append(page, option));
        }
        page.append("""

                ## uWSGI's other options

                Those that are not available yet are ignored with a warning, those without effect are told of at the start, and with
                one that is refused the server does not start.
                """);
        Catalogue.otherGroups().forEach(group -> appendOthers(page, group));
        return page.toString();
    }

    /** Options that come to the same share a line. */
    private static void appendOthers(StringBuilder page, OptionGroup group) {
        Map<String, List<String>> namesByEffect = new LinkedHashMap<>();
        group.options()
                .forEach(option -> namesByEffect
                        .computeIfAbsent(option.effect(), effect -> new ArrayList<>())
                        .addAll(option.names()));
        page.append("\n### ").append(group.title()).append("\n\n| options | what becomes of them |\n|---|---|\n");
        namesByEffect.forEach((effect, names) -> page.append("| ")
                .append(quoted(names))
                .append(" | ")
                .append(effect)
                .append(" |\n"));
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" "));
    }

    private static <T> void append(StringBuilder page, Option<T> option) {
        boolean effective = option.status() == Status.EFFECTIVE;
        page.append("| ").append(quoted(option.names()));
        if (option.letter() != 0) {
            page.append(" `-").append(option.letter()).append('`');
        }
        page.append(" | ")
                .append(option.kind().placeholder())
                .append(option.kind().isList() ? ", ..." : "");
        page.append(" | ").append(effective ? option.shownDefault() : "");
        page.append(" | ").append(option.help()).append(" |\n");
    }
}
