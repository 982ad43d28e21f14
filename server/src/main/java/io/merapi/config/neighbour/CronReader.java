// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.spelling.KeyedList;
import io.merapi.control.neighbour.CronPlan;
import io.merapi.control.neighbour.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads cron jobs. */
final class CronReader {
    private static final Pattern FIVE = Pattern.compile(
            "\\s*(-?\\d{1,6})\\s+(-?\\d{1,6})\\s+(-?\\d{1,6})\\s+(-?\\d{1,6})\\s+(-?\\d{1,6})\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}");
    private static final Set<String> KEYS =
            Set.of("minute", "hour", "day", "month", "week", "unique", "harakiri", "legion");
    private static final List<Range> FIELDS = List.of(
            new Range("minute", 0, 59),
            new Range("hour", 0, 23),
            new Range("day", 1, 31),
            new Range("month", 1, 12),
            new Range("week", 0, 7));

    private final Settings settings;
    private final Problems problems;

    CronReader(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** What a field may be, besides negative. */
    private record Range(String key, int least, int most) {}

    List<CronPlan> jobs() {
        return Stream.of(
                        plain(NeighbourOptions.CRON, false),
                        plain(NeighbourOptions.UNIQUE_CRON, true),
                        settings.settings(NeighbourOptions.CRON2).stream().map(this::keyed))
                .flatMap(each -> each)
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<Optional<CronPlan>> plain(Option<?> option, boolean unique) {
        return settings.settings(option).stream().map(setting -> plain(setting, unique));
    }

    private Optional<CronPlan> plain(Setting setting, boolean unique) {
        Matcher five = FIVE.matcher(setting.value());
        if (!five.matches() || five.group(6).isBlank()) {
            String example = setting.origin().spell(setting.key(), "0 2 -1 -1 -1 COMMAND");
            problems.error(Problem.with(
                    setting,
                    "'" + setting.value() + "' is not minute, hour, day, month, weekday and a command",
                    "write numbers, -1 for * and -5 for */5, such as " + example));
            return Optional.empty();
        }
        int[] fields = new int[FIELDS.size()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(setting, FIELDS.get(i), five.group(i + 1));
        }
        return Optional.of(
                new CronPlan(schedule(fields), five.group(6), unique, settings.value(NeighbourOptions.CRON_HARAKIRI)));
    }

    private static Schedule schedule(int[] fields) {
        return new Schedule(fields[0], fields[1], fields[2], fields[3], fields[4]);
    }

    private Optional<CronPlan> keyed(Setting setting) {
        String[] parts = setting.value().strip().split("\\s+", 2);
        boolean hasKeys = parts[0].contains("=");
        String command = hasKeys ? parts.length == 2 ? parts[1] : "" : setting.value();
        if (command.isBlank()) {
            problems.error(Problem.with(
                    setting,
                    "there is no command",
                    "write " + setting.origin().spell(setting.key(), "minute=0,hour=2 COMMAND")));
            return Optional.empty();
        }
        Map<String, String> keys = hasKeys ? KeyedList.read(parts[0]) : Map.of();
        keys.keySet().stream()
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> warn(setting, "there is no key " + key));
        if (keys.containsKey("legion")) {
            problems.error(Problem.with(setting, "legions are not available yet", "leave the job out for now"));
        }
        int[] fields = new int[FIELDS.size()];
        for (int i = 0; i < fields.length; i++) {
            Range range = FIELDS.get(i);
            fields[i] = field(setting, range, keys.getOrDefault(range.key(), "-1"));
        }
        return Optional.of(new CronPlan(
                schedule(fields),
                command,
                number(setting, keys.getOrDefault("unique", "0")) != 0,
                limit(setting, keys)));
    }

    /** That of the job, where 0 is none, or that of all. */
    private Duration limit(Setting setting, Map<String, String> keys) {
        String own = keys.get("harakiri");
        return own == null
                ? settings.value(NeighbourOptions.CRON_HARAKIRI)
                : Duration.ofSeconds(Math.max(0, number(setting, own)));
    }

    private int field(Setting setting, Range range, String text) {
        int value = number(setting, text);
        if (value > range.most() || (value >= 0 && value < range.least())) {
            warn(
                    setting,
                    "it is never due: " + range.key() + " is " + range.least() + " to " + range.most() + ", not "
                            + value);
        }
        return value;
    }

    private int number(Setting setting, String text) {
        if (!NUMBER.matcher(text).matches()) {
            problems.error(Problem.with(setting, "'" + text + "' is no number", "write -1 for * and -5 for */5"));
            return -1;
        }
        return Integer.parseInt(text);
    }

    private void warn(Setting setting, String what) {
        problems.warn(Problem.with(setting, what, ""));
    }
}
