// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The effective value of each option, with where it was given. Of several settings the last wins; lists take them all.
 */
public final class Settings {
    private static final int MOST_SUGGESTIONS = 100;
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");

    // by the option's name: hashing whole rows would cost more than all else here
    private final Map<String, List<Setting>> given = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Setting> inOrder;
    private final Set<String> placeholders;

    private Settings(List<Setting> inOrder, Set<String> placeholders) {
        this.inOrder = List.copyOf(inOrder);
        this.placeholders = Set.copyOf(placeholders);
    }

    /**
     * Sorts settings by option and reads their values.
     *
     * @param settings everything given, in the order that counts
     * @param placeholders keys that a {@code %(key)} refers to; they need not be options
     * @param problems hears of values that make no sense and of options that are not known or have no effect
     */
    public static Settings of(List<Setting> settings, Set<String> placeholders, Problems problems) {
        Settings result = new Settings(settings, placeholders);
        List<Option<?>> options = new ArrayList<>();
        List<Setting> unknown = new ArrayList<>();
        for (Setting setting : settings) {
            Option<?> option = Catalogue.find(setting.key());
            if (option != null) {
                if (!result.isGiven(option)) {
                    result.given.put(option.name(), new ArrayList<>());
                    options.add(option);
                }
                result.own(option).add(setting);
            } else if (!placeholders.contains(setting.key())) {
                unknown.add(setting);
            }
        }
        options.forEach(option -> result.read(option, problems));
        boolean strict = result.value(LoadingOptions.STRICT);
        for (int i = 0; i < unknown.size(); i++) {
            reportUnknown(unknown.get(i), i < MOST_SUGGESTIONS, strict, problems);
        }
        return result;
    }

    private <T> void read(Option<T> option, Problems problems) {
        List<Setting> own = own(option);
        switch (option.status()) {
            case EFFECTIVE -> values.put(option.name(), option.kind().reader().read(own, problems));
            case NO_EFFECT -> problems.note(Problem.with(own.getLast(), "has no effect: " + option.help(), ""));
            case REFUSED -> problems.error(Problem.with(own.getLast(), "is not available: " + option.help(), ""));
            case NOT_YET -> problems.warn(Problem.with(own.getFirst(), "is not available yet, ignored", ""));
            case LOADING -> {
                // the loader has done what it asks for
            }
        }
    }

    private List<Setting> own(Option<?> option) {
        return given.getOrDefault(option.name(), List.of());
    }

    /** Looking for what was meant takes its time, which a file of another kind is not worth. */
    private static void reportUnknown(Setting setting, boolean suggests, boolean strict, Problems problems) {
        Problem problem;
        if (NAME.matcher(setting.key()).matches()) {
            String suggestion = suggests ? Catalogue.suggestionFor(setting.key()) : null;
            String fix = suggestion == null ? "" : "did you mean " + suggestion + "?";
            problem = Problem.with(setting, "there is no such option", fix);
        } else {
            problem = new Problem(
                    setting.origin(),
                    "",
                    "'" + setting.key() + "' is no name of an option, and its line is ignored",
                    "begin comments with # or ;");
        }
        boolean fatal = strict && !setting.origin().isEnvironment();
        if (fatal || setting.origin().isCommandLine()) {
            problems.error(problem);
        } else {
            problems.warn(problem);
        }
    }

    /** The option's value: what was given last, or its default. */
    @SuppressWarnings("unchecked") // values are put in under the option whose kind has read them
    public <T> T value(Option<T> option) {
        Object value = values.get(option.name());
        return value == null ? option.initial() : (T) value;
    }

    public boolean isGiven(Option<?> option) {
        return given.containsKey(option.name());
    }

    /** Every setting in the order that counts, those included that are no options, or that others imply. */
    public List<Setting> inOrder() {
        return inOrder;
    }

    /** Whether a key means something without being an option. */
    public boolean isPlaceholder(String key) {
        return placeholders.contains(key) && Catalogue.argumentOf(key) == null;
    }

    /** Every setting of the option in the order given; empty where it was not. */
    public List<Setting> settings(Option<?> option) {
        return List.copyOf(own(option));
    }

    /** Where the value comes from. */
    public Origin origin(Option<?> option) {
        Setting last = last(option);
        return last == null ? Origin.DEFAULT : last.origin();
    }

    private @Nullable Setting last(Option<?> option) {
        List<Setting> own = own(option);
        return own.isEmpty() ? null : own.getLast();
    }

    /** A problem with the option's value, at the place where it was given. */
    public Problem problem(Option<?> option, String what, String fix) {
        Setting last = last(option);
        return last == null ? new Problem(Origin.DEFAULT, option.name(), what, fix) : Problem.with(last, what, fix);
    }
}
