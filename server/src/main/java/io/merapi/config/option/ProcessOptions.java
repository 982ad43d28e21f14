// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** The processes and threads, whose they are, the files that tell of them, and what is asked of them by those. */
public final class ProcessOptions {
    public static final Option<Integer> PROCESSES =
            Option.of(Kind.INTEGER, 1, "processes", "workers").letter('p').help("number of worker processes");

    public static final Option<Integer> THREADS =
            Option.of(Kind.INTEGER, 1, "threads").help("how many requests a worker runs at a time, each in a thread");

    public static final Option<Integer> EVENT_LOOPS = Option.of(Kind.INTEGER, 0, "event-loops")
            .initially("one per two processors, 1 to 4")
            .help("threads of the front that serve connections");

    public static final Option<String> PIDFILE =
            Option.of(Kind.text("FILE"), "", "pidfile").help("write the process id to a file");

    public static final Option<String> PIDFILE2 = file("write the process id when the sockets are open", "pidfile2");

    public static final Option<String> SAFE_PIDFILE =
            file("write the process id when the application is loaded", "safe-pidfile");

    public static final Option<String> SAFE_PIDFILE2 = file("another such file", "safe-pidfile2");

    public static final Option<String> DAEMONIZE = file(
                    "run in the background, with the log in a file; return when the server is ready or has failed",
                    "daemonize")
            .letter('d');

    public static final Option<String> DAEMONIZE2 =
            file("the same, and show what the start has written to the log", "daemonize2");

    /** A value of {@link #ADMIN_SOCKET}: there is none. */
    public static final String OFF = "off";

    public static final Option<String> ADMIN_SOCKET = Option.of(Kind.text("SOCKET"), "", "admin-socket")
            .initially("PID.sock in /run/merapi, /run/user/UID/merapi or /tmp/merapi-UID")
            .help("the unix socket at which merapi status, reload, stop and scale reach the server; off: none");

    public static final Option<String> STOP =
            pidfile("stop the server that a pidfile names, at once (SIGINT), and exit", "stop");

    public static final Option<String> RELOAD =
            pidfile("reload the server that a pidfile names (SIGHUP), and exit", "reload");

    public static final Option<String> UMASK = Option.of(Kind.text("MODE"), "", "umask")
            .initially("inherited")
            .help("permissions that new files do not get, such as 022: sockets, logs, those of the application");

    public static final Option<Boolean> VACUUM =
            Option.flag("vacuum").help("remove the pidfiles, the files of unix sockets and the master FIFO at the end");

    public static final Option<String> PRIO = Option.of(Kind.text("N"), "", "prio")
            .initially("inherited")
            .help("priority of the processes of the application, -20 (the highest, for root alone) to 19");

    public static final Option<Integer> CPU_AFFINITY = Option.of(Kind.INTEGER, 0, "cpu-affinity")
            .initially("none")
            .help("bind each worker to so many processors: the first to the first of them, the second to the next");

    public static final Option<Boolean> SCHED_BATCH = Option.of(Kind.SWITCH, true, "sched-batch")
            .help("workers that wake up let what is running go on (SCHED_BATCH): fewer switches under load");

    public static final Option<Boolean> AUTO_PROCNAME = Option.flag("auto-procname")
            .help("call the processes merapi front, merapi zygote, merapi worker 1 and so on, for ps and top to show");

    public static final Option<String> PROCNAME =
            title("call all processes so; this and the next imply auto-procname", "procname");

    public static final Option<String> PROCNAME_MASTER = title("call the front so", "procname-master");

    public static final Option<String> PROCNAME_PREFIX = title("put this before each title", "procname-prefix");

    public static final Option<String> PROCNAME_PREFIX_SPACED =
            title("put this and a blank before each title", "procname-prefix-spaced");

    public static final Option<String> PROCNAME_APPEND = title("put this behind each title", "procname-append");

    public static final Option<Boolean> HONOUR_STDIN = Option.flag("honour-stdin")
            .help(
                    "let the application read the server's standard input, as a debugger does; else there is nothing in it");

    static final OptionGroup GROUP = new OptionGroup(
            "Processes",
            List.of(
                    PROCESSES,
                    THREADS,
                    EVENT_LOOPS,
                    PIDFILE,
                    PIDFILE2,
                    SAFE_PIDFILE,
                    SAFE_PIDFILE2,
                    DAEMONIZE,
                    DAEMONIZE2,
                    ADMIN_SOCKET,
                    STOP,
                    RELOAD,
                    UMASK,
                    VACUUM,
                    PRIO,
                    CPU_AFFINITY,
                    SCHED_BATCH,
                    AUTO_PROCNAME,
                    PROCNAME,
                    PROCNAME_MASTER,
                    PROCNAME_PREFIX,
                    PROCNAME_PREFIX_SPACED,
                    PROCNAME_APPEND,
                    HONOUR_STDIN));

    public static final Option<String> UID =
            user("become this user when the sockets are open, given by name or number; needs root", "uid");

    public static final Option<String> GID =
            group("the same with this group", "gid").initially("that of uid");

    public static final Option<List<String>> ADD_GID = Option.of(Kind.list("GROUP"), List.<String>of(), "add-gid")
            .initially("the groups that uid is in")
            .help("a group to be in besides gid; may be repeated");

    public static final Option<Boolean> NO_INITGROUPS =
            Option.flag("no-initgroups").help("be in no group that uid is in, but in gid alone");

    public static final Option<String> IMMEDIATE_UID =
            user("become this user before anything is opened, the log and the sockets included", "immediate-uid");

    public static final Option<String> IMMEDIATE_GID =
            group("the same with this group", "immediate-gid").initially("that of immediate-uid");

    public static final Option<Boolean> MASTER_AS_ROOT = Option.flag("master-as-root")
            .help("stay root, and load the application as root; the workers alone become uid and gid");

    public static final Option<Boolean> LOGFILE_CHOWN =
            Option.flag("logfile-chown").help("give the log's file to uid and gid");

    static final OptionGroup IDENTITY = new OptionGroup(
            "Identity",
            List.of(UID, GID, ADD_GID, NO_INITGROUPS, IMMEDIATE_UID, IMMEDIATE_GID, MASTER_AS_ROOT, LOGFILE_CHOWN));

    private ProcessOptions() {}

    private static Option<String> title(String help, String name) {
        return Option.of(Kind.text("TITLE"), "", name).help(help);
    }

    private static Option<String> user(String help, String name) {
        return Option.of(Kind.text("USER"), "", name).help(help);
    }

    private static Option<String> group(String help, String name) {
        return Option.of(Kind.text("GROUP"), "", name).help(help);
    }

    private static Option<String> file(String help, String name) {
        return Option.of(Kind.text("FILE"), "", name).help(help);
    }

    private static Option<String> pidfile(String help, String name) {
        return Option.of(Kind.text("PIDFILE"), "", name).help(help);
    }
}
