// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.config.spelling.KeyedList;
import io.merapi.config.spelling.Spelling;
import io.merapi.control.neighbour.DaemonPlan;
import io.merapi.control.neighbour.DaemonPlan.Pidfile;
import io.merapi.control.neighbour.DaemonPlan.Signals;
import io.merapi.control.neighbour.DaemonPlan.Start;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads daemons. */
final class DaemonReader {
    /** How many seconds a daemon may take to write its pidfile, where nothing is said. */
    private static final int CHECKS = 10;

    private static final int SIGTERM = 15;
    private static final int LARGEST_SIGNAL = 64;
    /** Each with its other names. */
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "command", "cmd",
            "exec", "cmd",
            "daemon", "daemonize",
            "stop_signal", "stopsignal",
            "reload_signal", "reloadsignal");

    private static final Set<String> KEYS = Set.of(
            "cmd",
            "freq",
            "pidfile",
            "control",
            "daemonize",
            "touch",
            "stopsignal",
            "reloadsignal",
            "stdin",
            "uid",
            "gid",
            "ns_pid",
            "chdir",
            "max_throttle",
            "notifypid",
            "legion");
    private static final Set<String> FALSE = Set.of("0", "false", "off", "no");

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;
    private final Start plain;

    DaemonReader(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
        this.plain = new Start("", "", "", settings.value(NeighbourOptions.DAEMONS_HONOUR_STDIN));
    }

    List<DaemonPlan> daemons() {
        return Stream.of(
                        each(NeighbourOptions.ATTACH_DAEMON, this::attached),
                        each(
                                NeighbourOptions.ATTACH_CONTROL_DAEMON,
                                setting -> attached(setting).map(DaemonPlan::controlling)),
                        each(NeighbourOptions.SMART_ATTACH_DAEMON, setting -> smart(setting, false)),
                        each(NeighbourOptions.SMART_ATTACH_DAEMON2, setting -> smart(setting, true)),
                        each(NeighbourOptions.ATTACH_DAEMON2, this::keyed))
                .flatMap(plans -> plans)
                .toList();
    }

    private Stream<DaemonPlan> each(Option<?> option, Function<Setting, Optional<DaemonPlan>> reader) {
        return settings.settings(option).stream().map(reader).flatMap(Optional::stream);
    }

    private Optional<DaemonPlan> attached(Setting setting) {
        if (setting.value().isBlank()) {
            return refused(setting, "there is no command", "COMMAND");
        }
        return Optional.of(DaemonPlan.of(setting.value()).startedAs(plain));
    }

    private Optional<DaemonPlan> smart(Setting setting, boolean written) {
        String[] parts = setting.value().strip().split("\\s+", 2);
        if (parts.length < 2) {
            return refused(setting, "there is a pidfile, but no command", "PIDFILE COMMAND");
        }
        String[] file = parts[0].split(",", 2);
        int checks = file.length == 2 ? number(setting, file[1], CHECKS) : CHECKS;
        return Optional.of(DaemonPlan.of(parts[1])
                .startedAs(plain)
                .foundBy(new Pidfile(surroundings.resolve(file[0]), checks, written, false)));
    }

    private Optional<DaemonPlan> keyed(Setting setting) {
        Map<String, String> keys = new LinkedHashMap<>();
        KeyedList.read(setting.value()).forEach((key, value) -> keys.put(OTHER_NAMES.getOrDefault(key, key), value));
        keys.keySet().stream().filter(key -> !KEYS.contains(key)).forEach(key -> {
            String meant = Spelling.nearest(key, KEYS);
            problems.warn(Problem.with(
                    setting, "there is no key " + key, meant == null ? "" : "did you mean " + meant + "?"));
        });
        for (String later : List.of("legion", "ns_pid")) {
            if (keys.containsKey(later)) {
                problems.warn(Problem.with(setting, "the key " + later + " is not available, ignored", ""));
            }
        }
        if (keys.getOrDefault("cmd", "").isBlank()) {
            return refused(setting, "there is no cmd", "cmd=COMMAND,KEY=VALUE");
        }
        return Optional.of(keyed(setting, keys));
    }

    private DaemonPlan keyed(Setting setting, Map<String, String> keys) {
        Start start = new Start(
                directory(keys.getOrDefault("chdir", "")),
                keys.getOrDefault("uid", ""),
                keys.getOrDefault("gid", ""),
                plain.readsInput() || isOn(setting, keys, "stdin"));
        Signals signals =
                new Signals(signal(setting, keys, "stopsignal", SIGTERM), signal(setting, keys, "reloadsignal", 0));
        int longest = number(setting, keys.getOrDefault("max_throttle", "0"), 0);
        return new DaemonPlan(
                Objects.requireNonNull(keys.get("cmd")),
                start,
                pidfile(setting, keys),
                signals,
                isOn(setting, keys, "control"),
                touched(keys.getOrDefault("touch", "")),
                longest > 0 ? Duration.ofSeconds(longest) : DaemonPlan.LONGEST_PAUSE);
    }

    private @Nullable Pidfile pidfile(Setting setting, Map<String, String> keys) {
        String path = keys.get("pidfile");
        boolean written = isOn(setting, keys, "daemonize");
        if (path == null) {
            if (written) {
                problems.error(Problem.with(setting, "daemonize needs a pidfile", "add pidfile=FILE"));
            }
            return null;
        }
        int checks = number(setting, keys.getOrDefault("freq", Integer.toString(CHECKS)), CHECKS);
        return new Pidfile(surroundings.resolve(path), checks, written, isOn(setting, keys, "notifypid"));
    }

    private String directory(String written) {
        return written.isEmpty() ? "" : surroundings.resolve(written).toString();
    }

    private List<Path> touched(String files) {
        return Stream.of(files.split(";", -1))
                .filter(file -> !file.isBlank())
                .map(surroundings::resolve)
                .toList();
    }

    /** For uWSGI any value is on; whoever writes 0 means off. */
    private boolean isOn(Setting setting, Map<String, String> keys, String key) {
        String value = keys.get(key);
        if (value != null && FALSE.contains(value.toLowerCase(Locale.ROOT))) {
            problems.warn(Problem.with(
                    setting,
                    key + "=" + value + " is taken for off; uWSGI takes any value for on",
                    "leave " + key + " out"));
            return false;
        }
        return value != null;
    }

    private int signal(Setting setting, Map<String, String> keys, String key, int otherwise) {
        String value = keys.get(key);
        if (value == null) {
            return otherwise;
        }
        int number = SignalNames.number(value);
        if (number < 0 || number > LARGEST_SIGNAL) {
            problems.error(
                    Problem.with(setting, key + ": there is no signal " + value, "write its number, such as 15"));
        }
        return number == 0 ? otherwise : number;
    }

    private int number(Setting setting, String text, int otherwise) {
        if (!text.matches("\\d{1,9}")) {
            problems.error(Problem.with(setting, "'" + text + "' is no number", "write seconds"));
            return otherwise;
        }
        return Integer.parseInt(text);
    }

    private Optional<DaemonPlan> refused(Setting setting, String what, String example) {
        problems.error(Problem.with(setting, what, "write " + setting.origin().spell(setting.key(), example)));
        return Optional.empty();
    }
}
