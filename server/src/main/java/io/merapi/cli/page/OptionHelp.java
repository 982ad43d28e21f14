// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Kind.Argument;
import io.merapi.config.option.Option;
import io.merapi.config.option.OptionGroup;
import io.merapi.config.option.Status;
import java.util.List;
import java.util.stream.Stream;

/** {@code merapi help OPTION}: all there is to say of an option. */
public final class OptionHelp {
    private static final int COLUMN = 18;

    private OptionHelp() {}

    /**
     * That of an option.
     *
     * @param words what follows {@code merapi help}: a name, or nothing for help in general
     */
    public static Page of(List<String> words) {
        if (words.isEmpty()) {
            return Page.of(HelpPage.text());
        }
        String name = nameIn(words.getFirst());
        Option<?> option = Catalogue.find(name);
        if (option == null) {
            String meant = Catalogue.suggestionFor(name);
            String advice = meant == null ? "merapi options WORD looks for one" : "did you mean " + meant + "?";
            return Page.complaint("help", name + ": there is no such option; " + advice, Page.USAGE);
        }
        return Page.of(described(option));
    }

    /** As it may be written: {@code processes}, {@code --processes}, {@code -p}. */
    private static String nameIn(String word) {
        if (word.matches("-[^-]")) {
            String name = Catalogue.nameOf(word.charAt(1));
            return name == null ? word : name;
        }
        return word.replaceFirst("^--", "");
    }

    private static String described(Option<?> option) {
        Columns page = new Columns(COLUMN);
        page.line(option.name() + ": " + option.effect()).line("");
        if (option.names().size() > 1) {
            page.row(
                    "also",
                    String.join(", ", option.names().subList(1, option.names().size())));
        }
        page.row("command line", onCommandLine(option)).row("in a file", inFile(option));
        if (option.status() == Status.EFFECTIVE && !option.shownDefault().isEmpty()) {
            page.row("default", option.shownDefault());
        }
        if (option.kind().isList() && option.isOfUse()) {
            page.row("several", "each setting counts");
        }
        String difference = Differences.of(option);
        if (!difference.isEmpty()) {
            page.row("under uWSGI", difference);
        }
        return page.row("subject", subject(option)).toString();
    }

    private static String onCommandLine(Option<?> option) {
        String value = option.kind().placeholder();
        String written = switch (option.kind().argument()) {
            case NONE -> "--" + option.name();
            case OPTIONAL -> "--" + option.name() + (value.isEmpty() ? "" : "[=" + value + "]");
            case REQUIRED -> "--" + option.name() + " " + value;
        };
        String letter = "-" + option.letter() + (option.kind().argument() == Argument.REQUIRED ? " " + value : "");
        return option.letter() == 0 ? written : written + ", " + letter;
    }

    private static String inFile(Option<?> option) {
        String value = option.kind().placeholder();
        return option.name() + " = " + (value.isEmpty() ? "true" : value);
    }

    private static String subject(Option<?> option) {
        return Stream.concat(Catalogue.groups().stream(), Catalogue.otherGroups().stream())
                .filter(group -> group.options().contains(option))
                .findFirst()
                .map(OptionGroup::title)
                .orElse("");
    }
}
