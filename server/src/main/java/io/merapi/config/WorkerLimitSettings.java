// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.option.WorkerLimitOptions;
import io.merapi.worker.limit.HarakiriLimits;
import io.merapi.worker.limit.MemoryLimit;
import io.merapi.worker.limit.MemoryUse.Measure;
import io.merapi.worker.limit.ProcessLimits;
import io.merapi.worker.limit.RecyclingLimits;
import io.merapi.worker.limit.WorkerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns the options about what a worker may use up into the pool's limits. */
final class WorkerLimitSettings {
    private static final int LAST_SIGNAL = 64;

    private final Settings settings;
    private final Problems problems;

    WorkerLimitSettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** The limits; {@code tellsMemory}: whether the log tells the memory of workers. */
    WorkerLimits limits(boolean tellsMemory) {
        return new WorkerLimits(
                harakiri(), recycling(), process(), new ScalingSettings(settings, problems).limits(), tellsMemory);
    }

    private HarakiriLimits harakiri() {
        Duration most = settings.value(WorkerLimitOptions.HARAKIRI);
        Duration warn = settings.value(WorkerLimitOptions.HARAKIRI_WARN);
        if (!most.isZero() && warn.compareTo(most) >= 0) {
            warnOf(
                    WorkerLimitOptions.HARAKIRI_WARN,
                    "never comes, for harakiri is no later",
                    "write less than harakiri");
        }
        int signal = settings.value(WorkerLimitOptions.HARAKIRI_GRACEFUL_SIGNAL);
        if (signal < 1 || signal > LAST_SIGNAL) {
            problems.error(settings.problem(
                    WorkerLimitOptions.HARAKIRI_GRACEFUL_SIGNAL,
                    "there is no signal " + signal,
                    "write 1 to " + LAST_SIGNAL + ", for example 15 for SIGTERM"));
        }
        return new HarakiriLimits(
                most,
                warn,
                settings.value(WorkerLimitOptions.HARAKIRI_VERBOSE),
                settings.value(WorkerLimitOptions.HARAKIRI_GRACEFUL_TIMEOUT),
                signal);
    }

    private RecyclingLimits recycling() {
        Duration youngest = settings.value(WorkerLimitOptions.MIN_WORKER_LIFETIME);
        Duration oldest = settings.value(WorkerLimitOptions.MAX_WORKER_LIFETIME);
        if (!oldest.isZero() && oldest.compareTo(youngest) < 0) {
            problems.error(settings.problem(
                    WorkerLimitOptions.MAX_WORKER_LIFETIME,
                    "it is less than min-worker-lifetime",
                    "write more, or less for min-worker-lifetime"));
        }
        boolean requestsDelta = settings.isGiven(WorkerLimitOptions.MAX_REQUESTS_DELTA);
        boolean lifetimeDelta = settings.isGiven(WorkerLimitOptions.MAX_WORKER_LIFETIME_DELTA);
        return new RecyclingLimits(
                settings.value(WorkerLimitOptions.MAX_REQUESTS),
                requestsDelta ? settings.value(WorkerLimitOptions.MAX_REQUESTS_DELTA) : RecyclingLimits.AT_RANDOM,
                youngest,
                oldest,
                lifetimeDelta ? settings.value(WorkerLimitOptions.MAX_WORKER_LIFETIME_DELTA) : null,
                memory());
    }

    private List<MemoryLimit> memory() {
        List<MemoryLimit> limits = new ArrayList<>();
        add(limits, WorkerLimitOptions.EVIL_RELOAD_ON_RSS, Measure.RSS, true);
        add(limits, WorkerLimitOptions.EVIL_RELOAD_ON_AS, Measure.AS, true);
        add(limits, WorkerLimitOptions.RELOAD_ON_RSS, Measure.RSS, false);
        add(limits, WorkerLimitOptions.RELOAD_ON_AS, Measure.AS, false);
        add(limits, WorkerLimitOptions.RELOAD_ON_PSS, Measure.PSS, false);
        add(limits, WorkerLimitOptions.RELOAD_ON_USS, Measure.USS, false);
        return List.copyOf(limits);
    }

    private void add(List<MemoryLimit> limits, Option<Long> option, Measure measure, boolean kills) {
        long bytes = settings.value(option);
        if (bytes > 0) {
            limits.add(new MemoryLimit(option.name(), measure, bytes, kills));
        }
    }

    private ProcessLimits process() {
        ProcessLimits.FatalExceptions fatal = new ProcessLimits.FatalExceptions(
                settings.value(WorkerLimitOptions.RELOAD_ON_EXCEPTION),
                settings.value(WorkerLimitOptions.RELOAD_ON_EXCEPTION_TYPE),
                settings.value(WorkerLimitOptions.RELOAD_ON_EXCEPTION_VALUE),
                settings.value(WorkerLimitOptions.RELOAD_ON_EXCEPTION_REPR));
        return new ProcessLimits(
                settings.value(WorkerLimitOptions.LIMIT_AS),
                settings.value(WorkerLimitOptions.LIMIT_NPROC),
                settings.value(WorkerLimitOptions.MAX_FD),
                fatal);
    }

    private void warnOf(Option<?> option, String what, String fix) {
        problems.warn(settings.problem(option, what, fix));
    }
}
