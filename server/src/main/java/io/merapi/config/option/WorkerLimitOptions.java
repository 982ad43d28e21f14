// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** When a request is stuck, when a worker is worn out, and what it may use up of the machine. */
public final class WorkerLimitOptions {
    private static final String NONE = "no limit";

    public static final Option<Duration> HARAKIRI = Option.of(Kind.SECONDS, Duration.ZERO, "harakiri")
            .letter('t')
            .initially("no limit")
            .help("how long a request may run; then 504, the stacks in the log, and another worker for this one");

    public static final Option<Boolean> HARAKIRI_VERBOSE =
            Option.flag("harakiri-verbose").help("log, too, where the worker's threads are in the kernel");

    public static final Option<Duration> HARAKIRI_WARN = Option.of(Kind.SECONDS, Duration.ZERO, "harakiri-warn")
            .initially("no warning")
            .help("log the stacks, once, when a request has run for so long");

    public static final Option<Duration> HARAKIRI_GRACEFUL_TIMEOUT = Option.of(
                    Kind.SECONDS, Duration.ZERO, "harakiri-graceful-timeout")
            .help("how long a stuck worker may take after harakiri-graceful-signal until it is killed. 0: no signal");

    public static final Option<Integer> HARAKIRI_GRACEFUL_SIGNAL = Option.of(
                    Kind.INTEGER, 15, "harakiri-graceful-signal")
            .help("the signal that a stuck worker gets first, by its number");

    public static final Option<Integer> MAX_REQUESTS = Option.of(Kind.INTEGER, 0, "max-requests")
            .letter('R')
            .initially(NONE)
            .help(
                    "replace a worker that has had so many requests, or up to a tenth fewer, so that not all go together");

    public static final Option<Integer> MAX_REQUESTS_DELTA = Option.of(Kind.INTEGER, 0, "max-requests-delta")
            .initially("at random")
            .help("how many requests more each worker may have than the one before it");

    public static final Option<Duration> MIN_WORKER_LIFETIME = Option.of(
                    Kind.SECONDS, Duration.ofSeconds(10), "min-worker-lifetime")
            .help("replace no younger worker for being worn out");

    public static final Option<Duration> MAX_WORKER_LIFETIME = Option.of(
                    Kind.SECONDS, Duration.ZERO, "max-worker-lifetime")
            .initially(NONE)
            .help("replace a worker that is so old, or up to a tenth younger, so that not all go together");

    public static final Option<Duration> MAX_WORKER_LIFETIME_DELTA = Option.of(
                    Kind.SECONDS, Duration.ZERO, "max-worker-lifetime-delta")
            .initially("at random")
            .help("how much older each worker may be than the one before it");

    public static final Option<Long> RELOAD_ON_RSS = memory("reload-on-rss", "replace a worker with so much memory");

    public static final Option<Long> RELOAD_ON_AS = memory("reload-on-as", "the same of its address space");

    public static final Option<Long> RELOAD_ON_PSS =
            memory("reload-on-pss", "the same of its memory, what it shares with others divided among them");

    public static final Option<Long> RELOAD_ON_USS =
            memory("reload-on-uss", "the same of its memory without what it shares with others");

    public static final Option<Long> EVIL_RELOAD_ON_RSS =
            memory("evil-reload-on-rss", "kill a worker with so much memory, whatever it is at");

    public static final Option<Long> EVIL_RELOAD_ON_AS = memory("evil-reload-on-as", "the same of its address space");

    public static final Option<Long> LIMIT_AS =
            memory("limit-as", "address space that a worker can have; then the application gets a MemoryError");

    public static final Option<Integer> LIMIT_NPROC = Option.of(Kind.INTEGER, 0, "limit-nproc")
            .initially(NONE)
            .help("number of processes that the workers' user can have");

    public static final Option<Integer> MAX_FD = Option.of(Kind.INTEGER, 0, "max-fd")
            .initially("the system's")
            .help("number of files and connections that a worker can have open");

    public static final Option<Boolean> RELOAD_ON_EXCEPTION =
            Option.flag("reload-on-exception").help("replace a worker whose application has raised");

    public static final Option<List<String>> RELOAD_ON_EXCEPTION_TYPE = exceptions(
            "reload-on-exception-type", "CLASS", "the same only for exceptions of this class; may be repeated");

    public static final Option<List<String>> RELOAD_ON_EXCEPTION_VALUE =
            exceptions("reload-on-exception-value", "TEXT", "the same only for exceptions of which str() makes this");

    public static final Option<List<String>> RELOAD_ON_EXCEPTION_REPR =
            exceptions("reload-on-exception-repr", "TEXT", "the same only for exceptions of which repr() makes this");

    public static final OptionGroup STUCK = new OptionGroup(
            "Stuck requests",
            List.of(HARAKIRI, HARAKIRI_VERBOSE, HARAKIRI_WARN, HARAKIRI_GRACEFUL_TIMEOUT, HARAKIRI_GRACEFUL_SIGNAL));

    public static final OptionGroup WORN_OUT = new OptionGroup(
            "Worn-out workers",
            List.of(
                    MAX_REQUESTS,
                    MAX_REQUESTS_DELTA,
                    MIN_WORKER_LIFETIME,
                    MAX_WORKER_LIFETIME,
                    MAX_WORKER_LIFETIME_DELTA,
                    RELOAD_ON_RSS,
                    RELOAD_ON_AS,
                    RELOAD_ON_PSS,
                    RELOAD_ON_USS,
                    EVIL_RELOAD_ON_RSS,
                    EVIL_RELOAD_ON_AS,
                    LIMIT_AS,
                    LIMIT_NPROC,
                    MAX_FD,
                    RELOAD_ON_EXCEPTION,
                    RELOAD_ON_EXCEPTION_TYPE,
                    RELOAD_ON_EXCEPTION_VALUE,
                    RELOAD_ON_EXCEPTION_REPR));

    private WorkerLimitOptions() {}

    private static Option<Long> memory(String name, String help) {
        return Option.of(Kind.MEBIBYTES, 0L, name).initially(NONE).help(help);
    }

    private static Option<List<String>> exceptions(String name, String placeholder, String help) {
        return Option.of(Kind.list(placeholder), List.<String>of(), name).help(help);
    }
}
