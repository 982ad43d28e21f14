// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands between {@code %(} and {@code )} where that is more than one key ({@code core/config.c}): its parts are
 * taken from left to right, joined, or calculated with where one of {@code + - * /} stands between them; {@code ++} and
 * {@code --} count what is there so far up and down. Numbers are whole, of 64 bits, and read as far as they go.
 */
final class Expression {
    private static final Pattern NUMBER = Pattern.compile("[ \\t\\n\\r\\f\\x0B]*([+-]?\\d+).*", Pattern.DOTALL);

    private final Function<String, @Nullable String> values;
    private @Nullable String result;
    private String operator = "";

    private Expression(Function<String, @Nullable String> values) {
        this.values = values;
    }

    /** The value, or null where there is none. */
    static @Nullable String evaluate(String expression, Function<String, @Nullable String> values) {
        if (expression.indexOf(' ') < 0) {
            return values.apply(expression);
        }
        Expression evaluation = new Expression(values);
        for (String part : expression.split(" ", -1)) {
            if (!part.isEmpty()) {
                evaluation.take(part);
            }
        }
        return evaluation.result;
    }

    private void take(String part) {
        switch (part) {
            case "+", "-", "*", "/" -> operator = part;
            case "++" -> count(1);
            case "--" -> count(-1);
            default -> {
                boolean digits = part.chars().allMatch(c -> c >= '0' && c <= '9');
                String value = digits ? part : values.apply(part);
                combine(value == null ? "" : value);
            }
        }
    }

    private void count(int step) {
        operator = "";
        if (result != null) {
            result = Long.toString(number(result) + step);
        }
    }

    private void combine(String right) {
        String left = result == null ? "" : result;
        result = switch (operator) {
            case "+" -> Long.toString(number(left) + number(right));
            case "-" -> Long.toString(number(left) - number(right));
            case "*" -> Long.toString(number(left) * number(right));
            case "/" -> Long.toString(number(right) == 0 ? 0 : number(left) / number(right));
            default -> left + right;
        };
        operator = "";
    }

    /** What C's strtoll reads. */
    static long number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return 0;
        }
        String digits = matcher.group(1);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
