// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.cli.Invocation.Source;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to start with where the server cannot start as it is told to: the file that {@code fallback-config} names takes
 * the place of the whole command line, as under uWSGI. A fallback of its own is not heeded: two attempts are all.
 *
 * @param notice what the log says of it
 * @param source the file as a command line
 */
public record Fallback(Problem notice, Source source) {

    /** That of a configuration, or null. */
    static @Nullable Fallback of(Settings settings, Surroundings surroundings) {
        String file = settings.value(LoadingOptions.FALLBACK_CONFIG);
        if (file.isEmpty() || settings.value(LoadingOptions.NO_SERVER)) {
            return null;
        }
        Problem notice = settings.problem(
                LoadingOptions.FALLBACK_CONFIG,
                "the server could not start as configured, and starts with " + file + " instead",
                "");
        return new Fallback(notice, new Source(List.of("--include", file), surroundings));
    }

    /** Reads it. */
    public Invocation read() {
        Problems problems = new Problems();
        problems.warn(notice);
        return Invocation.read(source, problems);
    }
}
