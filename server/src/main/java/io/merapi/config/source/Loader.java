// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    private static final List<String> OTHER_FORMATS = List.of(".xml", ".yml", ".yaml", ".json", ".js");
    private static final Set<String> PLACEHOLDERS_ONLY = Set.of("set-placeholder", "set-ph");

    private final Surroundings surroundings;
    private final Problems problems;
    private final Placeholders placeholders;
    private final Blocks blocks;
    private final List<Setting> settings = new ArrayList<>();
    private final Set<String> declared = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();
    private @Nullable MagicVariables first;
    private String lastFile = "";

    private Loader(Surroundings surroundings, Problems problems) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.placeholders = new Placeholders(surroundings, problems);
        this.blocks = new Blocks(surroundings, problems);
    }

    /**
     * Reads everything that is given.
     *
     * @param arguments the command line without the command
     */
    public static Settings load(List<String> arguments, Surroundings surroundings, Problems problems) {
        Loader loader = new Loader(surroundings, problems);
        loader.readEnvironment();
        CommandLine.Parsed line = CommandLine.parse(arguments, problems);
        line.settings().forEach(loader::take);
        line.operands().forEach(loader::takeOperand);
        List<Setting> complete = loader.placeholders.replaceIn(loader.settings);
        loader.warnOfOverriddenArguments(complete);
        loader.declared.addAll(loader.placeholders.used());
        return Settings.of(complete, loader.declared, problems);
    }

    private void readEnvironment() {
        new TreeMap<>(surroundings.environment()).forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !NOT_OPTIONS.contains(name)) {
                String key = name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-');
                take(new Setting(key, value, Origin.environment(name)));
            }
        });
    }

    private void takeOperand(String operand) {
        if (operand.endsWith(".py") || operand.endsWith(".wsgi")) {
            take(new Setting("wsgi-file", operand, Origin.COMMAND_LINE));
        } else if (isConfiguration(operand)) {
            include(new Setting("", operand, Origin.COMMAND_LINE));
        } else {
            problems.error(new Problem(
                    Origin.COMMAND_LINE,
                    operand,
                    "is neither an option nor a configuration file",
                    "options begin with --, files end in .ini, and a value that may be left out is written with ="
                            + " (--http-keepalive=60)"));
        }
    }

    private static boolean isConfiguration(String name) {
        String file = name.contains(":") ? name.substring(0, name.lastIndexOf(':')) : name;
        return file.endsWith(".ini") || OTHER_FORMATS.stream().anyMatch(file::endsWith);
    }

    private void take(Setting written) {
        for (Setting setting : blocks.expand(written, settings)) {
            settings.add(setting);
            if (LoadingOptions.INI.isNamed(setting.key())) {
                readIni(placeholders.replaceEnvironment(setting));
            } else if (LoadingOptions.INCLUDE.isNamed(setting.key())) {
                include(placeholders.replaceEnvironment(setting));
            } else if (LoadingOptions.SET.isNamed(setting.key())) {
                set(setting);
            }
        }
    }

    private void set(Setting setting) {
        int equals = setting.value().indexOf('=');
        if (equals < 0) {
            problems.error(Problem.with(
                    setting,
                    "'" + setting.value() + "' has no value",
                    "write " + setting.origin().spell(setting.key(), "name=value")));
            return;
        }
        String key = setting.value().substring(0, equals);
        Setting meant = new Setting(key, setting.value().substring(equals + 1), setting.origin());
        if (!PLACEHOLDERS_ONLY.contains(setting.key())) {
            take(meant);
        } else if (Catalogue.argumentOf(key) == null) {
            declared.add(key);
            settings.add(meant);
        } else {
            problems.error(
                    Problem.with(setting, key + " is an option and cannot be a placeholder", "choose another name"));
        }
    }

    private void include(Setting setting) {
        if (setting.value().contains("://") || OTHER_FORMATS.stream().anyMatch(setting.value()::endsWith)) {
            problems.error(Problem.with(
                    setting,
                    setting.value() + ": this form of configuration is not available yet",
                    "write it as an ini file"));
        } else {
            readIni(setting);
        }
    }

    private void readIni(Setting setting) {
        String value = setting.value();
        int colon = value.lastIndexOf(':');
        String section = colon < 0 || colon == value.length() - 1 ? "uwsgi" : value.substring(colon + 1);
        String file = colon < 0 ? value : value.substring(0, colon);
        String name = file.isEmpty() ? lastFile : file;
        String identity = surroundings.resolve(name) + ":" + section;
        if (name.isEmpty() || open.contains(identity)) {
            String what = name.isEmpty() ? "there is no file yet whose section could be read" : "reads itself";
            problems.error(Problem.with(setting, value + ": " + what, "name another file or section"));
            return;
        }
        open.push(identity);
        lastFile = name;
        readSection(setting, name, section, colon < 0 ? "" : value.substring(colon + 1));
        open.pop();
    }

    private void readSection(Setting setting, String name, String section, String writtenSection) {
        MagicVariables magic = new MagicVariables(name, writtenSection, surroundings, first);
        if (first == null) {
            first = magic;
        }
        try {
            byte[] octets = Files.readAllBytes(surroundings.resolve(name));
            String text = magic.replaceIn(new String(octets, StandardCharsets.UTF_8));
            IniFile.Section read = IniFile.read(text, name, section);
            if (!read.found()) {
                problems.warn(Problem.with(
                        setting, name + " has no section [" + section + "]", "add it, or name one after a colon"));
            }
            read.settings().forEach(this::take);
        } catch (IOException e) {
            String fix = name.startsWith("/") ? "" : "relative names count from " + surroundings.directory();
            problems.error(Problem.with(setting, "cannot read " + name + ": " + IoReason.of(e), fix));
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
