// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.neighbour;

import io.merapi.config.option.NeighbourOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.config.spelling.Spelling;
import io.merapi.control.Command;
import io.merapi.control.neighbour.NeighbourConfig.TouchHook;
import io.merapi.control.neighbour.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads hooks. */
public final class HookReader {
    /** What Python does ({@code hooks.py}, {@code hook_files.py}). */
    static final Set<String> ACTIONS = Set.of(
            "exec",
            "safeexec",
            "exit",
            "print",
            "log",
            "cd",
            "chdir",
            "putenv",
            "hostname",
            "mkdir",
            "unlink",
            "create",
            "creat",
            "write",
            "writen",
            "append",
            "appendn",
            "writefifo",
            "spinningfifo",
            "chmod",
            "sticky",
            "chown",
            "chown2",
            "wait_for_fs",
            "wait_for_file",
            "wait_for_dir",
            "wait_for_socket");

    private static final String UNIX_SIGNAL = "unix_signal";
    private static final Set<String> NOT_HERE =
            Set.of("call", "callret", "callint", "callintret", "rpc", "retryrpc", "alarm", "mount", "umount");
    /** The functions of uWSGI's that a signal can be bound to. */
    private static final Map<String, Command> FUNCTIONS = Map.of(
            "gracefully_kill_them_all", Command.STOP,
            "kill_them_all", Command.STOP_AT_ONCE,
            "end_me", Command.STOP_AT_ONCE,
            "grace_them_all", Command.RELOAD,
            "reap_them_all", Command.RELOAD_BRUTALLY,
            "suspend_resume_them_all", Command.PAUSE,
            "stats", Command.STATISTICS);

    private static final Map<Phase, List<Option<List<String>>>> OF_THE_SERVER = serverOptions();
    private static final Map<String, List<Option<List<String>>>> OF_THE_APPLICATION = Map.of(
            "pre-app", List.of(NeighbourOptions.HOOK_PRE_APP, NeighbourOptions.EXEC_PRE_APP),
            "post-app", List.of(NeighbourOptions.HOOK_POST_APP, NeighbourOptions.EXEC_POST_APP),
            "post-fork", List.of(NeighbourOptions.HOOK_POST_FORK),
            "accepting", List.of(NeighbourOptions.HOOK_ACCEPTING),
            "accepting-once", List.of(NeighbourOptions.HOOK_ACCEPTING_ONCE),
            "accepting1", List.of(NeighbourOptions.HOOK_ACCEPTING1),
            "accepting1-once", List.of(NeighbourOptions.HOOK_ACCEPTING1_ONCE));

    private final Settings settings;
    private final Problems problems;

    public HookReader(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    private static Map<Phase, List<Option<List<String>>>> serverOptions() {
        Map<Phase, List<Option<List<String>>>> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.ASAP, List.of(NeighbourOptions.HOOK_ASAP, NeighbourOptions.EXEC_ASAP));
        phases.put(Phase.PRE_JAIL, List.of(NeighbourOptions.HOOK_PRE_JAIL, NeighbourOptions.EXEC_PRE_JAIL));
        phases.put(Phase.IN_JAIL, List.of(NeighbourOptions.HOOK_IN_JAIL, NeighbourOptions.EXEC_IN_JAIL));
        phases.put(Phase.AS_ROOT, List.of(NeighbourOptions.HOOK_AS_ROOT, NeighbourOptions.EXEC_AS_ROOT));
        phases.put(Phase.AS_USER, List.of(NeighbourOptions.HOOK_AS_USER, NeighbourOptions.EXEC_AS_USER));
        phases.put(Phase.MASTER_START, List.of(NeighbourOptions.HOOK_MASTER_START));
        phases.put(
                Phase.AS_USER_ATEXIT,
                List.of(NeighbourOptions.HOOK_AS_USER_ATEXIT, NeighbourOptions.EXEC_AS_USER_ATEXIT));
        return phases;
    }

    /** The options of zygote and workers, which a reload heeds. */
    public static Stream<Option<?>> optionsOfTheApplication() {
        return OF_THE_APPLICATION.values().stream().flatMap(List::stream);
    }

    /** What zygote and workers run, by phase. */
    public Map<String, List<String>> ofTheApplication() {
        Map<String, List<String>> hooks = new TreeMap<>();
        OF_THE_APPLICATION.forEach((phase, options) -> put(hooks, phase, read(options, false)));
        return hooks;
    }

