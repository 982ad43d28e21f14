// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.observe.line.LineStyle;
import io.merapi.observe.line.Strftime;
import io.merapi.observe.route.Destination;
import io.merapi.observe.route.LogRoutes;
import io.merapi.observe.sink.LogFileRules;
import io.merapi.observe.sink.MessageForm;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where to.
 *
 * @param standard where all goes for which nothing else is said
 * @param rules how its file is kept
 * @param routes where messages go, and what the application prints
 * @param requestRoutes where the lines of requests go; null: where all goes
 * @param date how the server's own messages begin; null: with our own date
 * @param requests the lines of requests
 */
public record LogConfig(
        Destination standard,
        LogFileRules rules,
        LogRoutes routes,
        @Nullable LogRoutes requestRoutes,
        @Nullable Strftime date,
        RequestLines requests) {

    /** The standard log's file, or null where it is none. */
    public @Nullable Path file() {
        return standard instanceof Destination.OfFile file ? file.path() : null;
    }

    /** The files that lines go to. */
    public List<Path> files() {
        return destinations().stream()
                .filter(Destination.OfFile.class::isInstance)
                .map(place -> ((Destination.OfFile) place).path())
                .toList();
    }

    /** All places that lines go to. */
    public Set<Destination> destinations() {
        Set<Destination> all = new LinkedHashSet<>();
        add(routes, all);
        if (requestRoutes != null) {
            add(requestRoutes, all);
        }
        return all;
    }

    private void add(LogRoutes each, Set<Destination> all) {
        each.loggers().forEach(logger -> all.add(logger.destination()));
        if (each.unnamed().isEmpty()) {
            all.add(standard);
        }
    }

    /** How the server's own messages are written. */
    public MessageForm messages(Clock clock) {
        return new MessageForm(clock, date);
    }

    /**
     * The lines of requests.
     *
     * @param selection which requests have one
     * @param style what it looks like
     */
    public record RequestLines(RequestSelection selection, LineStyle style) {}
}
