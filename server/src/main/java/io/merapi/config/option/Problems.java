// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.ArrayList;
import java.util.List;

/** Collects what is found wrong while the configuration is read, so that the operator hears of all of it at once. */
public final class Problems {
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notes = new ArrayList<>();
    private final List<Setting> ignored = new ArrayList<>();

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

    /** An option of uWSGI's that does not work here yet; the first setting of each name is kept. */
    void ignore(Setting setting) {
        if (ignored.stream().noneMatch(other -> other.key().equals(setting.key()))) {
            ignored.add(setting);
        }
    }

    private static void add(List<Problem> list, Problem problem) {
        if (!list.contains(problem)) {
            list.add(problem);
        }
    }

    public List<Problem> errors() {
        return List.copyOf(errors);
    }

    public List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    public List<Problem> notes() {
        return List.copyOf(notes);
    }

    /** The options that do not work here yet, each once. */
    public List<Setting> ignored() {
        return List.copyOf(ignored);
    }

    /** Ends the start where there is an error. */
    public void throwIfErrors() {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
    }
}