    /** What the server runs, by phase. */
    Map<Phase, List<String>> ofTheServer() {
        Map<Phase, List<String>> hooks = new EnumMap<>(Phase.class);
        OF_THE_SERVER.forEach((phase, options) -> put(hooks, phase, read(options, true)));
        return hooks;
    }

    private static <T> void put(Map<T, List<String>> hooks, T phase, List<String> texts) {
        if (!texts.isEmpty()) {
            hooks.put(phase, texts);
        }
    }

    private List<String> read(List<Option<List<String>>> options, boolean isServer) {
        List<String> hooks = new ArrayList<>();
        for (Option<List<String>> option : options) {
            boolean isExec = option.name().startsWith("exec-");
            for (Setting setting : settings.settings(option)) {
                if (isExec) {
                    hooks.add("exec:" + setting.value());
                } else if (isAction(setting, setting.value(), isServer)) {
                    hooks.add(setting.value());
                }
            }
        }
        return List.copyOf(hooks);
    }

    /** Whether the text is an action that is to be run; complains where it cannot be. */
    private boolean isAction(Setting setting, String text, boolean isServer) {
        String action = text.startsWith("!") ? text.substring(1) : text;
        int colon = action.indexOf(':');
        String name = colon < 0 ? action : action.substring(0, colon);
        if (colon < 0) {
            problems.error(Problem.with(
                    setting, "'" + text + "' is no action", "write action:argument, such as exec:COMMAND"));
            return false;
        }
        if (name.equals(UNIX_SIGNAL)) {
            if (!isServer) {
                problems.warn(Problem.with(
                        setting, "signals of workers are left to the server, ignored", "use hook-master-start"));
            }
            return false;
        }
        if (!ACTIONS.contains(name)) {
            String meant = Spelling.nearest(name, ACTIONS);
            String fix = meant == null ? "exec:COMMAND runs a command" : "did you mean " + meant + "?";
            problems.error(Problem.with(
                    setting,
                    NOT_HERE.contains(name) ? name + " is not available here" : "there is no action " + name,
                    NOT_HERE.contains(name) ? "exec:COMMAND runs a command" : fix));
        }
        return ACTIONS.contains(name);
    }

    // ---- signals

    /** What hooks of the server bind to signals, which are named without SIG. */
    public Map<String, Command> signals() {
        Map<String, Command> signals = new LinkedHashMap<>();
        OF_THE_SERVER.values().stream()
                .flatMap(List::stream)
                .flatMap(option -> settings.settings(option).stream())
                .filter(setting -> setting.value().startsWith(UNIX_SIGNAL + ":"))
                .forEach(setting -> bind(setting, signals));
        return signals;
    }

    private void bind(Setting setting, Map<String, Command> signals) {
        String[] words =
                setting.value().substring(UNIX_SIGNAL.length() + 1).strip().split("\\s+", 2);
        String signal = SignalNames.name(SignalNames.number(words[0]));
        Command command = words.length == 2 ? FUNCTIONS.get(words[1]) : null;
        if (command == null || signal.isEmpty() || signal.equals("KILL") || signal.equals("STOP")) {
            problems.error(Problem.with(
                    setting,
                    "'" + setting.value() + "' binds no signal",
                    "write unix_signal:NUMBER FUNCTION, with one of "
                            + String.join(", ", new TreeMap<>(FUNCTIONS).keySet())));
        } else {
            signals.put(signal, command);
        }
    }

    // ---- files

    List<TouchHook> touches(Surroundings surroundings) {
        return Stream.concat(
                        settings.settings(NeighbourOptions.HOOK_TOUCH).stream()
                                .map(each -> touch(each, surroundings, "")),
                        settings.settings(NeighbourOptions.TOUCH_EXEC).stream()
                                .map(each -> touch(each, surroundings, "exec:")))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<TouchHook> touch(Setting setting, Surroundings surroundings, String action) {
        String[] parts = setting.value().strip().split("\\s+", 2);
        if (parts.length < 2) {
            String example = action.isEmpty() ? "FILE exec:COMMAND" : "FILE COMMAND";
            problems.error(Problem.with(
                    setting,
                    "'" + setting.value() + "' is not a file and what is to be done",
                    "write " + setting.origin().spell(setting.key(), example)));
            return Optional.empty();
        }
        String text = action + parts[1];
        return isAction(setting, text, true)
                ? Optional.of(new TouchHook(surroundings.resolve(parts[0]), text))
                : Optional.empty();
    }
}
