// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.observe.route.Destination;
import io.merapi.observe.route.LogRouter;
import io.merapi.observe.route.LogRoutes;
import io.merapi.observe.route.Receiver;
import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.LogTarget;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The logs of a server: one, unless other loggers are configured. Each place is opened once and has a sink, to which
 * lines go directly where all of them go there as they are, and through a {@link LogRouter} where not.
 */
public final class Logs implements AutoCloseable {
    private final Map<Destination, LogSink> places;
    private final List<LogSink> routers = new ArrayList<>();
    private final LogSink messages;
    private final LogSink requests;

    private Logs(LogConfig config, Clock clock, Map<Destination, LogSink> places) {
        this.places = places;
        this.messages = entrance(config.routes(), config, clock);
        LogRoutes own = config.requestRoutes();
        this.requests = own == null ? messages : entrance(own, config, clock);
    }

    /** A place cannot be opened. */
    public static final class UnopenedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Destination place;

        UnopenedException(Destination place, IOException cause) {
            super(cause);
            this.place = place;
        }

        /** The one that cannot. */
        public Destination place() {
            return place;
        }

        /** Why not. */
        public IOException reason() {
            return (IOException) Objects.requireNonNull(getCause());
        }
    }

    /**
     * Opens all of them.
     *
     * @throws UnopenedException when one cannot be opened
     */
    public static Logs open(LogConfig config, Clock clock, Receiver.UnixSockets sockets) throws UnopenedException {
        Map<Destination, LogSink> places = new LinkedHashMap<>();
        for (Destination place : config.destinations()) {
            try {
                LogTarget target = place.open(clock, sockets);
                places.put(place, LogSink.open(target, config.messages(clock), text -> trouble(place, text)));
            } catch (IOException e) {
                places.values().forEach(LogSink::close);
                throw new UnopenedException(place, e);
            }
        }
        return new Logs(config, clock, places);
    }

    /** In the log itself this may never be read. */
    private static void trouble(Destination place, String text) {
        if (!(place instanceof Destination.StandardError)) {
            System.err.println("merapi: log: " + place + ": " + text);
        }
    }

    private LogSink entrance(LogRoutes routes, LogConfig config, Clock clock) {
        List<Destination> unnamed = routes.unnamed();
        if (routes.isDirect()) {
            return place(unnamed.isEmpty() ? config.standard() : unnamed.getFirst());
        }
        LogSink router = LogSink.open(new LogRouter(routes, config.standard(), this::place), config.messages(clock));
        routers.add(router);
        return router;
    }

    private LogSink place(Destination destination) {
        return Objects.requireNonNull(places.get(destination));
    }

    /** Takes the server's own messages, and what the application prints. */
    public LogSink messages() {
        return messages;
    }

    /** Takes the lines of requests. */
    public LogSink requests() {
        return requests;
    }

    /** Goes on in other files, from the next lines on. */
    public void renew(LogTarget.Renewal how) {
        places.values().forEach(sink -> sink.renew(how));
    }

    /** How many lines have been dropped since the start; of one that was to go to two places, each counts. */
    public long droppedLines() {
        long dropped = 0;
        for (LogSink sink : inOrder()) {
            dropped += sink.droppedLines();
        }
        return dropped;
    }

    /** Waits until everything written so far is where it belongs, for as long at most. */
    public void flush(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (LogSink sink : inOrder()) {
            boolean _ = sink.flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    private List<LogSink> inOrder() {
        List<LogSink> all = new ArrayList<>(routers);
        all.addAll(places.values());
        return all;
    }

    @Override
    public void close() {
        inOrder().forEach(LogSink::close);
    }
}
