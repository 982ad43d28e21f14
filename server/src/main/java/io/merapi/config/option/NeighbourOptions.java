// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** What runs beside the application, or at a certain moment in the life of the server and its processes. */
public final class NeighbourOptions {
    public static final Option<List<String>> ATTACH_DAEMON =
            list("COMMAND", "attach-daemon", "run a command as long as the server runs; started again when it ends");

    public static final Option<List<String>> ATTACH_CONTROL_DAEMON =
            list("COMMAND", "attach-control-daemon", "the same, but the server stops when it ends");

    public static final Option<List<String>> SMART_ATTACH_DAEMON = list(
            "PIDFILE[,SECONDS] COMMAND",
            "smart-attach-daemon",
            "start a command that goes to the background and writes a pidfile, unless it runs already; it outlives the"
                    + " server");

    public static final Option<List<String>> SMART_ATTACH_DAEMON2 = list(
            "PIDFILE[,SECONDS] COMMAND",
            "smart-attach-daemon2",
            "the same of one that does neither: both is done for it");

    public static final Option<List<String>> ATTACH_DAEMON2 = list(
            "KEY=VALUE,...",
            "attach-daemon2",
            "a daemon by the keys cmd, pidfile, freq, daemonize, control, touch, stopsignal, reloadsignal, stdin, uid,"
                    + " gid, chdir, max_throttle, notifypid");

    public static final Option<Boolean> DAEMONS_HONOUR_STDIN =
            Option.flag("daemons-honour-stdin").help("let daemons read the server's standard input");

    public static final Option<List<String>> CRON = list(
            "MINUTE HOUR DAY MONTH WEEKDAY COMMAND",
            "cron",
            "run a command at set times: -1 is always, -5 every fifth, weekday 0 is Sunday");

    public static final Option<List<String>> UNIQUE_CRON =
            list("MINUTE HOUR DAY MONTH WEEKDAY COMMAND", "unique-cron", "the same, but not while it still runs");

    public static final Option<List<String>> CRON2 = list(
            "[KEY=VALUE,...] COMMAND",
            "cron2",
            "the same by the keys minute, hour, day, month, week, unique, harakiri; what is left out is -1");

    public static final Option<Duration> CRON_HARAKIRI = Option.of(Kind.SECONDS, Duration.ZERO, "cron-harakiri")
            .initially("no limit")
            .help("kill a cron job that runs for longer");

    public static final Option<List<String>> HOOK_ASAP = hook("asap", "when the configuration has been read");
    public static final Option<List<String>> HOOK_PRE_JAIL = hook("pre-jail", "next");
    public static final Option<List<String>> HOOK_IN_JAIL = hook("in-jail", "next");
    public static final Option<List<String>> HOOK_AS_ROOT =
            hook("as-root", "next, where the server is started as root");
    public static final Option<List<String>> HOOK_AS_USER =
            hook("as-user", "when privileges have been dropped, where the server is started as root");
    public static final Option<List<String>> HOOK_PRE_APP =
            hook("pre-app", "in the process that loads the application, before it does");
    public static final Option<List<String>> HOOK_POST_APP = hook("post-app", "there, when it has");
    public static final Option<List<String>> HOOK_MASTER_START =
            hook("master-start", "when the application is loaded and the daemons are started");
    public static final Option<List<String>> HOOK_POST_FORK = hook("post-fork", "in each worker, before requests");
    public static final Option<List<String>> HOOK_ACCEPTING = hook("accepting", "next");
    public static final Option<List<String>> HOOK_ACCEPTING_ONCE =
            hook("accepting-once", "next, in the first worker of each number");
    public static final Option<List<String>> HOOK_ACCEPTING1 = hook("accepting1", "next, in worker 1");
    public static final Option<List<String>> HOOK_ACCEPTING1_ONCE =
            hook("accepting1-once", "next, in the first worker 1");
    public static final Option<List<String>> HOOK_AS_USER_ATEXIT =
            hook("as-user-atexit", "at the end, when all processes have left");

    public static final Option<List<String>> HOOK_TOUCH = Option.of(
                    Kind.list("FILE ACTION:ARGUMENT"), List.<String>of(), "hook-touch")
            .help("run an action when the file is touched");
    public static final Option<List<String>> TOUCH_EXEC = Option.of(
                    Kind.list("FILE COMMAND"), List.<String>of(), "touch-exec")
            .help("run a command when the file is touched");

    public static final Option<List<String>> EXEC_ASAP = exec("asap");
    public static final Option<List<String>> EXEC_PRE_JAIL = exec("pre-jail");
    public static final Option<List<String>> EXEC_IN_JAIL = exec("in-jail");
    public static final Option<List<String>> EXEC_AS_ROOT = exec("as-root");
    public static final Option<List<String>> EXEC_AS_USER = exec("as-user");
    public static final Option<List<String>> EXEC_PRE_APP = exec("pre-app");
    public static final Option<List<String>> EXEC_POST_APP = exec("post-app");
    public static final Option<List<String>> EXEC_AS_USER_ATEXIT = exec("as-user-atexit");

    public static final OptionGroup DAEMONS_AND_JOBS = new OptionGroup(
            "Daemons and cron jobs",
            List.of(
                    ATTACH_DAEMON,
                    ATTACH_CONTROL_DAEMON,
                    SMART_ATTACH_DAEMON,
                    SMART_ATTACH_DAEMON2,
                    ATTACH_DAEMON2,
                    DAEMONS_HONOUR_STDIN,
                    CRON,
                    UNIQUE_CRON,
                    CRON2,
                    CRON_HARAKIRI));

    public static final OptionGroup HOOKS = new OptionGroup(
            "Hooks",
            List.of(
                    HOOK_ASAP,
                    HOOK_PRE_JAIL,
                    HOOK_IN_JAIL,
                    HOOK_AS_ROOT,
                    HOOK_AS_USER,
                    HOOK_PRE_APP,
                    HOOK_POST_APP,
                    HOOK_MASTER_START,
                    HOOK_POST_FORK,
                    HOOK_ACCEPTING,
                    HOOK_ACCEPTING_ONCE,
                    HOOK_ACCEPTING1,
                    HOOK_ACCEPTING1_ONCE,
                    HOOK_AS_USER_ATEXIT,
                    HOOK_TOUCH,
                    TOUCH_EXEC,
                    EXEC_ASAP,
                    EXEC_PRE_JAIL,
                    EXEC_IN_JAIL,
                    EXEC_AS_ROOT,
                    EXEC_AS_USER,
                    EXEC_PRE_APP,
                    EXEC_POST_APP,
                    EXEC_AS_USER_ATEXIT));

    private NeighbourOptions() {}

    private static Option<List<String>> list(String placeholder, String name, String help) {
        return Option.of(Kind.list(placeholder), List.<String>of(), name).help(help);
    }

    private static Option<List<String>> hook(String phase, String when) {
        return Option.of(Kind.list("ACTION:ARGUMENT"), List.<String>of(), "hook-" + phase)
                .help("run an action " + when);
    }

    private static Option<List<String>> exec(String phase) {
        return Option.of(Kind.list("COMMAND"), List.<String>of(), "exec-" + phase)
                .help("the same as hook-" + phase + " = exec:COMMAND, after those");
    }
}
