// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.file;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the files that the server is to write, and tells while others are still to be told what keeps it from that. */
public final class OutputFiles {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    public OutputFiles(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** The file that an option names, or null where it is not given. */
    public @Nullable Path path(Option<String> option) {
        return settings.value(option).isEmpty()
                ? null
                : path(settings.settings(option).getLast(), settings.value(option));
    }

    /** The file that a setting names in its value. */
    public Path path(Setting setting, String written) {
        Path path = surroundings.resolve(written);
        if (surroundings.reloads()) {
            return path;
        }
        Path directory = path.getParent();
        if (directory == null || Files.isDirectory(path)) {
            report(setting, path + " is a directory", "name a file in it");
        } else if (!Files.isDirectory(directory)) {
            report(setting, "there is no directory " + directory, "create it, or name another");
        } else if (!Files.isWritable(Files.exists(path) ? path : directory)) {
            report(setting, "this user may not write " + path, "permit it, or name another");
        }
        return path;
    }

    private void report(Setting setting, String what, String fix) {
        problems.error(Problem.with(setting, what, fix));
    }
}
