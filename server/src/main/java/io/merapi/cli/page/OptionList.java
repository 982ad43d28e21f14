// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.OptionGroup;
import io.merapi.config.option.Status;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code merapi options}: a line or two for each option, by group. */
public final class OptionList {
    private static final int COLUMN = 30;
    private static final int NOTHING_FOUND = 1;

    private OptionList() {}

    /**
     * The options asked for.
     *
     * @param words what follows {@code merapi options}: nothing, or what is looked for in names and descriptions
     */
    public static Page of(List<String> words) {
        if (words.isEmpty()) {
            return Page.of(listed(Catalogue.groups().stream(), Option::isOfUse));
        }
        String sought = String.join(" ", words).toLowerCase(Locale.ROOT);
        Stream<OptionGroup> all = Stream.concat(Catalogue.groups().stream(), Catalogue.otherGroups().stream());
        String found = listed(all, option -> mentions(option, sought));
        return found.isEmpty()
                ? Page.complaint("options", "no option has '" + sought + "' in it", NOTHING_FOUND)
                : Page.of(found);
    }

    private static boolean mentions(Option<?> option, String sought) {
        return option.names().stream().anyMatch(name -> name.contains(sought))
                || option.help().toLowerCase(Locale.ROOT).contains(sought);
    }

    private static String listed(Stream<OptionGroup> groups, Predicate<Option<?>> wanted) {
        Columns page = new Columns(COLUMN);
        groups.forEach(group -> {
            List<Option<?>> options = group.options().stream().filter(wanted).toList();
            if (!options.isEmpty()) {
                page.line(group.title() + ":");
                options.forEach(option -> page.row(term(option), description(option)));
                page.line("");
            }
        });
        return page.toString().stripTrailing() + (page.toString().isEmpty() ? "" : "\n");
    }

    private static String term(Option<?> option) {
        String letter = option.letter() == 0 ? "" : "-" + option.letter() + ", ";
        String value = option.kind().placeholder();
        return letter + "--" + option.name() + (value.isEmpty() ? "" : " " + value);
    }

    private static String description(Option<?> option) {
        StringBuilder text = new StringBuilder(option.effect());
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
}
