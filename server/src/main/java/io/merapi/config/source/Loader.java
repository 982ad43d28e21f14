// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.format.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gathers settings in uWSGI's order: variables {@code UWSGI_NAME} of the environment, the command line with the files
 * that it names read where they are named, then the files given as bare arguments. Later settings win.
 */
public final class Loader {
    private static final String ENVIRONMENT_PREFIX = "UWSGI_";

    /** Variables by which uWSGI's processes talk to each other; they are no options. */
    private static final Set<String> NOT_OPTIONS = Set.of(
            "UWSGI_RELOADS",
            "UWSGI_VASSALS_DIR",
            "UWSGI_EMPEROR_FD",
            "UWSGI_BROODLORD_NUM",
            "UWSGI_EMPEROR_FD_CONFIG",
            "UWSGI_EMPEROR_PROXY",
            "UWSGI_JAIL_PID",
            "UWSGI_ORIGINAL_PROC_NAME");

    private final Surroundings surroundings;
    private final Problems problems;
    private final Reading reading;

    private Loader(Surroundings surroundings, Problems problems, Bounds bounds) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.reading = new Reading(surroundings, problems, bounds);
    }

    /**
     * Reads everything that is given.
     *
     * @param arguments the command line without the command
     */
    public static Settings load(List<String> arguments, Surroundings surroundings, Problems problems) {
        return load(arguments, surroundings, problems, new Bounds());
    }

    /** The same, and counts what it takes. */
    static Settings load(List<String> arguments, Surroundings surroundings, Problems problems, Bounds bounds) {
        Loader loader = new Loader(surroundings, problems, bounds);
        List<Setting> complete = loader.read(arguments);
        loader.warnOfOverriddenArguments(complete);
        return Settings.of(Implications.with(complete), loader.reading.declared(), problems);
    }

    /** Whether a name under which settings may be read later is that of a file, and there is none that can be read. */
    public static boolean lacks(String written, Surroundings surroundings) {
        Reference reference = Reference.parse(written);
        Path path = surroundings.resolveOrNull(reference.name());
        return reference.isFile() && (path == null || !Files.isReadable(path));
    }

    private List<Setting> read(List<String> arguments) {
        try {
            readEnvironment();
            CommandLine.Parsed line = CommandLine.parse(arguments, problems);
            line.settings().forEach(reading::take);
            line.operands().forEach(this::takeOperand);
            return reading.finish();
        } catch (ReadingEndsException e) {
            if (e.problem() != null) {
                problems.error(e.problem());
            }
            return reading.asWritten();
        }
    }

    private void readEnvironment() {
        new TreeMap<>(surroundings.environment()).forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !NOT_OPTIONS.contains(name)) {
                String key = name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                reading.take(new Setting(key, value, Origin.environment(name)));
            }
        });
    }

    private void takeOperand(String operand) {
        if (operand.endsWith(".py") || operand.endsWith(".wsgi")) {
            reading.take(new Setting("wsgi-file", operand, Origin.COMMAND_LINE));
        } else if (Format.ofName(Reference.parse(operand).name()) != null) {
            reading.include(new Setting("", operand, Origin.COMMAND_LINE));
        } else if (!operand.startsWith("[")) {
            // what begins with a bracket is there for who looks at the processes
            problems.error(new Problem(
                    Origin.COMMAND_LINE,
                    operand,
                    "is neither an option nor a configuration file",
                    "options begin with --, files end in .ini, and a value that may be left out is written with ="
                            + " (--http-keepalive=60)"));
        }
    }

    /** A bare file is read after all options, so that it wins over them: uWSGI's rule, and a surprise to most. */
    private void warnOfOverriddenArguments(List<Setting> complete) {
        Map<String, Setting> arguments = new HashMap<>();
        for (Setting setting : complete) {
            Option<?> option = Catalogue.find(setting.key());
            if (option == null || option.kind().isList()) {
                continue;
            }
            Setting argument = arguments.get(option.name());
            if (setting.origin().isCommandLine()) {
                arguments.put(option.name(), setting);
            } else if (argument != null && !argument.value().equals(setting.value())) {
                problems.warn(Problem.with(
                        setting,
                        "overrides --" + argument.key() + " " + argument.value() + " of the command line",
                        "name the file with --ini before the options that shall win"));
            }
        }
    }
}
