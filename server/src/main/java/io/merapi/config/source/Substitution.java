// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Setting;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $(key)} and its like in one value, as {@code uwsgi_apply_config_pass} does: the innermost first, so
 * that a key can be put together of others, and again in what has been put in. What has no value stays as it is. uWSGI
 * overlooks what a replacement has moved to the very beginning of the value; that is not imitated.
 */
final class Substitution {
    private static final int NONE = -1;

    private final char sign;
    private final Setting setting;
    private final Bounds bounds;
    private final StringBuilder text;

    private Substitution(char sign, Setting setting, Bounds bounds) {
        this.sign = sign;
        this.setting = setting;
        this.bounds = bounds;
        this.text = new StringBuilder(setting.value());
    }

    /**
     * The setting with what it refers to put in.
     *
     * @param values what a key stands for in that setting, or null
     * @return null where it refers to itself without end
     */
    static @Nullable Setting replace(
            char sign, Setting setting, BiFunction<String, Setting, @Nullable String> values, Bounds bounds) {
        bounds.spend(setting, setting.value().length());
        if (setting.value().indexOf(sign) < 0) {
            return setting;
        }
        Substitution substitution = new Substitution(sign, setting, bounds);
        return substitution.replaceAll(values) ? setting.withValue(substitution.text.toString()) : null;
    }

    private boolean replaceAll(BiFunction<String, Setting, @Nullable String> values) {
        int from = 0;
        for (int replaced = 0; replaced <= Bounds.MOST_REPLACEMENTS; replaced++) {
            from = replaceNext(from, values);
            if (from == NONE) {
                return true;
            }
            if (text.length() > Bounds.LONGEST_VALUE) {
                throw ReadingEndsException.tooMuch(
                        setting, "the value is longer than " + Bounds.LONGEST_VALUE + " characters");
            }
        }
        return false;
    }

    /** Replaces one key; returns where to go on, or NONE where there was none to replace. */
    private int replaceNext(int from, BiFunction<String, Setting, @Nullable String> values) {
        int outermost = NONE;
        int key = NONE;
        int depth = 0;
        boolean signed = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == sign) {
                signed = true;
                key = NONE;
            } else if (c == '(' && signed) {
                signed = false;
                key = at + 1;
                depth = 0;
                outermost = outermost == NONE ? at - 1 : outermost;
            } else if (key == NONE) {
                signed = false;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == ')') {
                String value = key == at ? null : values.apply(text.substring(key, at), setting);
                if (value != null) {
                    bounds.spend(setting, (long) text.length() - from + value.length());
                    text.replace(key - 2, at + 1, value);
                    return outermost;
                }
                key = NONE;
                outermost = NONE;
            }
        }
        return NONE;
    }
}
