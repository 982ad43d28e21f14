// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts in what is known only once everything has been read, in uWSGI's order ({@code core/uwsgi.c}): {@code $(NAME)}, a
 * variable of the environment; {@code @(path)}, a file's content; {@code %(key)}, the first setting of that name.
 * Several keys within {@code %( )} are joined; {@code + - * / ++ --} between them calculate with whole numbers. What
 * cannot be resolved stays as it is.
 */
final class Placeholders {
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\(([^)]*)\\)");
    private static final Pattern FILE = Pattern.compile("@\\(([^)]*)\\)");
    private static final Pattern SETTING = Pattern.compile("%\\(([^)]*)\\)");

    private final Surroundings surroundings;
    private final Problems problems;
    private final Map<String, String> firstValues = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Placeholders(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** The settings with all placeholders replaced that can be. */
    List<Setting> replaceIn(List<Setting> settings) {
        List<Setting> early = settings.stream()
                .map(this::replaceEnvironment)
                .map(setting -> replace(setting, FILE, this::fileContent))
                .toList();
        early.forEach(setting -> firstValues.putIfAbsent(setting.key(), setting.value()));
        return early.stream()
                .map(setting -> replace(setting, SETTING, this::settingValue))
                .toList();
    }

    /** The keys that placeholders have referred to. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    /** Replaces variables of the environment alone: for options that take effect while files are still being read. */
    Setting replaceEnvironment(Setting setting) {
        return replace(setting, ENVIRONMENT, this::environmentValue);
    }

    private Setting replace(Setting setting, Pattern pattern, BiFunction<String, Setting, @Nullable String> values) {
        Matcher matcher = pattern.matcher(setting.value());
        if (!matcher.find()) {
            return setting;
        }
        String text = matcher.replaceAll(match -> {
            String value = values.apply(match.group(1), setting);
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
        return setting.withValue(text);
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

    private @Nullable String fileContent(String name, Setting setting) {
        Path path = surroundings.resolve(name);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            problems.error(Problem.with(setting, "cannot read the file of @(" + name + "): " + IoReason.of(e), ""));
            return null;
        }
    }

    private @Nullable String settingValue(String expression, Setting setting) {
        if (expression.indexOf(' ') < 0) {
            used.add(expression);
            return firstValues.get(expression);
        }
        String result = "";
        String operator = "";
        for (String token : expression.strip().split(" +", -1)) {
            switch (token) {
                case "+", "-", "*", "/" -> operator = token;
                case "++" -> result = Long.toString(number(result) + 1);
                case "--" -> result = Long.toString(number(result) - 1);
                case String operand -> {
                    result = apply(operator, result, operandValue(operand));
                    operator = "";
                }
            }
        }
        return result;
    }

    private String operandValue(String operand) {
        if (operand.chars().allMatch(Character::isDigit)) {
            return operand;
        }
        used.add(operand);
        return firstValues.getOrDefault(operand, "");
    }

    private static String apply(String operator, String left, String right) {
        return switch (operator) {
            case "+" -> Long.toString(number(left) + number(right));
            case "-" -> Long.toString(number(left) - number(right));
            case "*" -> Long.toString(number(left) * number(right));
            case "/" -> Long.toString(number(right) == 0 ? 0 : number(left) / number(right));
            case String none -> left + right;
        };
    }

    private static long number(String text) {
        Matcher digits = Pattern.compile("\\s*(-?\\d{1,18}).*", Pattern.DOTALL).matcher(text);
        return digits.matches() ? Long.parseLong(digits.group(1)) : 0;
    }
}
