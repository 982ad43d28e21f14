// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** What happens to requests that run for too long, and to their workers. */
public final class HarakiriOptions {
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

    static final OptionGroup GROUP = new OptionGroup(
            "Stuck requests",
            List.of(HARAKIRI, HARAKIRI_VERBOSE, HARAKIRI_WARN, HARAKIRI_GRACEFUL_TIMEOUT, HARAKIRI_GRACEFUL_SIGNAL));

    private HarakiriOptions() {}
}
