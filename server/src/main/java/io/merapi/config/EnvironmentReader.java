// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.EnvDirectory;
import io.merapi.config.source.Surroundings;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how the application's environment differs from the server's: first what was set while the configuration was
 * read, then what is to go, then what is set, then what {@link EnvDirectory directories} say. They are read before the
 * server stops being root.
 */
final class EnvironmentReader {
    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;
    private final List<String> entries = new ArrayList<>();

    EnvironmentReader(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** {@code NAME=value}, or the name alone of a variable that is to go; in the order in which they count. */
    List<String> entries() {
        addDirectories(LoadingOptions.EARLY_ENVDIR);
        for (Setting setting : settings.settings(PythonOptions.UNENV)) {
            entries.add(setting.value());
        }
        for (Setting setting : settings.settings(PythonOptions.ENV)) {
            if (setting.value().indexOf('=') > 0) {
                entries.add(setting.value());
            } else {
                problems.warn(Problem.with(
                        setting,
                        "'" + setting.value() + "' sets no variable",
                        "write " + setting.origin().spell(setting.key(), "NAME=value")));
            }
        }
        addDirectories(PythonOptions.ENVDIR);
        return List.copyOf(entries);
    }

    private void addDirectories(Option<?> option) {
        for (Setting setting : settings.settings(option)) {
            EnvDirectory.read(setting, surroundings.resolve(setting.value()), problems)
                    .forEach(variable -> entries.add(variable.entry()));
        }
    }
}
