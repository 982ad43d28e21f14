// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.process;

import java.util.List;

/**
 * How processes are called where the system lists them.
 *
 * @param prefix stands before each title
 * @param name the title of all, or empty where each has its own
 * @param suffix stands behind each
 */
public record Titles(String prefix, String name, String suffix) {

    /** That of a process which is something of its own. */
    public String of(String own) {
        return prefix + (name.isEmpty() ? own : name) + suffix;
    }

    /** What it is made of, in the order in which it is put together. */
    public List<String> parts() {
        return List.of(prefix, name, suffix);
    }
}
