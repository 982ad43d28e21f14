// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.LoadingOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.source.format.Format;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes one setting after the other ({@code add_exported_option}), and does at once what those ask for that steer the
 * reading itself: other files, conditions, placeholders, options of the operator's own.
 */
final class Reading {
    private static final char REPLACEMENT = '\uFFFD';
    private static final Set<String> PLACEHOLDERS_ONLY = Set.of("set-placeholder", "set-ph");

    private final Surroundings surroundings;
    private final Problems problems;
    private final Bounds bounds;
    private final Placeholders placeholders;
    private final ConfigFiles files;
    private final Blocks blocks;
    private final Fences fences;
    private final CustomOptions custom;
    private final Map<String, Consumer<Setting>> directives = new HashMap<>();
    private final List<Setting> ofTemplates = new ArrayList<>();
    private final List<Setting> settings = new ArrayList<>();
    private final Set<String> declared = new HashSet<>();
    private boolean inBlock;

    Reading(Surroundings given, Problems problems, Bounds bounds) {
        // a copy of its own: what is read may set more variables
        this.surroundings = given.withEnvironment(new HashMap<>(given.environment()));
        this.problems = problems;
        this.bounds = bounds;
        Contents contents = new Contents(surroundings, Bounds.PATIENCE);
        this.placeholders = new Placeholders(surroundings, problems, contents, bounds);
        this.files = new ConfigFiles(surroundings, problems, contents, bounds);
        this.blocks = new Blocks(
                new Conditions(surroundings, problems, placeholders::firstValue),
                new Loops(surroundings, problems, contents),
                problems);
        this.fences = new Fences(problems);
        this.custom = new CustomOptions(problems);
        direct();
    }

    private void direct() {
        on(LoadingOptions.INI, setting -> files.read(setting, Format.INI, this::take));
        on(LoadingOptions.YAML, setting -> files.read(setting, Format.YAML, this::take));
        on(LoadingOptions.JSON, setting -> files.read(setting, Format.JSON, this::take));
        on(LoadingOptions.XML, setting -> files.read(setting, Format.XML, this::take));
        on(LoadingOptions.INCLUDE, this::include);
        on(LoadingOptions.INJECT_BEFORE, files::injectBefore);
        on(LoadingOptions.INJECT_AFTER, files::injectAfter);
        on(LoadingOptions.RESOLVE, this::resolve);
        on(LoadingOptions.EARLY_ENVDIR, this::setVariables);
        on(LoadingOptions.PRINT, setting -> problems.note(Problem.with(setting, setting.value(), "")));
        on(LoadingOptions.EXIT, _ -> {
            throw ReadingEndsException.asked();
        });
        onAsWritten(LoadingOptions.SET, this::set);
        onAsWritten(LoadingOptions.DECLARE_OPTION, custom::declare);
    }

    private void on(Option<?> option, Consumer<Setting> directive) {
        onAsWritten(option, setting -> directive.accept(placeholders.replaceNow(setting)));
    }

    private void onAsWritten(Option<?> option, Consumer<Setting> directive) {
        option.names().forEach(name -> directives.put(name, directive));
    }

    // ---- one setting after the other

    /** Takes a setting where it stands. */
    void take(Setting written) {
        if (!fences.admit(written) || !isText(written)) {
            return;
        }
        lookForLostLetters(written);
        if (inBlock) {
            // what a setting in a block brings about counts as it is
            add(written);
            return;
        }
        inBlock = blocks.isOpen();
        blocks.expand(written).forEach(this::add);
        inBlock = false;
    }

    /** uWSGI hands octets on as they are; what is no UTF-8 has been lost by now, which matters outside of comments. */
    private void lookForLostLetters(Setting setting) {
        if (setting.key().indexOf(REPLACEMENT) >= 0 || setting.value().indexOf(REPLACEMENT) >= 0) {
            problems.warn(new Problem(
                    setting.origin(), "", "holds letters that are not in UTF-8", "convert the file: iconv -t utf-8"));
        }
    }

