// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** How many workers there are while there is little to do. */
public final class ScalingOptions {
    public static final Option<Integer> CHEAPER = Option.of(Kind.INTEGER, 0, "cheaper")
            .initially("always all")
            .help("have as few workers as that when there is little to do; processes is the most");

    public static final Option<Integer> CHEAPER_INITIAL = Option.of(Kind.INTEGER, 0, "cheaper-initial")
            .initially("cheaper")
            .help("how many workers there are at the start");

    public static final Option<Integer> CHEAPER_STEP =
            Option.of(Kind.INTEGER, 1, "cheaper-step").help("how many workers are added at a time");

    public static final Option<Integer> CHEAPER_OVERLOAD = Option.of(Kind.INTEGER, 3, "cheaper-overload")
            .help("spare: seconds of overload until workers are added; backlog: how many requests may wait; busyness:"
                    + " seconds of a cycle");

    public static final Option<String> CHEAPER_ALGO = Option.of(
                    Kind.text("NAME"), "spare", "cheaper-algo", "cheaper-algorithm")
            .help("what decides: spare (is a worker idle?), backlog (do requests wait?), busyness (for how much of the"
                    + " time are workers busy?) or manual");

    public static final Option<Integer> BUSYNESS_MAX =
            busyness("max", 50, "per cent of the time; above, workers are added");

    public static final Option<Integer> BUSYNESS_MIN =
            busyness("min", 25, "per cent of the time; below, a worker leaves after some cycles");

    public static final Option<Integer> BUSYNESS_MULTIPLIER =
            busyness("multiplier", 10, "after how many cycles it leaves");

    public static final Option<Integer> BUSYNESS_PENALTY =
            busyness("penalty", 2, "how many cycles more when one has left too early");

    public static final Option<Integer> BUSYNESS_BACKLOG_ALERT =
            busyness("backlog-alert", 33, "workers are added at once when more requests wait");

    public static final Option<Integer> BUSYNESS_BACKLOG_MULTIPLIER =
            busyness("backlog-multiplier", 3, "for how many cycles fewer must wait until one of those leaves");

    public static final Option<Integer> BUSYNESS_BACKLOG_STEP =
            busyness("backlog-step", 1, "how many are added at once");

    public static final Option<Integer> BUSYNESS_BACKLOG_NONZERO =
            busyness("backlog-nonzero", 60, "and when requests have been waiting for so many seconds");

    public static final Option<Long> CHEAPER_RSS_LIMIT_SOFT = Option.of(Kind.SIZE, 0L, "cheaper-rss-limit-soft")
            .initially("no limit")
            .help("add no workers when all together have so much memory");

    public static final Option<Long> CHEAPER_RSS_LIMIT_HARD = Option.of(Kind.SIZE, 0L, "cheaper-rss-limit-hard")
            .initially("no limit")
            .help("let workers go when all together have so much memory");

    public static final Option<Boolean> CHEAP =
            Option.flag("cheap").help("start without workers; the first request has them forked");

    public static final Option<Duration> IDLE = Option.of(Kind.SECONDS, Duration.ZERO, "idle")
            .initially("never")
            .help("let all workers go when there has been no request for so long; the next has them forked");

    public static final Option<Boolean> DIE_ON_IDLE =
            Option.flag("die-on-idle").help("stop the server instead when it has been idle for so long");

    public static final OptionGroup GROUP = new OptionGroup(
            "Scaling",
            List.of(
                    CHEAPER,
                    CHEAPER_INITIAL,
                    CHEAPER_STEP,
                    CHEAPER_OVERLOAD,
                    CHEAPER_ALGO,
                    BUSYNESS_MAX,
                    BUSYNESS_MIN,
                    BUSYNESS_MULTIPLIER,
                    BUSYNESS_PENALTY,
                    BUSYNESS_BACKLOG_ALERT,
                    BUSYNESS_BACKLOG_MULTIPLIER,
                    BUSYNESS_BACKLOG_STEP,
                    BUSYNESS_BACKLOG_NONZERO,
                    CHEAPER_RSS_LIMIT_SOFT,
                    CHEAPER_RSS_LIMIT_HARD,
                    CHEAP,
                    IDLE,
                    DIE_ON_IDLE));

    private ScalingOptions() {}

    private static Option<Integer> busyness(String name, int initial, String help) {
        return Option.of(Kind.INTEGER, initial, "cheaper-busyness-" + name).help("busyness: " + help);
    }
}
