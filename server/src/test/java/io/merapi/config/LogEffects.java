// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.OptionEffectTest.Effect;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.observe.RequestSelection;
import io.merapi.observe.line.LineFormat;
import io.merapi.observe.line.LineStyle;
import io.merapi.observe.sink.LogFileRules;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the options about the log do. */
final class LogEffects {
    /** Stands for the directory of the test in values, as in {@link OptionEffectTest}. */
    private static final String HERE = "HERE";

    private LogEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                selection(LogOptions.REQUEST_LINES, "true", RequestSelection::all, true, false),
                selection(LogOptions.CLIENT_ERRORS, "true", RequestSelection::clientErrors, false, true),
                selection(LogOptions.SERVER_ERRORS, "true", RequestSelection::serverErrors, false, true),
                selection(LogOptions.ZERO, "true", RequestSelection::empty, false, true),
                selection(LogOptions.SENDFILE, "true", RequestSelection::fromFile, false, true),
                selection(LogOptions.IOERROR, "true", RequestSelection::broken, false, true),
                selection(LogOptions.SLOW, "250", RequestSelection::slow, 0L, 250L),
                selection(LogOptions.BIG, "1k", RequestSelection::big, 0L, 1024L),
                rules(LogOptions.TRUNCATE, "true", LogFileRules::truncates, false, true),
                rules(
                        LogOptions.LOGFILE_CHMOD,
                        "604",
                        rules -> String.valueOf(rules.mode()),
                        "null",
                        "[OWNER_READ, OWNER_WRITE, OTHERS_READ]"),
                rules(LogOptions.MAXSIZE, "1m", LogFileRules::mostBytes, 0L, 1L << 20),
                rules(LogOptions.BACKUPNAME, "old", rules -> String.valueOf(rules.backup()), "null", HERE + "/old"),
                rules(LogOptions.REOPEN, "true", LogFileRules::isReopened, false, true),
                new Effect(LogOptions.DATE, "%Y", config -> config.log().date() != null, false, true),
                new Effect(
                        LogOptions.FORMAT,
                        "%(uri)",
                        config -> config.log().requests().style() instanceof LineFormat,
                        false,
                        true),
                style(LogOptions.MICROS, LineStyle.uwsgi(false, true)),
                style(LogOptions.MEMORY_REPORT, LineStyle.uwsgi(true, false)));
    }

    private static Effect selection(
            Option<?> option, String given, Function<RequestSelection, Object> field, Object initially, Object then) {
        return new Effect(
                option, given, config -> field.apply(config.log().requests().selection()), initially, then);
    }

    private static Effect rules(
            Option<?> option, String given, Function<LogFileRules, Object> field, Object initially, Object then) {
        return new Effect(option, given, config -> field.apply(config.log().rules()), initially, then);
    }

    private static Effect style(Option<?> option, LineStyle then) {
        return new Effect(
                option, "true", config -> config.log().requests().style(), LineStyle.uwsgi(false, false), then);
    }
}
