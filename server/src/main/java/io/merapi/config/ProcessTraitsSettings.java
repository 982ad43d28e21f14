// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.worker.process.ProcessTraits;
import io.merapi.worker.process.Scheduling;
import io.merapi.worker.process.Titles;
import org.jspecify.annotations.Nullable;

/** Turns the options about titles, priority and processors into what the processes are to be like. */
final class ProcessTraitsSettings {
    private static final int HIGHEST_PRIORITY = -20;
    private static final int LOWEST_PRIORITY = 19;

    private final Settings settings;
    private final Problems problems;

    ProcessTraitsSettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** @param directory where the workers go when the application is loaded; empty: nowhere */
    ProcessTraits ofApplication(String directory) {
        Scheduling scheduling = new Scheduling(
                priority(), settings.value(ProcessOptions.CPU_AFFINITY), settings.value(ProcessOptions.SCHED_BATCH));
        return new ProcessTraits(titles(), scheduling, directory, settings.value(ProcessOptions.HONOUR_STDIN));
    }

    /** What the front is called; empty: as it is. */
    String ofFront() {
        Titles titles = titles();
        if (titles == null) {
            return "";
        }
        String own = settings.value(ProcessOptions.PROCNAME_MASTER);
        return own.isEmpty() ? titles.of("merapi front") : new Titles(titles.prefix(), own, titles.suffix()).of(own);
    }

    private @Nullable Titles titles() {
        if (!settings.value(ProcessOptions.AUTO_PROCNAME)) {
            return null;
        }
        return new Titles(
                settings.isGiven(ProcessOptions.PROCNAME_PREFIX_SPACED)
                        ? settings.value(ProcessOptions.PROCNAME_PREFIX_SPACED) + " "
                        : settings.value(ProcessOptions.PROCNAME_PREFIX),
                settings.value(ProcessOptions.PROCNAME),
                settings.value(ProcessOptions.PROCNAME_APPEND));
    }

    private int priority() {
        Option<String> option = ProcessOptions.PRIO;
        String written = settings.value(option);
        if (!settings.isGiven(option)) {
            return 0;
        }
        int priority = written.matches("[+-]?\\d{1,3}") ? Integer.parseInt(written) : Integer.MIN_VALUE;
        if (priority < HIGHEST_PRIORITY || priority > LOWEST_PRIORITY) {
            problems.error(settings.problem(
                    option,
                    "'" + written + "' is no priority",
                    "write -20, the highest, to 19: " + settings.origin(option).spell(option.name(), "10")));
            return 0;
        }
        return priority;
    }
}
