// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The loops of {@link Blocks}: {@code for} and its like. */
final class Loops {
    private final Surroundings surroundings;
    private final Problems problems;
    private final Contents contents;
    private final Map<String, Function<Setting, List<String>>> kinds = Map.of(
            "for", loop -> words(loop.value()),
            "for-times", Loops::numbers,
            "for-glob", this::files,
            "for-readline", this::lines);

    Loops(Surroundings surroundings, Problems problems, Contents contents) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.contents = contents;
    }

    boolean isNamed(String key) {
        return kinds.containsKey(key);
    }

    /** The items of a loop, which are found once. */
    Supplier<List<String>> items(Setting loop) {
        List<String> items = Objects.requireNonNull(kinds.get(loop.key())).apply(loop);
        return () -> items;
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> numbers(Setting loop) {
        long times = Expression.number(loop.value());
        if (times > Bounds.MOST_SETTINGS) {
            throw ReadingEndsException.tooMuch(loop, "more than " + Bounds.MOST_SETTINGS + " rounds");
        }
        return LongStream.rangeClosed(1, times).mapToObj(Long::toString).toList();
    }

    /** What a pattern matches; itself where that is nothing. */
    private List<String> files(Setting loop) {
        List<String> found = surroundings.resolveOrNull(loop.value()) == null
                ? List.of()
                : Glob.find(loop.value(), surroundings.directory());
        return found.isEmpty() ? List.of(loop.value()) : found;
    }

    private List<String> lines(Setting loop) {
        try {
            return contents.read(loop.value()).lines().toList();
        } catch (IOException e) {
            problems.warn(Problem.with(
                    loop, "cannot read " + loop.value() + ": " + IoReason.of(e), "nothing in the loop counts"));
            return List.of();
        }
    }
}