    private boolean isText(Setting setting) {
        boolean text = setting.key().indexOf('\0') < 0 && setting.value().indexOf('\0') < 0;
        if (!text) {
            problems.error(new Problem(setting.origin(), "", "holds a NUL, which no option can", "take it out"));
        }
        return text;
    }

    private void add(Setting setting) {
        if (blocks.isStart(setting.key())) {
            begin(setting);
            return;
        }
        if (Blocks.isEnd(setting.key())) {
            // of a file that is included in a block, which it cannot end
            return;
        }
        bounds.count(setting);
        settings.add(setting);
        placeholders.add(setting);
        custom.expand(setting).forEach(this::addOfTemplate);
        obey(setting);
    }

    private void begin(Setting start) {
        if (inBlock) {
            problems.error(
                    Problem.with(start, "stands in another block, and blocks do not nest", "end that block first"));
        } else {
            blocks.begin(placeholders.replaceNow(start));
        }
    }

    /** Under uWSGI these take effect at once, and so before all that is not read by then: any other setting wins. */
    private void addOfTemplate(Setting setting) {
        bounds.count(setting);
        if (!obey(setting)) {
            ofTemplates.add(setting);
        }
    }

    private boolean obey(Setting setting) {
        Consumer<Setting> directive = directives.get(setting.key());
        if (directive != null) {
            directive.accept(setting);
        }
        return directive != null;
    }

    /** Reads the rest, and puts in what the values refer to. */
    List<Setting> finish() {
        // grows while it is gone through: what is inherited comes last, and so wins
        for (int i = 0; i < settings.size(); i++) {
            if (LoadingOptions.INHERIT.isNamed(settings.get(i).key())) {
                include(placeholders.replaceNow(settings.get(i)));
            }
        }
        blocks.close();
        return complete();
    }

    /** All settings in the order that counts. */
    private List<Setting> complete() {
        List<Setting> complete = placeholders.replaceIn(settings);
        List<Setting> all = new ArrayList<>();
        ofTemplates.forEach(setting -> all.add(placeholders.replaceNow(setting)));
        all.addAll(complete);
        return all;
    }

    /** All settings so far, where the reading has ended before its time. */
    List<Setting> asWritten() {
        return List.copyOf(settings);
    }

    /** Keys that mean something without being options. */
    Set<String> declared() {
        Set<String> all = new HashSet<>(declared);
        all.addAll(placeholders.used());
        all.addAll(custom.names());
        return all;
    }

    // ---- what is done at once

    /** Reads the file that a setting names. */
    void include(Setting setting) {
        files.read(setting, this::take);
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
        if (PLACEHOLDERS_ONLY.contains(setting.key())) {
            setPlaceholder(setting, meant);
        } else {
            if (setting.origin().isCommandLine()) {
                // whoever sets what is no option there means a placeholder
                declared.add(key);
            }
            take(meant);
        }
    }

    private void setPlaceholder(Setting setting, Setting meant) {
        if (Catalogue.argumentOf(meant.key()) != null) {
            problems.error(Problem.with(
                    setting, meant.key() + " is an option and cannot be a placeholder", "choose another name"));
            return;
        }
        declared.add(meant.key());
        settings.add(meant);
        placeholders.add(meant);
    }

    private void resolve(Setting setting) {
        int equals = setting.value().indexOf('=');
        String host = setting.value().substring(equals + 1);
        try {
            String address = InetAddress.getByName(host).getHostAddress();
            set(new Setting("set-placeholder", setting.value().substring(0, equals + 1) + address, setting.origin()));
        } catch (UnknownHostException e) {
            problems.error(Problem.with(setting, "there is no address for " + host, "write placeholder=host"));
        }
    }

    private void setVariables(Setting setting) {
        Map<String, String> environment = surroundings.environment();
        for (EnvDirectory.Variable each : EnvDirectory.read(setting, surroundings.resolve(setting.value()), problems)) {
            environment.compute(each.name(), (_, _) -> each.value());
        }
    }
}
