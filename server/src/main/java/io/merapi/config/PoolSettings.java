// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.neighbour.HookReader;
import io.merapi.config.option.HttpOptions;
import io.merapi.config.option.LimitOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.ReloadOptions;
import io.merapi.config.option.ScalingOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.option.WorkerLimitOptions;
import io.merapi.config.source.Surroundings;
import io.merapi.worker.PoolConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the options about the application and its processes into the pool's configuration. */
final class PoolSettings {
    /** What the pool is made of; a reload takes these into account. */
    static final Set<Option<?>> OPTIONS = Stream.of(
                    Stream.<Option<?>>of(
                            PythonOptions.MODULE,
                            PythonOptions.WSGI_FILE,
                            PythonOptions.CALLABLE,
                            PythonOptions.MOUNT,
                            PythonOptions.MANAGE_SCRIPT_NAME,
                            PythonOptions.NO_DEFAULT_APP,
                            PythonOptions.IMPORT,
                            PythonOptions.SHARED_IMPORT,
                            PythonOptions.PYMODULE_ALIAS,
                            PythonOptions.POST_PYMODULE_ALIAS,
                            PythonOptions.WSGI_DISABLE_FILE_WRAPPER,
                            PythonOptions.CATCH_EXCEPTIONS,
                            HttpOptions.ADD_HEADER,
                            HttpOptions.DEL_HEADER,
                            PythonOptions.CHDIR,
                            PythonOptions.CHDIR2,
                            PythonOptions.FORCE_CWD,
                            PythonOptions.PYTHONPATH,
                            PythonOptions.HOME,
                            PythonOptions.PYTHON,
                            PythonOptions.ENV,
                            PythonOptions.UNENV,
                            PythonOptions.ENVDIR,
                            PythonOptions.PYARGV,
                            PythonOptions.LAZY_APPS,
                            PythonOptions.NEED_APP,
                            ProcessOptions.PROCESSES,
                            ProcessOptions.THREADS,
                            ProcessOptions.PRIO,
                            ProcessOptions.CPU_AFFINITY,
                            ProcessOptions.SCHED_BATCH,
                            ProcessOptions.AUTO_PROCNAME,
                            ProcessOptions.PROCNAME,
                            ProcessOptions.PROCNAME_PREFIX,
                            ProcessOptions.PROCNAME_PREFIX_SPACED,
                            ProcessOptions.PROCNAME_APPEND,
                            ProcessOptions.HONOUR_STDIN,
                            ReloadOptions.WORKER_RELOAD_MERCY,
                            LimitOptions.MAX_QUEUE,
                            LimitOptions.QUEUE_TIMEOUT),
                    HookReader.optionsOfTheApplication(),
                    WorkerLimitOptions.STUCK.options().stream(),
                    WorkerLimitOptions.WORN_OUT.options().stream(),
                    ScalingOptions.GROUP.options().stream())
            .<Option<?>>flatMap(options -> options)
            .collect(Collectors.toUnmodifiableSet());

    /** Of processes, and of threads in one. */
    private static final int MOST = 10_000;

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    PoolSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** The pool; {@code tellsMemory}: whether the log tells the memory of workers. */
    PoolConfig pool(ProcessTraitsSettings traits, boolean tellsMemory) {
        String chdir = chdir();
        Path base = chdir.isEmpty() ? surroundings.directory() : Path.of(chdir);
        return new PoolConfig(
                application(chdir),
                new Interpreter(settings, surroundings, problems).find(base),
                surroundings.home().resolve("python"),
                count(ProcessOptions.PROCESSES),
                count(ProcessOptions.THREADS),
                new PoolConfig.QueueLimits(
                        settings.value(LimitOptions.MAX_QUEUE), settings.value(LimitOptions.QUEUE_TIMEOUT)),
                settings.value(ReloadOptions.WORKER_RELOAD_MERCY),
                new WorkerLimitSettings(settings, problems).limits(tellsMemory),
                traits.ofApplication(directory(PythonOptions.CHDIR2, base)));
    }

    private PoolConfig.Application application(String chdir) {
        ApplicationsReader applications = new ApplicationsReader(settings, problems);
        if (!applications.isAnyNamed() && ServerConfig.isReadWhole(problems)) {
            reportMissingApplication();
        }
        return new PoolConfig.Application(
                settings.value(PythonOptions.MODULE),
                settings.value(PythonOptions.WSGI_FILE),
                settings.value(PythonOptions.CALLABLE),
                applications.mounts(),
                applications.imports(),
                chdir,
                settings.value(PythonOptions.PYTHONPATH),
                new EnvironmentReader(settings, surroundings, problems).entries(),
                words(settings.value(PythonOptions.PYARGV)),
                settings.value(PythonOptions.LAZY_APPS),
                settings.value(PythonOptions.NEED_APP),
                new PoolConfig.Autoreload(
                        settings.value(PythonOptions.PY_AUTORELOAD),
                        settings.value(PythonOptions.PY_AUTORELOAD_IGNORE)),
                new AnswerSettings(settings, problems).answers(),
                new HookReader(settings, problems).ofTheApplication());
    }

    private void reportMissingApplication() {
        String what = "no application is named";
        String fix = "add --module NAME or --wsgi-file FILE, or module = NAME in a file";
        if (settings.value(PythonOptions.NEED_APP)) {
            problems.error(settings.problem(PythonOptions.NEED_APP, what, fix));
        } else {
            problems.warn(new Problem(Origin.DEFAULT, "", what + ", requests get 500", fix));
        }
    }

    private String chdir() {
        if (settings.isGiven(PythonOptions.CHDIR)) {
            return directory(PythonOptions.CHDIR, surroundings.directory());
        }
        // the front itself stays where it was started
        boolean elsewhere = surroundings.reloads() && settings.isGiven(PythonOptions.FORCE_CWD);
        return elsewhere ? surroundings.directory().toString() : "";
    }

    /** Absolute; empty where the option is not given. */
    private String directory(Option<String> option, Path base) {
        String written = settings.value(option);
        if (written.isEmpty()) {
            return "";
        }
        Path directory = base.resolve(written).normalize();
        if (!Files.isDirectory(directory)) {
            problems.error(
                    settings.problem(option, "there is no directory " + directory, "create it, or name another"));
        }
        return directory.toString();
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }

    private int count(Option<Integer> option) {
        int value = settings.value(option);
        String example = settings.origin(option).spell(option.name(), "4");
        if (value < 1) {
            problems.error(settings.problem(option, "there must be at least one", "write for example " + example));
        } else if (value > MOST) {
            problems.error(settings.problem(option, value + " is too many", "write for example " + example));
        }
        return value;
    }
}
