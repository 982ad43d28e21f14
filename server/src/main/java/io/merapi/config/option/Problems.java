// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what is found wrong while the configuration is read, so that the operator hears of all of it at once, in the
 * order in which it is written.
 */
public final class Problems {
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private final Set<Problem> notes = new LinkedHashSet<>();

    /** The server cannot start like this. */
    public void error(Problem problem) {
        errors.add(problem);
    }

    /** The server starts, but perhaps not as the operator meant it. */
    public void warn(Problem problem) {
        warnings.add(problem);
    }

    /** Nothing is wrong, but the operator may want to know. */
    public void note(Problem problem) {
        notes.add(problem);
    }

    public List<Problem> errors() {
        return byPlace(errors);
    }

    public List<Problem> warnings() {
        return byPlace(warnings);
    }

    public List<Problem> notes() {
        return byPlace(notes);
    }

    /** By line within a file; files, and what has no lines, in the order they turned up. */
    private static List<Problem> byPlace(Set<Problem> problems) {
        Map<String, Integer> sources = new HashMap<>();
        problems.forEach(problem -> sources.putIfAbsent(problem.origin().source(), sources.size()));
        return problems.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> sources.getOrDefault(problem.origin().source(), 0))
                        .thenComparingInt(problem -> problem.origin().line()))
                .toList();
    }

    /** Ends the start where there is an error. */
    public void throwIfErrors() {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors());
        }
    }
}
