// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is found wrong while the configuration is read, so that the operator hears of all of it at once, in the
 * order in which it is written.
 */
public final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();

    /** The server cannot start like this. */
    public void error(Problem problem) {
        add(errors, problem);
    }

    /** The server starts, but perhaps not as the operator meant it. */
    public void warn(Problem problem) {
        add(warnings, problem);
    }

    /** Nothing is wrong, but the operator may want to know. */
    public void note(Problem problem) {
        add(notes, problem);
    }

    private static void add(List<Problem> list, Problem problem) {
        if (!list.contains(problem)) {
            list.add(problem);
        }
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
    private static List<Problem> byPlace(List<Problem> list) {
        List<String> sources = list.stream()
                .map(problem -> problem.origin().source())
                .distinct()
                .toList();
        return list.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> sources.indexOf(problem.origin().source()))
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
