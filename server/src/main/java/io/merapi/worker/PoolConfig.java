// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.limit.WorkerLimits;
import io.merapi.worker.process.ProcessTraits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an application pool runs, and within which bounds.
 *
 * @param application what is loaded in the workers
 * @param interpreter path or name of the Python interpreter
 * @param packageDirectory directory that holds the {@code merapi_worker} package
 * @param processes how many workers
 * @param threads how many requests each worker runs at a time
 * @param queue what is done with requests that find no free worker
 * @param mercy how long a worker that is to leave may take to finish what it has
 * @param limits what a worker may use up
 * @param traits what the processes are like
 */
public record PoolConfig(
        Application application,
        String interpreter,
        Path packageDirectory,
        int processes,
        int threads,
        QueueLimits queue,
        Duration mercy,
        WorkerLimits limits,
        ProcessTraits traits) {

    /** The same, but without an application it is of no use. */
    PoolConfig needingApplication() {
        return of(application.needed());
    }

    /**
     * The same, started in other surroundings.
     *
     * @param directory where the application is loaded, unless it has a place of its own
     * @param variables {@code NAME=value} entries that are added to the environment last
     */
    public PoolConfig startedIn(String directory, List<String> variables) {
        return of(application.startedIn(directory, variables));
    }

    private PoolConfig of(Application other) {
        return new PoolConfig(other, interpreter, packageDirectory, processes, threads, queue, mercy, limits, traits);
    }

    /** The same with so many workers. */
    PoolConfig withProcesses(int count) {
        return new PoolConfig(application, interpreter, packageDirectory, count, threads, queue, mercy, limits, traits);
    }

    /**
     * The application and its surroundings, as the options of the same names give them; an empty string is "not given".
     *
     * @param module {@code package.module[:callable]} or {@code module:factory()}
     * @param mounts further applications
     * @param imports what is imported besides
     * @param env {@code NAME=value} entries for the environment, or the name alone of what is to go; later ones count
     * @param argv {@code sys.argv[1:]}
     * @param lazyApps load in each worker after the fork instead of once before it
     * @param needApp an application that does not load ends the server
     * @param autoreload whether its files are watched
     * @param answers what workers do to its answers
     * @param hooks what zygote and workers run in which phase, as {@code action:argument}
     */
    public record Application(
            String module,
            String wsgiFile,
            String callable,
            Mounts mounts,
            Imports imports,
            String chdir,
            List<String> pythonpath,
            List<String> env,
            List<String> argv,
            boolean lazyApps,
            boolean needApp,
            Autoreload autoreload,
            Answers answers,
            Map<String, List<String>> hooks) {

        Application needed() {
            return with(mounts.allNeeded(), chdir, env, true);
        }

        Application startedIn(String directory, List<String> variables) {
            List<String> all = Stream.concat(env.stream(), variables.stream()).toList();
            String place = chdir.isEmpty() ? directory : chdir;
            return with(mounts, place, all, needApp);
        }

        private Application with(Mounts several, String place, List<String> variables, boolean isNeeded) {
            return new Application(
                    module,
                    wsgiFile,
                    callable,
                    several,
                    imports,
                    place,
                    pythonpath,
                    variables,
                    argv,
                    lazyApps,
                    isNeeded,
                    autoreload,
                    answers,
                    hooks);
        }
    }

    /**
     * Applications below the first.
     *
     * @param mounts where they are; no two at one place
     * @param byPath the path of a request tells which it is for, and is split into SCRIPT_NAME and PATH_INFO there
     * @param hasDefault what is for none of them is for the first
     * @param needsAll one that does not load is as bad as none
     */
    public record Mounts(List<Mount> mounts, boolean byPath, boolean hasDefault, boolean needsAll) {
        public static final Mounts NONE = new Mounts(List.of(), false, true, false);

        Mounts allNeeded() {
            return new Mounts(mounts, byPath, hasDefault, true);
        }
    }

    /**
     * Another application.
     *
     * @param point the beginning of its paths, without a slash at the end; empty: of all
     * @param target a file ({@code .py}, {@code .wsgi}), or what a module can be
     */
    public record Mount(String point, String target) {}

    /**
     * What is imported beside the application: modules, or files. Aliases are {@code name=module} or {@code name=file}.
     *
     * @param shared before anything else, once
     * @param own where the application is loaded, and before it
     * @param aliases before the shared ones
     * @param lateAliases after the own ones
     */
    public record Imports(List<String> shared, List<String> own, List<String> aliases, List<String> lateAliases) {
        public static final Imports NONE = new Imports(List.of(), List.of(), List.of(), List.of());
    }

    /**
     * What workers do to the application's answers.
     *
     * @param fileWrapper it may give files: the environ has {@code wsgi.file_wrapper}
     * @param showErrors what it raises is shown to the client
     * @param added fields for answers that have none of that name, or may have several
     * @param removed names of fields that are not sent
     */
    public record Answers(boolean fileWrapper, boolean showErrors, List<Field> added, List<String> removed) {
        public static final Answers AS_GIVEN = new Answers(true, false, List.of(), List.of());
    }

    /** A header field. */
    public record Field(String name, String value) {}

    /**
     * Whether Python processes tell which files their code comes from, for the front to watch.
     *
     * @param interval how often they look for more; zero: they do not tell
     * @param ignored modules, and packages, whose files are not told
     */
    public record Autoreload(Duration interval, List<String> ignored) {
        public static final Autoreload OFF = new Autoreload(Duration.ZERO, List.of());
    }

    /**
     * Bounds of the queue in front of the workers.
     *
     * @param maxQueue how many requests may wait; one more is refused with 503
     * @param queueTimeout how long one may wait until it is refused with 503
     */
    public record QueueLimits(int maxQueue, Duration queueTimeout) {}
}
