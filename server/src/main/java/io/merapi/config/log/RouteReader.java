// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.log;

import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.config.spelling.Spelling;
import io.merapi.observe.route.LineEncoder;
import io.merapi.observe.route.LineTemplate;
import io.merapi.observe.route.LogRoutes;
import io.merapi.observe.route.MessagePattern;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads which lines of the log go where, and in what form. */
final class RouteReader {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9]+)\\s+(\\S.*)");
    private static final Pattern ENCODER = Pattern.compile("([^\\s:]+)(?::(\\S*))?(?:\\s(.*))?", Pattern.DOTALL);
    private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());
    private static final List<String> ENCODERS = List.of("format", "json", "prefix", "suffix", "nl");
    private static final List<String> OTHERS = List.of("compress", "crypto", "gzip", "msgpack");

    private final Settings settings;
    private final Problems problems;
    private final DestinationReader places;

    RouteReader(Settings settings, Problems problems, DestinationReader places) {
        this.settings = settings;
        this.problems = problems;
        this.places = places;
    }

    /** Those of messages, and of all lines that nothing else is said of. */
    LogRoutes ofMessages() {
        List<LogRoutes.Logger> loggers = loggers(LogOptions.LOGGER, LogOptions.ROUTE);
        for (Setting setting : settings.settings(LogOptions.SOCKET)) {
            loggers.add(new LogRoutes.Logger(
                    "", places.socket(setting, setting.value().strip())));
        }
        if (settings.isGiven(LogOptions.SYSLOG)) {
            Setting setting = settings.settings(LogOptions.SYSLOG).getLast();
            String tag = settings.value(LogOptions.SYSLOG).strip();
            loggers.add(new LogRoutes.Logger("", places.syslog(setting, "true".equals(tag) ? "" : tag)));
        }
        return new LogRoutes(
                loggers,
                patterns(LogOptions.DRAIN),
                patterns(LogOptions.FILTER),
                routes(LogOptions.ROUTE, loggers),
                encoders(LogOptions.ENCODER, loggers));
    }

    /** Those of the lines of requests; null where they go with the others. */
    @Nullable
    LogRoutes ofRequests() {
        if (!settings.isGiven(LogOptions.REQ_LOGGER)) {
            for (Option<?> idle : List.of(LogOptions.REQ_ROUTE, LogOptions.REQ_ENCODER)) {
                if (settings.isGiven(idle)) {
                    problems.warn(
                            settings.problem(idle, "has no effect without req-logger", "write req-logger = stdio"));
                }
            }
            return null;
        }
        List<LogRoutes.Logger> loggers = loggers(LogOptions.REQ_LOGGER, LogOptions.REQ_ROUTE);
        return new LogRoutes(
                loggers,
                List.of(),
                List.of(),
                routes(LogOptions.REQ_ROUTE, loggers),
                encoders(LogOptions.REQ_ENCODER, loggers));
    }

    private List<LogRoutes.Logger> loggers(Option<?> option, Option<?> routes) {
        List<String> led = settings.settings(routes).stream()
                .map(setting -> setting.value().strip().split("\\s", 2)[0])
                .toList();
        List<LogRoutes.Logger> loggers = new ArrayList<>();
        for (Setting setting : settings.settings(option)) {
            Matcher named = NAMED.matcher(setting.value().strip());
            String name = named.matches() ? named.group(1) : "";
            String place = named.matches() ? named.group(2) : setting.value().strip();
            loggers.add(new LogRoutes.Logger(name, places.read(setting, place)));
            if (!name.isEmpty() && !led.contains(name)) {
                problems.warn(Problem.with(
                        setting,
                        "no " + routes.name() + " leads to the logger " + name + ", and it gets nothing",
                        "leave out the name where it is to have all"));
            }
        }
        return loggers;
    }

    private List<LogRoutes.Route> routes(Option<?> option, List<LogRoutes.Logger> loggers) {
        List<LogRoutes.Route> routes = new ArrayList<>();
        for (Setting setting : settings.settings(option)) {
            String[] parts = setting.value().strip().split("\\s+", 2);
            if (parts.length < 2) {
                problems.error(Problem.with(
                        setting,
                        "there is a name, but no regular expression",
                        "write " + setting.origin().spell(setting.key(), parts[0] + " REGEX")));
                continue;
            }
            named(setting, parts[0], loggers);
            pattern(setting, parts[1]).ifPresent(pattern -> routes.add(new LogRoutes.Route(parts[0], pattern)));
        }
        return routes;
    }

    private List<MessagePattern> patterns(Option<?> option) {
        return settings.settings(option).stream()
                .flatMap(setting -> pattern(setting, setting.value()).stream())
                .toList();
    }

    private Optional<MessagePattern> pattern(Setting setting, String written) {
        try {
            return Optional.of(MessagePattern.of(written));
        } catch (PatternSyntaxException e) {
            problems.error(Problem.with(
                    setting, "'" + written + "' is no regular expression: " + e.getDescription(), "mend it"));
            return Optional.empty();
        }
    }

    /** What is for a logger that there is not is for nobody. */
    private void named(Setting setting, String name, List<LogRoutes.Logger> loggers) {
        List<String> names = loggers.stream()
                .map(LogRoutes.Logger::name)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
        if (!names.contains(name)) {
            problems.warn(Problem.with(
                    setting,
                    "there is no logger of the name " + name + ", and this has no effect",
                    names.isEmpty() ? "name one: " + name + " stdio" : "there is " + String.join(", ", names)));
        }
    }

    private List<LogRoutes.Encoder> encoders(Option<?> option, List<LogRoutes.Logger> loggers) {
        List<LogRoutes.Encoder> encoders = new ArrayList<>();
        for (Setting setting : settings.settings(option)) {
            Matcher parts = ENCODER.matcher(setting.value().stripLeading());
            String name = parts.matches() ? parts.group(1) : "";
            String logger = name.isEmpty() || parts.group(2) == null ? "" : parts.group(2);
            String text = name.isEmpty() || parts.group(3) == null ? "" : parts.group(3);
            if (!logger.isEmpty()) {
                named(setting, logger, loggers);
            }
            encoder(setting, name, text).ifPresent(encoder -> encoders.add(new LogRoutes.Encoder(logger, encoder)));
        }
        return encoders;
    }

    private Optional<LineEncoder> encoder(Setting setting, String name, String text) {
        return switch (name) {
            case "format" -> Optional.of(known(setting, LineTemplate.format(text, CLOCK)));
            case "json" -> Optional.of(known(setting, LineTemplate.json(text, CLOCK)));
            case "prefix" -> Optional.of(LineEncoder.prefix(text));
            case "suffix" -> Optional.of(LineEncoder.suffix(text));
            case "nl" -> Optional.of(LineEncoder.lineFeed());
            default -> unknown(setting, name);
        };
    }

    private LineEncoder known(Setting setting, LineTemplate template) {
        for (String name : template.unknown()) {
            problems.warn(Problem.with(
                    setting,
                    "there is no ${" + name + "}, and nothing is written for it",
                    "there are msg, msgnl, unix, millis, micros and strftime:PATTERN"));
        }
        return template;
    }

    private Optional<LineEncoder> unknown(Setting setting, String name) {
        String meant = OTHERS.contains(name) ? null : Spelling.nearest(name, ENCODERS);
        problems.warn(Problem.with(
                setting,
                "there is no encoder '" + name + "' here, and lines are written without it",
                meant == null ? "write one of " + String.join(", ", ENCODERS) : "did you mean " + meant + "?"));
        return Optional.empty();
    }
}
