// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration in YAML, as uWSGI reads it with libyaml ({@code core/yaml.c}): the section is a mapping below a
 * top-level key; a value is taken as it is written, a list gives its key once for each item, the keys of a mapping in
 * the section count as its own, and a key without a value is left out. Works on the parser's events: nothing is built,
 * so an alias cannot make much out of little.
 */
final class YamlFile {
    private final Iterator<Event> events;
    private final String file;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<Anchor, String> anchors = new HashMap<>();
    private boolean found;

    private YamlFile(Iterator<Event> events, String file, Problems problems) {
        this.events = events;
        this.file = file;
        this.problems = problems;
    }

    static Section read(String text, String file, String section, Problems problems) throws MalformedException {
        try {
            LoadSettings rules = LoadSettings.builder()
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setLabel(file)
                    .build();
            YamlFile yaml = new YamlFile(new Parse(rules).parseString(text).iterator(), file, problems);
            yaml.readTop(section);
            return new Section(yaml.settings, yaml.found);
        } catch (MarkedYamlEngineException e) {
            String what = Optional.ofNullable(e.getProblem()).orElse("it is no YAML");
            throw new MalformedException(line(e.getProblemMark()), what);
        } catch (YamlEngineException e) {
            throw new MalformedException(1, String.valueOf(e.getMessage()));
        }
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(place -> place.getLine() + 1).orElse(0);
    }

    private void readTop(String section) {
        Deque<Level> levels = new ArrayDeque<>();
        while (events.hasNext()) {
            Level level = levels.peek();
            switch (events.next()) {
                case MappingStartEvent _ -> {
                    if (level != null && levels.size() == 1 && section.equals(level.key)) {
                        found = true;
                        readMapping();
                        level.key = null;
                    } else {
                        levels.push(new Level(false, null));
                    }
                }
                case CollectionStartEvent _ -> levels.push(new Level(true, null));
                case CollectionEndEvent _ -> {
                    levels.remove();
                    levels.stream().limit(1).forEach(YamlFile::usedUp);
                }
                case ScalarEvent scalar -> skip(level, scalar.getValue());
                case AliasEvent _ -> skip(level, "");
                case Event _ -> {
                    // where documents begin and end
                }
            }
        }
    }

    /** A key is kept until its value comes. */
    private static void skip(@Nullable Level level, String text) {
        if (level != null) {
            level.key = level.key == null ? text : null;
        }
    }

    /** A collection that is being read: a mapping's key turns up and is used up, a list's stays. */
    private static final class Level {
        private final boolean isList;
        private @Nullable String key;

        Level(boolean isList, @Nullable String key) {
            this.isList = isList;
            this.key = key;
        }
    }

    /** Behind the start of a mapping, to its end; of those within, too. */
    private void readMapping() {
        Deque<Level> levels = new ArrayDeque<>();
        levels.push(new Level(false, null));
        while (true) {
            Level level = levels.element();
            switch (events.next()) {
                case MappingStartEvent _ -> levels.push(new Level(false, null));
                case CollectionStartEvent _ -> levels.push(new Level(true, level.key));
                case CollectionEndEvent _ -> {
                    levels.remove();
                    if (levels.isEmpty()) {
                        return;
                    }
                    usedUp(levels.element());
                }
                case ScalarEvent scalar -> {
                    scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, scalar.getValue()));
                    text(level, scalar.getValue(), scalar);
                }
                case AliasEvent alias -> text(level, anchors.getOrDefault(alias.getAlias(), ""), alias);
                case Event other -> throw new IllegalStateException(other + " in a mapping");
            }
        }
    }

    private static void usedUp(Level level) {
        if (!level.isList) {
            level.key = null;
        }
    }

    private void text(Level level, String text, Event event) {
        String key = level.key;
        if (key == null) {
            level.key = text;
            return;
        }
        usedUp(level);
        Setting setting = new Setting(key, text, new Origin(file, line(event.getStartMark())));
        if (text.isEmpty() && event instanceof ScalarEvent scalar && scalar.isPlain()) {
            problems.warn(Problem.with(setting, "has no value and is left out", "write " + key + ": true"));
        } else {
            settings.add(setting);
        }
    }
}
