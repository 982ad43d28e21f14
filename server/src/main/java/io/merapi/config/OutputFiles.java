// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the files that the server is to write, and tells while others are still to be told what keeps it from that. */
final class OutputFiles {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    OutputFiles(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** The file that an option names, or null where it is not given. */
    @Nullable
    Path path(Option<String> option) {
        String written = settings.value(option);
        if (written.isEmpty()) {
            return null;
        }
        if (written.startsWith("udp:")) {
            report(option, "'" + written + "': writing to the network is not available yet", "name a file");
            return null;
        }
        Path path = surroundings.resolve(written);
        if (surroundings.reloads()) {
            return path;
        }
        Path directory = path.getParent();
        if (directory == null || Files.isDirectory(path)) {
            report(option, path + " is a directory", "name a file in it");
        } else if (!Files.isDirectory(directory)) {
            report(option, "there is no directory " + directory, "create it, or name another");
        } else if (!Files.isWritable(Files.exists(path) ? path : directory)) {
            report(option, "this user may not write " + path, "permit it, or name another");
        }
        return path;
    }

    private void report(Option<String> option, String what, String fix) {
        problems.error(settings.problem(option, what, fix));
    }
}
