// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import org.jspecify.annotations.Nullable;

/** Configurations that ask for something other than a server: to be told a value, to leave. */
final class ConfiguredEnd {
    private static final int STATUSES = 256;

    private ConfiguredEnd() {}

    /** What is asked for, or null. */
    static @Nullable Invocation of(Settings settings, Problems problems) {
        if (settings.isGiven(LoadingOptions.EXIT)) {
            return exit(settings, problems);
        }
        if (settings.isGiven(LoadingOptions.GET) && problems.errors().isEmpty()) {
            return new Invocation.Print(values(settings));
        }
        return null;
    }

    private static Invocation exit(Settings settings, Problems problems) {
        StringBuilder text = new StringBuilder();
        problems.notes().stream()
                .filter(note -> LoadingOptions.PRINT.isNamed(note.key()))
                .forEach(note -> text.append(note).append('\n'));
        text.append(settings.problem(LoadingOptions.EXIT, "the configuration ends here", ""))
                .append('\n');
        Setting asked = settings.settings(LoadingOptions.EXIT).getLast();
        boolean bare = asked.origin().isCommandLine() && asked.value().isEmpty();
        int status = bare ? LoadingOptions.EXIT.initial() : settings.value(LoadingOptions.EXIT);
        return new Invocation.Refuse(text.toString(), status % STATUSES);
    }

    /** The first setting of each name asked for, a line each; those that there are. */
    private static String values(Settings settings) {
        StringBuilder text = new StringBuilder();
        for (String name : settings.value(LoadingOptions.GET)) {
            settings.inOrder().stream()
                    .filter(setting -> setting.key().equals(name))
                    .limit(1)
                    .forEach(setting -> text.append(setting.value()).append('\n'));
        }
        return text.toString();
    }
}
