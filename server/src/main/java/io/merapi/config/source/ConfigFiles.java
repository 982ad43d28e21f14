// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.source.format.Format;
import io.merapi.config.source.format.MalformedException;
import io.merapi.config.source.format.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the files that settings name, and those which those name. */
final class ConfigFiles {
    private final Surroundings surroundings;
    private final Problems problems;
    private final Contents contents;
    private final Bounds bounds;
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Setting> before = new ArrayList<>();
    private final List<Setting> after = new ArrayList<>();
    private @Nullable MagicVariables first;
    private @Nullable MagicVariables last;
    private String lastIni = "";

    ConfigFiles(Surroundings surroundings, Problems problems, Contents contents, Bounds bounds) {
        this.surroundings = surroundings;
        this.problems = problems;
        this.contents = contents;
        this.bounds = bounds;
    }

    /** The text of a file is from now on put before that of every configuration file. */
    void injectBefore(Setting setting) {
        before.add(setting);
    }

    /** The text of a file is from now on put behind that of every configuration file. */
    void injectAfter(Setting setting) {
        after.add(setting);
    }

    /** Reads the file that a setting names, in the syntax that its name tells. */
    void read(Setting setting, Consumer<Setting> taker) {
        Format format = Format.ofName(Reference.parse(setting.value()).name());
        if (format == null) {
            problems.error(Problem.with(
                    setting,
                    setting.value() + ": its name does not tell how it is written",
                    "name a file in .ini, .yaml, .json or .xml, or say which with ini, yaml, json or xml"));
        } else {
            read(setting, format, taker);
        }
    }

    /** Reads a section of the file that a setting names, and hands on its settings. */
    void read(Setting setting, Format format, Consumer<Setting> taker) {
        Reference written = Reference.parse(setting.value());
        boolean again = written.name().isEmpty() && format == Format.INI;
        Reference reference = again ? new Reference(lastIni, written.section()) : written;
        String name = reference.name();
        Path path = reference.isFile() ? surroundings.resolveOrNull(name) : null;
        String identity = (path == null ? name : path) + ":" + reference.section();
        if (name.isEmpty() || open.contains(identity)) {
            String what = name.isEmpty() ? "there is no file yet whose section could be read" : "reads itself";
            problems.error(Problem.with(setting, setting.value() + ": " + what, "name another file or section"));
            return;
        }
        open.push(identity);
        bounds.countText(setting, open.size());
        lastIni = format == Format.INI ? name : lastIni;
        section(setting, reference, format).forEach(taker);
        open.pop();
    }

    private List<Setting> section(Setting setting, Reference reference, Format format) {
        String name = reference.name();
        try {
            String text = text(setting, name);
            text = magicFor(reference).replaceIn(text);
            Section section = format.read(text, name, reference.section(), problems);
            if (!section.found()) {
                reportMissing(setting, reference, format);
            }
            return section.settings();
        } catch (IOException e) {
            boolean relative = reference.isFile() && !name.startsWith("/");
            String fix = relative ? "relative names count from " + surroundings.directory() : "";
            problems.error(Problem.with(setting, "cannot read " + name + ": " + IoReason.of(e), fix));
        } catch (MalformedException e) {
            problems.error(
                    new Problem(new Origin(name, e.line()), "", "is not written as " + format + ": " + e.what(), ""));
        }
        return List.of();
    }

    /** uWSGI goes on without a section of an ini or YAML file, and not without one of the others. */
    private void reportMissing(Setting setting, Reference reference, Format format) {
        String asked = reference.section().isEmpty() ? "uwsgi" : reference.section();
        Problem problem = Problem.with(
                setting, reference.name() + " has no section [" + asked + "]", "add it, or name one after a colon");
        switch (format) {
            case INI, YAML -> problems.warn(problem);
            case JSON, XML -> problems.error(problem);
        }
    }

    private MagicVariables magicFor(Reference reference) {
        MagicVariables magic = reference.isFile()
                ? MagicVariables.ofFile(reference.name(), reference.section(), surroundings, first)
                : MagicVariables.ofStream(reference.name(), surroundings, last, first);
        first = first == null ? magic : first;
        last = magic;
        return magic;
    }

    private String text(Setting setting, String name) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Setting injected : before) {
            text.append(contents.read(injected.value()));
        }
        text.append(contents.read(name));
        for (Setting injected : after) {
            text.append(contents.read(injected.value()));
        }
        bounds.spend(setting, text.length());
        return text.toString();
    }
}
