// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In what way a command is started, in the keeper's terms ({@code commands.py}, {@code keeper.py}).
 *
 * @param keys those that differ from what is usual there
 */
record How(Map<String, @Nullable Object> keys) {

    /** A session of its own, which ends with it. */
    static How daemon(DaemonPlan.Start start) {
        return new How(Map.of(
                "session", true,
                "watched", true,
                "whole", true,
                "chdir", start.directory(),
                "uid", start.user(),
                "gid", start.group(),
                "stdin", start.readsInput()));
    }

    /** It outlives the server, and so writes to what the server itself writes to. */
    static How background(DaemonPlan.Start start, DaemonPlan.Pidfile pidfile) {
        return new How(Map.of(
                "session", true,
                "orphan", true,
                "pidfile", pidfile.written() ? pidfile.path().toString() : "",
                "chdir", start.directory(),
                "uid", start.user(),
                "gid", start.group(),
                "stdin", start.readsInput()));
    }

    /** A session of its own, of which something may stay when it has ended. */
    static How job() {
        return new How(Map.of("session", true, "watched", true));
    }
}
