// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The conditions of {@link Blocks}: {@code if-env} and its like, each with its {@code if-not-env}. */
final class Conditions {
    /** Plugins of uWSGI's for what is always there. */
    private static final Set<String> BUILT_IN = Set.of("python", "python3", "http", "corerouter", "syslog");

    private final Surroundings surroundings;
    private final Problems problems;
    private final Map<String, Test> tests = new HashMap<>();

    /**
     * The outcome of a test.
     *
     * @param item what {@code %(_)} stands for, whether the test is for this or its contrary
     */
    private record Outcome(boolean holds, String item) {}

    private interface Test extends Function<Setting, Outcome> {}

    /**
     * The conditions.
     *
     * @param settings the first value of a setting that has been read, or null
     */
    Conditions(Surroundings surroundings, Problems problems, Function<String, @Nullable String> settings) {
        this.surroundings = surroundings;
        this.problems = problems;
        Map<String, String> environment = surroundings.environment();
        add(condition -> equal(condition, environment::get), "env", "ifenv");
        add(condition -> equal(condition, settings), "opt");
        add(path(Files::isReadable), "exists", "ifexists");
        add(path(file -> Files.isRegularFile(file)), "file");
        add(path(file -> Files.isDirectory(file)), "dir", "ifdir", "if-directory");
        add(value(BUILT_IN::contains), "plugin", "ifplugin");
        add(value(name -> name.equals(Surroundings.hostName())), "hostname");
        add(this::hostNameMatches, "hostname-match");
        add(_ -> new Outcome(surroundings.isReload(), Blocks.ITEM), "reload");
    }

    private void add(Test test, String subject, String... aliases) {
        tests.put("if-" + subject, test);
        tests.put("if-not-" + subject, condition -> {
            Outcome contrary = test.apply(condition);
            return new Outcome(!contrary.holds, contrary.item);
        });
        for (String alias : aliases) {
            tests.put(alias, test);
        }
    }

    boolean isNamed(String key) {
        return tests.containsKey(key);
    }

    /** What {@code %(_)} stands for where the condition holds, now; nothing where it does not. */
    List<String> items(Setting condition) {
        Outcome outcome = Objects.requireNonNull(tests.get(condition.key())).apply(condition);
        return outcome.holds ? List.of(outcome.item) : List.of();
    }

    /** With {@code NAME=text} the value must be that text, with {@code NAME} there must be one. */
    private static Outcome equal(Setting condition, Function<String, @Nullable String> values) {
        String text = condition.value();
        int equals = text.indexOf('=');
        String actual = values.apply(equals < 0 ? text : text.substring(0, equals));
        return actual == null
                ? new Outcome(false, Blocks.ITEM)
                : new Outcome(equals < 0 || actual.equals(text.substring(equals + 1)), actual);
    }

    private static Test value(Predicate<String> test) {
        return condition -> new Outcome(test.test(condition.value()), condition.value());
    }

    private Test path(Predicate<Path> test) {
        return value(name -> {
            Path path = surroundings.resolveOrNull(name);
            return path != null && test.test(path);
        });
    }

    private Outcome hostNameMatches(Setting condition) {
        try {
            boolean found = Pattern.compile(condition.value())
                    .matcher(Surroundings.hostName())
                    .find();
            return new Outcome(found, condition.value());
        } catch (PatternSyntaxException e) {
            problems.error(Problem.with(
                    condition, "'" + condition.value() + "' is no regular expression", "mind its brackets"));
            return new Outcome(false, condition.value());
        }
    }
}
