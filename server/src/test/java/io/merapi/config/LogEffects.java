// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.OptionEffectTest.Effect;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.observe.RequestSelection;
import io.merapi.observe.line.LineFormat;
import io.merapi.observe.line.LineStyle;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the options about the log do. */
final class LogEffects {
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

    private static Effect style(Option<?> option, LineStyle then) {
        return new Effect(
                option, "true", config -> config.log().requests().style(), LineStyle.uwsgi(false, false), then);
    }
}
