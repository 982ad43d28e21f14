// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import io.merapi.config.ServerConfig;
import io.merapi.config.check.ApplicationSearch;
import io.merapi.config.check.Exposure;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import java.nio.file.InvalidPathException;
import java.util.List;

/**
 * What has been found out about a configuration.
 *
 * @param settings in the order that counts
 * @param problems errors, with which the server does not start, warnings, and notes
 */
record Report(List<CheckedSetting> settings, Problems problems) {

    /**
     * Reads a configuration as the server would.
     *
     * @param arguments the server's
     * @param user the user id of this process
     */
    static Report of(List<String> arguments, Surroundings surroundings, int user) {
        Problems problems = new Problems();
        Settings settings = Loader.load(arguments, surroundings, problems);
        try {
            ServerConfig config = ServerConfig.from(settings, surroundings, problems);
            Exposure.of(config, settings, user).forEach(problems::warn);
            ApplicationSearch.missing(config, settings, surroundings).forEach(problems::warn);
        } catch (InvalidPathException e) {
            problems.error(new Problem(
                    Origin.DEFAULT, "", "no file can be named '" + e.getInput() + "': " + e.getReason(), ""));
        } catch (ConfigException e) {
            // the problems hold what it says
        }
        return new Report(
                settings.inOrder().stream()
                        .map(setting -> CheckedSetting.of(setting, settings))
                        .toList(),
                problems);
    }

    boolean isUsable() {
        return problems.errors().isEmpty();
    }

    boolean isBlameless() {
        return isUsable() && problems.warnings().isEmpty();
    }
}
