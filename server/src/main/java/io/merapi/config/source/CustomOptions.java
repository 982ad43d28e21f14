// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Options of the operator's own ({@code declare-option = name=opt1=value;opt2=$1}): giving one gives those of its
 * template, with its words put in for {@code $1}, {@code $2} and so on.
 */
final class CustomOptions {
    private static final int MOST_WORDS = 99;

    private final Problems problems;
    private final Map<String, String> templates = new HashMap<>();

    CustomOptions(Problems problems) {
        this.problems = problems;
    }

    /** Takes {@code name=template}. */
    void declare(Setting declaration) {
        int equals = declaration.value().indexOf('=');
        if (equals < 0) {
            problems.error(Problem.with(
                    declaration,
                    "'" + declaration.value() + "' has no template",
                    "write " + declaration.origin().spell(declaration.key(), "name=option=$1")));
        } else {
            templates.putIfAbsent(
                    declaration.value().substring(0, equals),
                    declaration.value().substring(equals + 1));
        }
    }

    /** The names declared. */
    Set<String> names() {
        return Set.copyOf(templates.keySet());
    }

    /** What a setting stands for; nothing where its name is not declared. */
    List<Setting> expand(Setting setting) {
        String template = templates.get(setting.key());
        if (template == null) {
            return List.of();
        }
        String[] words = setting.value().split(" ", -1);
        List<Setting> meant = new ArrayList<>();
        for (String part : template.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 && !part.isEmpty()) {
                problems.warn(Problem.with(
                        setting,
                        "its template ends at '" + part + "'",
                        "write " + part + "=true in the declare-option of " + setting.key()));
                return meant;
            }
            if (equals > 0) {
                String key = fill(part.substring(0, equals), words);
                meant.add(new Setting(key, fill(part.substring(equals + 1), words), setting.origin()));
            }
        }
        return meant;
    }

    private static String fill(String text, String[] words) {
        String filled = text;
        for (int i = 0; i < Math.min(words.length, MOST_WORDS) && filled.indexOf('$') >= 0; i++) {
            filled = filled.replace("$" + (i + 1), words[i]);
        }
        return filled;
    }
}
