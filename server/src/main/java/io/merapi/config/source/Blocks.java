// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions and loops of a configuration ({@code core/config.c}): after {@code if-env = NAME} every setting up to
 * {@code endif} counts only if the condition holds, after {@code for = a b} it counts once per item; {@code %(_)} is
 * what was tested, or the item. Blocks do not nest: one that begins in another takes its place.
 */
final class Blocks {
    private static final Set<String> ENDS = Set.of("end", "endif", "end-if", "endfor", "end-for");
    private static final Set<String> STARTS_LATER =
            Set.of("for-glob", "if-hostname-match", "if-not-hostname-match", "if-plugin", "ifplugin", "if-not-plugin");
    private static final List<String> NEVER = List.of();
    private static final String ITEM = "%(_)";

    private final Surroundings surroundings;
    private final Problems problems;
    private @Nullable List<String> items;
    private boolean failed;

    Blocks(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /**
     * What a setting amounts to within the block it is in: nothing, itself, or one for each item.
     *
     * @param settings those before it, which {@code if-opt} looks at
     */
    List<Setting> expand(Setting setting, List<Setting> settings) {
        if (ENDS.contains(setting.key())) {
            items = null;
            failed = false;
            return List.of();
        }
        if (setting.key().equals("else")) {
            items = failed ? List.of("") : NEVER;
            return List.of();
        }
        List<String> around = items;
        if (around != null && around.isEmpty()) {
            return List.of();
        }
        List<String> block = begun(setting, settings);
        if (block != null) {
            items = block;
            failed = block.isEmpty();
            return List.of();
        }
        return around == null
                ? List.of(setting)
                : around.stream()
                        .map(item -> setting.withValue(setting.value().replace(ITEM, item)))
                        .toList();
    }

    /** The items of the block that a setting begins; none where its condition fails; null where it begins no block. */
    private @Nullable List<String> begun(Setting setting, List<Setting> settings) {
        String value = setting.value();
        return switch (setting.key()) {
            case "if-env", "ifenv" -> ifEqual(surroundings.environment().get(before(value)), value);
            case "if-not-env" -> not(ifEqual(surroundings.environment().get(before(value)), value), value);
            case "if-opt" -> ifEqual(firstValue(before(value), settings), value);
            case "if-not-opt" -> not(ifEqual(firstValue(before(value), settings), value), value);
            case "if-exists", "ifexists" -> when(Files.exists(path(value)), value);
            case "if-not-exists" -> when(!Files.exists(path(value)), value);
            case "if-file" -> when(Files.isRegularFile(path(value)), value);
            case "if-not-file" -> when(!Files.isRegularFile(path(value)), value);
            case "if-dir", "ifdir", "if-directory" -> when(Files.isDirectory(path(value)), value);
            case "if-not-dir" -> when(!Files.isDirectory(path(value)), value);
            case "if-hostname" -> when(Surroundings.hostName().equals(value), value);
            case "if-not-hostname" -> when(!Surroundings.hostName().equals(value), value);
            case "if-reload" -> NEVER;
            case "if-not-reload" -> List.of("");
            case "for" -> List.of(value.strip().split(" +", -1));
            case "for-times" -> times(value);
            case "for-readline" -> lines(setting);
            default -> later(setting);
        };
    }

    private @Nullable List<String> later(Setting setting) {
        if (!STARTS_LATER.contains(setting.key())) {
            return null;
        }
        problems.error(Problem.with(
                setting, "this condition is not available yet", "take the settings it guards out, or its guard"));
        return NEVER;
    }

    private static List<String> when(boolean holds, String item) {
        return holds ? List.of(item) : NEVER;
    }

    private static List<String> not(List<String> block, String item) {
        return when(block.isEmpty(), item);
    }

    /** With {@code NAME=text} the value must be that text, with {@code NAME} there must be one. */
    private static List<String> ifEqual(@Nullable String actual, String condition) {
        int equals = condition.indexOf('=');
        boolean holds = actual != null && (equals < 0 || actual.equals(condition.substring(equals + 1)));
        return actual != null && holds ? List.of(actual) : NEVER;
    }

    private static String before(String condition) {
        int equals = condition.indexOf('=');
        return equals < 0 ? condition : condition.substring(0, equals);
    }

    private static @Nullable String firstValue(String key, List<Setting> settings) {
        for (Setting setting : settings) {
            if (setting.key().equals(key)) {
                return setting.value();
            }
        }
        return null;
    }

    private Path path(String name) {
        return surroundings.resolve(name);
    }

    private static List<String> times(String value) {
        int count = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    private List<String> lines(Setting setting) {
        try {
            return Files.readAllLines(path(setting.value()));
        } catch (IOException e) {
            problems.error(Problem.with(setting, "cannot read " + setting.value() + ": " + IoReason.of(e), ""));
            return NEVER;
        }
    }
}
