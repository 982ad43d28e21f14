// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** The processes and threads, the files that tell of them, and what is asked of them by those. */
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

    public static final Option<String> STOP =
            pidfile("stop the server that a pidfile names, at once (SIGINT), and exit", "stop");

    public static final Option<String> RELOAD =
            pidfile("reload the server that a pidfile names (SIGHUP), and exit", "reload");

    public static final Option<String> UMASK = Option.of(Kind.text("MODE"), "", "umask")
            .initially("inherited")
            .help("permissions that new files do not get, such as 022: sockets, logs, those of the application");

    public static final Option<Boolean> VACUUM =
            Option.flag("vacuum").help("remove the pidfiles, the files of unix sockets and the master FIFO at the end");

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
                    STOP,
                    RELOAD,
                    UMASK,
                    VACUUM));

    private ProcessOptions() {}

    private static Option<String> file(String help, String name) {
        return Option.of(Kind.text("FILE"), "", name).help(help);
    }

    private static Option<String> pidfile(String help, String name) {
        return Option.of(Kind.text("PIDFILE"), "", name).help(help);
    }
}
