// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of the lines that come together go where, and in what form. A line that {@link #drained} matches is dropped, as
 * is one that none of {@link #shown} matches, where there are any. Of the {@link #routes} each that matches gives it to
 * the logger it names. What no route has matched goes to the loggers without a name, or to the standard log where there
 * is none.
 *
 * @param loggers where lines can go
 * @param drained what is dropped
 * @param shown all else is dropped; empty: nothing is
 * @param routes what loggers with a name get
 * @param encoders what is made of a line, in that order
 */
public record LogRoutes(
        List<Logger> loggers,
        List<MessagePattern> drained,
        List<MessagePattern> shown,
        List<Route> routes,
        List<Encoder> encoders) {

    /** All goes to the standard log, as it is. */
    public static final LogRoutes NONE = new LogRoutes(List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * A place that lines go to.
     *
     * @param name what routes and encoders call it; empty: it gets what no route has matched
     */
    public record Logger(String name, Destination destination) {}

    /** Lines that a pattern matches go to the logger of that name. */
    public record Route(String logger, MessagePattern pattern) {}

    /**
     * Something that is made of lines.
     *
     * @param logger for the logger of that name alone; empty: for all
     */
    public record Encoder(String logger, LineEncoder encoder) {
        boolean isFor(String name) {
            return logger.isEmpty() || logger.equals(name);
        }
    }

    /** Whether each line goes, as it is, to one place. */
    public boolean isDirect() {
        boolean passesAll = drained.isEmpty() && shown.isEmpty() && routes.isEmpty() && encoders.isEmpty();
        return passesAll && unnamed().size() <= 1;
    }

    /** The places of what no route has matched; none where that is the standard log. */
    public List<Destination> unnamed() {
        return loggers.stream()
                .filter(logger -> logger.name().isEmpty())
                .map(Logger::destination)
                .toList();
    }

    /** What is made of a line for a logger. */
    LineEncoder encoderFor(String name) {
        List<LineEncoder> own = new ArrayList<>();
        for (Encoder each : encoders) {
            if (each.isFor(name)) {
                own.add(each.encoder());
            }
        }
        return LineEncoder.all(own);
    }
}
