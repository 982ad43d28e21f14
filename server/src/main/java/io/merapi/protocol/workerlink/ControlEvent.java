// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import java.util.List;
import java.util.Map;

/** What Python processes say besides answers: the first frame of every connection, and the zygote's news. */
public sealed interface ControlEvent {

    /** What a connection is for. */
    enum Role {
        ZYGOTE,
        LINK,
        LIFELINE,
        FILES,
        STACKS,
        MODULES
    }

    /**
     * The first frame of a connection.
     *
     * @param seat the worker's, from 1; 0 for the zygote
     * @param thread the worker's thread, from 0
     * @param generation the CONFIG's generation, 0 before there was one
     */
    record Hello(Role role, int pid, int seat, int thread, int generation) implements ControlEvent {}

    /** The application is loaded (or with lazy-apps: can be). */
    record Loaded(Loading loading) implements ControlEvent {}

    /** The application could not be loaded; the traceback has gone to stderr. */
    record LoadFailed(String reason) implements ControlEvent {}

    /** Files that code has been loaded from, or was to be. */
    record Modules(List<String> files) implements ControlEvent {}

    /** A worker has been forked. */
    record Spawned(int seat, int pid) implements ControlEvent {}

    /** A worker has exited: {@code status} is its exit code, or minus the signal. */
    record Exited(int seat, int pid, int status) implements ControlEvent {}

    /**
     * What the zygote tells of the interpreter and the application.
     *
     * @param millis how long the import took
     * @param threads live threads besides the main one: a hazard at fork
     */
    record Loading(
            String version, String implementation, String executable, String application, int millis, int threads) {

        static Loading of(Map<?, ?> dict) {
            return new Loading(
                    text(dict, "version"),
                    text(dict, "implementation"),
                    text(dict, "executable"),
                    text(dict, "application"),
                    number(dict, "millis"),
                    number(dict, "threads"));
        }

        private static String text(Map<?, ?> dict, String key) {
            return dict.get(key) instanceof String value ? value : "";
        }

        private static int number(Map<?, ?> dict, String key) {
            return dict.get(key) instanceof Integer value ? value : 0;
        }
    }
}
