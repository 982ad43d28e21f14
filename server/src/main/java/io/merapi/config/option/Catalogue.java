// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import io.merapi.config.spelling.Spelling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All options in one table: the command line, every file format, {@code --help} and {@code docs/options.md} come from
 * it. Those that have an effect here, and those without that nearly every configuration has, are rows of this package;
 * uWSGI's others are {@link UwsgiOptions}, so that they can be told from misspelt ones, each with what becomes of it.
 */
public final class Catalogue {
    private static final List<OptionGroup> GROUPS = List.of(
            ListenOptions.GROUP,
            HttpOptions.GROUP,
            ProxyOptions.GROUP,
            PythonOptions.GROUP,
            ProcessOptions.GROUP,
            ProcessOptions.IDENTITY,
            ReloadOptions.GROUP,
            WorkerLimitOptions.STUCK,
            WorkerLimitOptions.WORN_OUT,
            ScalingOptions.GROUP,
            NeighbourOptions.DAEMONS_AND_JOBS,
            NeighbourOptions.HOOKS,
            LimitOptions.GROUP,
            LogOptions.GROUP,
            LoadingOptions.GROUP,
            NeedlessOptions.GROUP,
            NeedlessOptions.REFUSED);

    private static final Map<String, Option<?>> BY_NAME = byName();
    private static final Map<Character, Option<?>> BY_LETTER = byLetter();

    private Catalogue() {}

    private static Map<String, Option<?>> byName() {
        Map<String, Option<?>> names = new HashMap<>();
        for (OptionGroup group : GROUPS) {
            for (Option<?> option : group.options()) {
                option.names().forEach(name -> names.put(name, option));
            }
        }
        return Map.copyOf(names);
    }

    private static Map<Character, Option<?>> byLetter() {
        Map<Character, Option<?>> letters = new HashMap<>();
        for (OptionGroup group : GROUPS) {
            for (Option<?> option : group.options()) {
                if (option.letter() != 0) {
                    letters.put(option.letter(), option);
                }
            }
        }
        return Map.copyOf(letters);
    }

    /** The rows of this package, in the order shown. */
    public static List<OptionGroup> groups() {
        return GROUPS;
    }

    /** uWSGI's other options, by subject. */
    public static List<OptionGroup> otherGroups() {
        return UwsgiOptions.groups().stream()
                .map(group -> new OptionGroup(
                        group.title(),
                        group.options().stream()
                                .filter(option -> !BY_NAME.containsKey(option.name()))
                                .toList()))
                .filter(group -> !group.options().isEmpty())
                .toList();
    }

    /** The row of a name or alias, or null. */
    public static @Nullable Option<?> find(String name) {
        Option<?> option = BY_NAME.get(name);
        return option != null ? option : UwsgiOptions.find(name);
    }

    /** The name that a short letter stands for, or null. */
    public static @Nullable String nameOf(char letter) {
        Option<?> option = BY_LETTER.get(letter);
        return option != null ? option.name() : UwsgiOptions.nameOf(letter);
    }

    /** Whether the command line takes a value for that name; null for unknown names. */
    public static Kind.@Nullable Argument argumentOf(String name) {
        Option<?> option = find(name);
        return option != null ? option.kind().argument() : null;
    }

    /** The names that begin like that, in order: uWSGI's, or ours where it has none. */
    public static List<String> beginningWith(String prefix) {
        List<String> theirs = beginningWith(prefix, UwsgiOptions.names());
        return theirs.isEmpty() ? beginningWith(prefix, BY_NAME.keySet()) : theirs;
    }

    private static List<String> beginningWith(String prefix, Set<String> names) {
        return names.stream()
                .filter(name -> !prefix.isEmpty() && name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The names of all options, in order. */
    public static List<String> names() {
        Set<String> all = new TreeSet<>(UwsgiOptions.names());
        all.addAll(BY_NAME.keySet());
        return List.copyOf(all);
    }

    /** The known name that was probably meant, or null. */
    public static @Nullable String suggestionFor(String name) {
        String ours = Spelling.nearest(name, BY_NAME.keySet());
        if (ours != null) {
            return ours;
        }
        String other = Spelling.nearest(name, UwsgiOptions.names());
        return other != null ? other : Spelling.shortestBeginningWith(name, BY_NAME.keySet());
    }
}
