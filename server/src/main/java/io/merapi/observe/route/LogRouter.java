// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.route;

import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.LogTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives each line to the loggers that are to have it, in the form that they want it, after {@link LogRoutes}. Each
 * logger's sink has a thread of its own; where one does not take lines for a second, it alone loses some.
 */
public final class LogRouter implements LogTarget {
    /** A longer line counts as several. */
    private static final int MOST_OCTETS = 64 * 1024;

    private final LogRoutes routes;
    /** By name; those without one are {@link #others}. */
    private final Map<String, List<Way>> named = new LinkedHashMap<>();

    private final List<Way> others = new ArrayList<>();
    private byte[] begun = new byte[0];

    /** A logger: what becomes of a line, and who writes it. */
    private record Way(LineEncoder encoder, LogSink sink) {
        void give(byte[] line) throws InterruptedException {
            byte[] octets = Lines.closed(encoder.encode(line));
            sink.putSoon(octets, 0, octets.length);
        }
    }

    /**
     * Spreads lines.
     *
     * @param standard where goes what is for no other
     * @param sinks an open sink for each destination of the routes, and for {@code standard}
     */
    public LogRouter(LogRoutes routes, Destination standard, Function<Destination, LogSink> sinks) {
        this.routes = routes;
        for (LogRoutes.Logger logger : routes.loggers()) {
            Way way = new Way(routes.encoderFor(logger.name()), sinks.apply(logger.destination()));
            if (logger.name().isEmpty()) {
                others.add(way);
            } else {
                named.computeIfAbsent(logger.name(), name -> new ArrayList<>()).add(way);
            }
        }
        if (others.isEmpty()) {
            others.add(new Way(routes.encoderFor(""), sinks.apply(standard)));
        }
    }

    @Override
    public void write(ByteBuffer octets) {
        try {
            while (octets.hasRemaining()) {
                takeLine(octets);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a line's octets, or the beginning of a line. */
    private void takeLine(ByteBuffer octets) throws InterruptedException {
        int most = octets.position() + Math.min(octets.remaining(), MOST_OCTETS - begun.length);
        int end = octets.position();
        boolean whole = false;
        while (end < most && !whole) {
            whole = octets.get(end) == Lines.LINE_FEED;
            end++;
        }
        byte[] line = Arrays.copyOf(begun, begun.length + end - octets.position());
        octets.get(line, begun.length, end - octets.position());
        begun = line;
        if (whole || line.length >= MOST_OCTETS) {
            begun = new byte[0];
            route(line);
        }
    }

    private void route(byte[] line) throws InterruptedException {
        if (isDropped(line)) {
            return;
        }
        boolean routed = false;
        for (LogRoutes.Route route : routes.routes()) {
            List<Way> ways = named.getOrDefault(route.logger(), List.of());
            if (!ways.isEmpty() && route.pattern().isIn(line)) {
                routed = true;
                give(line, ways);
            }
        }
        if (!routed) {
            give(line, others);
        }
    }

    private boolean isDropped(byte[] line) {
        boolean isShown = routes.shown().isEmpty() || routes.shown().stream().anyMatch(pattern -> pattern.isIn(line));
        return !isShown || routes.drained().stream().anyMatch(pattern -> pattern.isIn(line));
    }

    private static void give(byte[] line, List<Way> ways) throws InterruptedException {
        for (Way way : ways) {
            way.give(line);
        }
    }

    /** The sinks are their owner's. */
    @Override
    public void close() {
        if (begun.length > 0) {
            byte[] line = begun;
            begun = new byte[0];
            try {
                route(line);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
