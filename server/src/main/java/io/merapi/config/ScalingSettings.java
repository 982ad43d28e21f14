// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.ScalingOptions;
import io.merapi.config.option.Settings;
import io.merapi.worker.scaling.Busyness;
import io.merapi.worker.scaling.ScalingLimits;
import io.merapi.worker.scaling.ScalingLimits.Algorithm;
import java.util.Locale;
import java.util.Map;

/** Turns the options about the number of workers into the pool's limits of it. */
final class ScalingSettings {
    private static final Map<String, Algorithm> ALGORITHMS = Map.of(
            "spare", Algorithm.SPARE,
            "backlog", Algorithm.BACKLOG,
            "busyness", Algorithm.BUSYNESS,
            "manual", Algorithm.MANUAL);

    private final Settings settings;
    private final Problems problems;

    ScalingSettings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    ScalingLimits limits() {
        int most = settings.value(ProcessOptions.PROCESSES);
        int least = settings.value(ScalingOptions.CHEAPER);
        if (least > 0 && least >= most) {
            refuse(
                    ScalingOptions.CHEAPER,
                    "it is to be less than processes, which is " + most,
                    "write less, or more for processes");
        }
        int initial = settings.value(ScalingOptions.CHEAPER_INITIAL);
        if (initial > most || (initial > 0 && initial < least)) {
            refuse(
                    ScalingOptions.CHEAPER_INITIAL,
                    "it is not between cheaper and processes",
                    "write " + least + " to " + most);
        }
        return new ScalingLimits(
                least,
                initial,
                atLeastOne(ScalingOptions.CHEAPER_STEP),
                settings.value(ScalingOptions.CHEAPER_OVERLOAD),
                algorithm(),
                marks(),
                new ScalingLimits.Memory(
                        settings.value(ScalingOptions.CHEAPER_RSS_LIMIT_SOFT),
                        settings.value(ScalingOptions.CHEAPER_RSS_LIMIT_HARD)),
                new ScalingLimits.Idleness(
                        settings.value(ScalingOptions.CHEAP),
                        settings.value(ScalingOptions.IDLE),
                        settings.value(ScalingOptions.DIE_ON_IDLE)));
    }

    private Algorithm algorithm() {
        String name = settings.value(ScalingOptions.CHEAPER_ALGO);
        Algorithm algorithm = ALGORITHMS.get(name.toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            refuse(
                    ScalingOptions.CHEAPER_ALGO,
                    "there is no algorithm '" + name + "'",
                    "write spare, backlog, busyness or manual");
            return Algorithm.SPARE;
        }
        return algorithm;
    }

    private Busyness.Marks marks() {
        int max = settings.value(ScalingOptions.BUSYNESS_MAX);
        int min = settings.value(ScalingOptions.BUSYNESS_MIN);
        if (min >= max || max > 100) {
            refuse(
                    ScalingOptions.BUSYNESS_MAX,
                    "it is not between cheaper-busyness-min, which is " + min + ", and 100",
                    "write for example 50");
        }
        return new Busyness.Marks(
                max,
                min,
                settings.value(ScalingOptions.BUSYNESS_MULTIPLIER),
                settings.value(ScalingOptions.BUSYNESS_PENALTY),
                settings.value(ScalingOptions.BUSYNESS_BACKLOG_ALERT),
                settings.value(ScalingOptions.BUSYNESS_BACKLOG_MULTIPLIER),
                atLeastOne(ScalingOptions.BUSYNESS_BACKLOG_STEP),
                settings.value(ScalingOptions.BUSYNESS_BACKLOG_NONZERO));
    }

    private int atLeastOne(Option<Integer> option) {
        int value = settings.value(option);
        if (value < 1) {
            refuse(option, "there must be at least one", "write 1 or more");
        }
        return value;
    }

    private void refuse(Option<?> option, String what, String fix) {
        problems.error(settings.problem(option, what, fix));
    }
}
