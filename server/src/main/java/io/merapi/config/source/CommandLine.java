// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Kind.Argument;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The options' second spelling: {@code --name value}, {@code --name=value}, short letters alone ({@code -p 4}), with
 * their value ({@code -p4}) or in a row ({@code -ML}), as getopt_long reads them. The beginning of a name stands for
 * the one that begins like that. {@code --} ends the options. Whether a name takes a value is the catalogue's to say.
 */
final class CommandLine {
    private final Deque<String> rest;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();

    private CommandLine(List<String> arguments, Problems problems) {
        this.rest = new ArrayDeque<>(arguments);
        this.problems = problems;
    }

    /**
     * What the arguments say.
     *
     * @param settings the options in the order given
     * @param operands the arguments that are no options
     */
    record Parsed(List<Setting> settings, List<String> operands) {}

    static Parsed parse(List<String> arguments, Problems problems) {
        CommandLine line = new CommandLine(arguments, problems);
        line.parse();
        return new Parsed(List.copyOf(line.settings), List.copyOf(line.operands));
    }

    private void parse() {
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            if (argument.equals("--")) {
                operands.addAll(rest);
                return;
            } else if (argument.startsWith("--")) {
                parseLong(argument.substring(2));
            } else if (argument.startsWith("-") && argument.length() > 1) {
                parseLetters(argument.substring(1));
            } else {
                operands.add(argument);
            }
        }
    }

    private void parseLong(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            add(whole(text.substring(0, equals)), text.substring(equals + 1));
            return;
        }
        String name = whole(text);
        Argument argument = Catalogue.argumentOf(name);
        if (argument == Argument.REQUIRED) {
            addWithNext(name);
        } else {
            boolean isValue =
                    argument == null && !rest.isEmpty() && !rest.element().startsWith("-");
            add(name, isValue ? rest.remove() : "");
        }
    }

    /** The name that an abbreviation stands for; itself where it is none. */
    private String whole(String name) {
        if (Catalogue.argumentOf(name) != null) {
            return name;
        }
        List<String> meant = Catalogue.beginningWith(name);
        return meant.size() == 1 ? meant.getFirst() : name;
    }

    private void parseLetters(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            String name = Catalogue.nameOf(letters.charAt(i));
            if (name == null) {
                problems.error(new Problem(
                        Origin.COMMAND_LINE,
                        "-" + letters.charAt(i),
                        "there is no such option",
                        "merapi options lists them"));
                return;
            }
            if (Catalogue.argumentOf(name) == Argument.REQUIRED) {
                if (i + 1 < letters.length()) {
                    add(name, letters.substring(i + 1));
                } else {
                    addWithNext(name);
                }
                return;
            }
            add(name, "");
        }
    }

    private void addWithNext(String name) {
        if (rest.isEmpty()) {
            problems.error(new Problem(Origin.COMMAND_LINE, name, "needs a value", "write --" + name + " <value>"));
        } else {
            add(name, rest.remove());
        }
    }

    private void add(String name, String value) {
        settings.add(new Setting(name, value, Origin.COMMAND_LINE));
    }
}
