// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** What makes the server reload, and how it leaves. */
public final class ReloadOptions {
    public static final Option<List<String>> TOUCH_RELOAD =
            files("reload when the file is touched; may be repeated", "touch-reload");

    public static final Option<List<String>> TOUCH_WORKERS_RELOAD = files(
            "fork the workers anew, without loading the application again, when the file is touched",
            "touch-workers-reload");

    public static final Option<List<String>> TOUCH_CHAIN_RELOAD =
            files("reload one worker after the other when the file is touched", "touch-chain-reload");

    public static final Option<List<String>> FS_RELOAD =
            files("reload when the file, or anything in the directory, changes", "fs-reload");

    public static final Option<List<String>> FS_BRUTAL_RELOAD =
            files("the same, and kill the old workers instead of letting them finish", "fs-brutal-reload");

    public static final Option<List<String>> MASTER_FIFO =
            files("a named pipe that takes commands, a letter each; with several, a digit chooses", "master-fifo");

    public static final Option<Duration> WORKER_RELOAD_MERCY = Option.of(
                    Kind.SECONDS, Duration.ofSeconds(60), "worker-reload-mercy")
            .help("how long a worker that is to leave may take to finish what it has, until it is killed");

    public static final Option<Duration> RELOAD_MERCY = Option.of(Kind.SECONDS, Duration.ZERO, "reload-mercy")
            .initially("worker-reload-mercy")
            .help("how long a stop may take to finish what has been accepted");

    public static final Option<Duration> DRAIN_DELAY = Option.of(Kind.SECONDS, Duration.ZERO, "drain-delay")
            .help("how long connections are still accepted when the server is told to stop");

    public static final Option<Boolean> EXIT_ON_RELOAD = Option.flag("exit-on-reload")
            .help("stop where a reload is asked for, for the service manager to start anew");

    static final OptionGroup GROUP = new OptionGroup(
            "Reload and stop",
            List.of(
                    TOUCH_RELOAD,
                    TOUCH_WORKERS_RELOAD,
                    TOUCH_CHAIN_RELOAD,
                    FS_RELOAD,
                    FS_BRUTAL_RELOAD,
                    MASTER_FIFO,
                    WORKER_RELOAD_MERCY,
                    RELOAD_MERCY,
                    DRAIN_DELAY,
                    EXIT_ON_RELOAD));

    private ReloadOptions() {}

    private static Option<List<String>> files(String help, String name) {
        return Option.of(Kind.list("FILE"), List.<String>of(), name).help(help);
    }
}
