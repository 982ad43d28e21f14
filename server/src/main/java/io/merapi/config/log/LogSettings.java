// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.log;

import io.merapi.config.file.FileRulesReader;
import io.merapi.config.file.OutputFiles;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Surroundings;
import io.merapi.observe.LogConfig;
import io.merapi.observe.RequestSelection;
import io.merapi.observe.line.LineFormat;
import io.merapi.observe.line.LineStyle;
import io.merapi.observe.line.Strftime;
import io.merapi.observe.route.Destination;
import io.merapi.observe.route.Envelope;
import io.merapi.observe.route.Receiver;
import io.merapi.observe.sink.LogFileRules;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the options about the log into its configuration. */
public final class LogSettings {
    private static final Set<String> TRUE_WORDS = Set.of("", "true", "on", "yes", "1");
    private static final Set<String> FALSE_WORDS = Set.of("false", "off", "no", "0");

    private static final String UDP = "udp:";

    private final Settings settings;
    private final Surroundings surroundings;
    private final Problems problems;

    public LogSettings(Settings settings, Surroundings surroundings, Problems problems) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /**
     * The log.
     *
     * @param files the files that options about it name
     * @param background where it goes in the background, unless it is said; null: standard error
     */
    public LogConfig log(OutputFiles files, @Nullable Path background) {
        LogFileRules rules = rules();
        Destination standard = standard(files, background, rules);
        RouteReader routes = new RouteReader(
                settings, problems, new DestinationReader(settings, problems, files, standard, rules.ofLoggers()));
        return new LogConfig(
                standard,
                rules,
                routes.ofMessages(),
                routes.ofRequests(),
                date(),
                new LogConfig.RequestLines(selection(), style()));
    }

    private Destination standard(OutputFiles files, @Nullable Path background, LogFileRules rules) {
        Option<String> option = settings.isGiven(LogOptions.LOGTO2) ? LogOptions.LOGTO2 : LogOptions.LOGTO;
        String written = settings.value(option);
        if (written.startsWith(UDP)) {
            Setting setting = settings.settings(option).getLast();
            Receiver receiver = DestinationReader.udp(setting, written.substring(UDP.length()), problems);
            return receiver == null
                    ? new Destination.StandardError()
                    : new Destination.Datagrams(receiver, Envelope.plain(""));
        }
        Path own = files.path(option);
        Path file = own == null ? background : own;
        return file == null ? new Destination.StandardError() : new Destination.OfFile(file, rules);
    }

    private LogFileRules rules() {
        String backup = settings.value(LogOptions.BACKUPNAME);
        return new LogFileRules(
                settings.value(LogOptions.TRUNCATE),
                new FileRulesReader(settings, problems).logMode(),
                settings.value(LogOptions.MAXSIZE),
                backup.isEmpty() ? null : surroundings.resolve(backup),
                settings.value(LogOptions.REOPEN));
    }

    /** uWSGI takes what is no word for "true" for a pattern, and puts no date where the option is not given. */
    private @Nullable Strftime date() {
        String written = settings.value(LogOptions.DATE);
        String word = written.toLowerCase(Locale.ROOT);
        if (!settings.isGiven(LogOptions.DATE) || FALSE_WORDS.contains(word)) {
            return null;
        }
        return TRUE_WORDS.contains(word) ? Strftime.CTIME : Strftime.of(written);
    }

    private RequestSelection selection() {
        return new RequestSelection(
                settings.value(LogOptions.REQUEST_LINES),
                settings.value(LogOptions.CLIENT_ERRORS),
                settings.value(LogOptions.SERVER_ERRORS),
                settings.value(LogOptions.ZERO),
                settings.value(LogOptions.SENDFILE),
                settings.value(LogOptions.IOERROR),
                settings.value(LogOptions.SLOW),
                settings.value(LogOptions.BIG));
    }

    private LineStyle style() {
        if (settings.isGiven(LogOptions.FORMAT)) {
            return format();
        }
        return LineStyle.uwsgi(settings.value(LogOptions.MEMORY_REPORT), settings.value(LogOptions.MICROS));
    }

    private LineStyle format() {
        Strftime date = settings.value(LogOptions.FORMAT_STRFTIME) ? date() : null;
        LineFormat format = LineFormat.of(settings.value(LogOptions.FORMAT), date == null ? Strftime.COMMON_LOG : date);
        for (String name : format.unknown()) {
            problems.warn(settings.problem(
                    LogOptions.FORMAT,
                    "there is no %(" + name + "), and - is written for it",
                    "for a variable of the request write %(var.NAME), docs/logging.md has the names"));
        }
        return format;
    }
}
