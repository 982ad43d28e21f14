// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
     * What the zygote tells of the interpreter and the applications.
     *
     * @param applications none with lazy-apps
     * @param threads live threads besides the main one: a hazard at fork
     */
    record Loading(
            String version, String implementation, String executable, List<Application> applications, int threads) {

        static Loading of(Map<?, ?> dict) {
            return new Loading(
                    text(dict.get("version")),
                    text(dict.get("implementation")),
                    text(dict.get("executable")),
                    list(dict.get("applications")).stream()
                            .map(Loading::list)
                            .map(Application::of)
                            .toList(),
                    number(dict.get("threads")));
        }

        /** Why some have not been loaded, a line each; empty when all have. */
        public String failures() {
            return applications.stream()
                    .filter(application -> !application.failure().isEmpty())
                    .map(application -> application.title() + ": " + application.failure())
                    .collect(Collectors.joining("\n"));
        }

        private static List<?> list(@Nullable Object value) {
            return value instanceof List<?> list ? list : List.of();
        }

        private static String text(@Nullable Object value) {
            return value instanceof String text ? text : "";
        }

        private static int number(@Nullable Object value) {
            return value instanceof Integer number ? number : 0;
        }
    }

    /**
     * What has come of loading one.
     *
     * @param mountPoint empty: it has no place of its own
     * @param millis how long its import took
     * @param failure why it has not been loaded; empty: it has been
     */
    record Application(String mountPoint, String name, int millis, String failure) {
        private static final int MEMBERS = 4;

        /** Its name and its place. */
        public String title() {
            return mountPoint.isEmpty() ? name : name + " at " + mountPoint;
        }

        static Application of(List<?> told) {
            if (told.size() != MEMBERS) {
                throw new IllegalArgumentException("an application has four members");
            }
            return new Application(
                    Loading.text(told.get(0)),
                    Loading.text(told.get(1)),
                    Loading.number(told.get(2)),
                    Loading.text(told.get(3)));
        }
    }
}
