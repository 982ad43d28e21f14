// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts in what values refer to, in uWSGI's order ({@code core/uwsgi.c}): {@code $(NAME)}, a variable of the
 * environment; {@code @(file)}, a file's content or that of a URL; {@code %(key)}, the first setting of that name, or
 * an {@link Expression} of several. Each over all settings before the next. What cannot be resolved stays as it is.
 * Options that take effect while files are still being read get theirs at once, of what has been read so far; under
 * uWSGI they get none.
 */
final class Placeholders {
    private final Surroundings surroundings;
    private final Problems problems;
    private final Contents contents;
    private final Bounds bounds;
    private final Map<String, String> firstValues = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Placeholders(Surroundings surroundings, Problems problems, Contents contents, Bounds bounds) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.contents = contents;
        this.bounds = bounds;
    }

    /** A setting that has been read, to which others may refer from now on. */
    void add(Setting setting) {
        firstValues.putIfAbsent(setting.key(), setting.value());
    }

    /** The first setting of that name so far, as it was written, or null. */
    @Nullable
    String firstValue(String key) {
        used.add(key);
        return firstValues.get(key);
    }

    /** The keys that have been referred to. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    /** A setting with all put in that is known so far. */
    Setting replaceNow(Setting setting) {
        return replace(
                '%',
                replaceEarly(setting),
                (expression, of) -> evaluate(expression, of, key -> {
                    String value = firstValue(key);
                    return value == null
                            ? null
                            : replaceEarly(of.withValue(value)).value();
                }));
    }

    /** The settings with all put in, now that there will be no more. */
    List<Setting> replaceIn(List<Setting> settings) {
        List<Setting> early = settings.stream().map(this::replaceEarly).toList();
        firstValues.clear();
        early.forEach(this::add);
        List<Setting> all = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (Setting setting : early) {
            Setting replaced = replace('%', setting, (expression, of) -> evaluate(expression, of, this::firstValue));
            if (done.add(setting.key())) {
                firstValues.put(setting.key(), replaced.value());
            }
            all.add(replaced);
        }
        return all;
    }

    private @Nullable String evaluate(String expression, Setting of, Function<String, @Nullable String> values) {
        if (expression.indexOf('(') >= 0) {
            problems.warn(Problem.with(
                    of,
                    "within %(" + expression + ") what begins with a parenthesis counts as 0",
                    "calculate in two settings, one of which refers to the other"));
        }
        return Expression.evaluate(expression, values);
    }

    private Setting replaceEarly(Setting setting) {
        return replace('@', replace('$', setting, this::environmentValue), this::fileContent);
    }

    private Setting replace(char sign, Setting setting, BiFunction<String, Setting, @Nullable String> values) {
        Setting replaced = Substitution.replace(sign, setting, values, bounds);
        if (replaced == null) {
            problems.warn(Problem.with(
                    setting,
                    "refers to itself, so '" + setting.value() + "' stays as it is",
                    "name another " + sign + "()"));
            return setting;
        }
        return replaced;
    }

    private @Nullable String environmentValue(String name, Setting setting) {
        int dash = name.indexOf('-');
        if (dash > 0) {
            return environmentOr(name, dash);
        }
        String value = surroundings.environment().get(name);
        if (value == null) {
            problems.warn(Problem.with(
                    setting, "$(" + name + ") stays as it is", "set " + name + " in the environment of the server"));
        }
        return value;
    }

    /** {@code NAME-text}: the text where there is no NAME; {@code NAME:-text}: also where it is empty. */
    private String environmentOr(String expression, int dash) {
        boolean colon = expression.charAt(dash - 1) == ':';
        String value = surroundings.environment().get(expression.substring(0, colon ? dash - 1 : dash));
        return value == null || (colon && value.isEmpty()) ? expression.substring(dash + 1) : value;
    }

    /** The content, without the line feed at its end. */
    private @Nullable String fileContent(String name, Setting setting) {
        try {
            String content = contents.read(name);
            bounds.spend(setting, content.length());
            return content.endsWith("\n") || content.endsWith("\r")
                    ? content.substring(0, content.length() - 1)
                    : content;
        } catch (IOException e) {
            problems.error(Problem.with(setting, "cannot read the file of @(" + name + "): " + IoReason.of(e), ""));
            return null;
        }
    }
}
