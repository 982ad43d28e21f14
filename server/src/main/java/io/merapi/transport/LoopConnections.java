// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.http1.DateField;
import io.merapi.protocol.http1.ResponseEncoder;
import io.merapi.transport.body.MemoryFiles;
import io.merapi.transport.flow.BufferMemory;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, and what they share: the encoder of response heads, and one tick that looks for
 * deadlines.
 *
 * <p>A deadline is a plain field of the connection, set to a coarse now plus a duration; setting it costs nothing and
 * cancelling it no more. The tick looks at every connection twice a second and runs only while there is one, or memory
 * of one to be given back: ten thousand take it about a tenth of a millisecond.
 */
public final class LoopConnections implements Runnable {
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /**
     * How long a request is served before its client's going is looked out for, or up to twice as long. It must be less
     * than what {@link Turn} takes for a client's ending its input on purpose.
     */
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** How long a connection whose request is still under way may take once the server is stopping. */
    private static final Duration HURRY = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final HttpService service;
    private final Connections all;
    private final ResponseEncoder encoder;
    private final MemoryFiles memoryFiles;
    private final BufferMemory bufferMemory;
    private @Nullable Connection[] connections = new @Nullable Connection[16];
    private int count;
    /** Those that are not watched, and those that were not when it was last looked. */
    private List<Connection> unwatched = new ArrayList<>();

    private List<Connection> unwatchedBefore = new ArrayList<>();
    private boolean watchScheduled;
    private long now;
    private boolean ticking;
    private boolean draining;

    public LoopConnections(
            EventLoop loop, HttpService service, Connections all, MemoryFiles memoryFiles, BufferMemory bufferMemory) {
        this.loop = loop;
        this.service = service;
        this.all = all;
        this.memoryFiles = memoryFiles;
        this.bufferMemory = bufferMemory;
        this.encoder = new ResponseEncoder(new DateField(service.clocks().millis()));
    }

    public EventLoop loop() {
        return loop;
    }

    public HttpService service() {
        return service;
    }

    TransportCounters counters() {
        return all.counters();
    }

    public ResponseEncoder encoder() {
        return encoder;
    }

    public BufferMemory bufferMemory() {
        return bufferMemory;
    }

    public MemoryFiles memoryFiles() {
        return memoryFiles;
    }

    boolean isDraining() {
        return draining;
    }

    /** The first moment, on the tick's clock, when {@code time} has surely passed from now; never for zero. */
    long after(Duration time) {
        return time.isZero() ? Outflow.NEVER : now + TICK_NANOS + time.toNanos();
    }

    /** The deadline for what is still under way when the server stops. */
    long hurried() {
        return after(HURRY);
    }

    void add(Connection connection) {
        if (count == connections.length) {
            connections = Arrays.copyOf(connections, count * 2);
        }
        connections[count] = connection;
        connection.place(count);
        count++;
        if (!ticking) {
            ticking = true;
            now = service.clocks().nanos().getAsLong();
            scheduleTick();
        }
    }

    /** Takes a connection out: the last one moves to its place. */
    void remove(Connection connection) {
        count--;
        Connection last = connections[count];
        connections[count] = null;
        if (last != null && last != connection) {
            connections[connection.place()] = last;
            last.place(connection.place());
        }
        all.closed();
    }

    /** The scheduled tick. */
    @Override
    public void run() {
        ticking = count > 0 || memoryFiles.held() > 0;
        if (ticking) {
            scheduleTick();
            tick();
        }
    }

    /** Looks for deadlines that have passed. */
    public void tick() {
        now = service.clocks().nanos().getAsLong();
        memoryFiles.tick();
        bufferMemory.look();
        for (int i = count - 1; i >= 0; i--) {
            Connection connection = connections[i];
            if (connection != null) {
                connection.tick(now);
            }
        }
    }

    /** Has a connection watched, unless it has ended by then. */
    void watchSoon(Connection connection) {
        unwatched.add(connection);
        if (!watchScheduled) {
            watchScheduled = true;
            scheduleWatch();
        }
    }

    private void scheduleWatch() {
        var _ = loop.schedule(this::watch, WATCH_NANOS, TimeUnit.NANOSECONDS);
    }

    private void watch() {
        List<Connection> due = unwatchedBefore;
        unwatchedBefore = unwatched;
        due.forEach(Connection::watch);
        due.clear();
        unwatched = due;
        watchScheduled = !unwatchedBefore.isEmpty();
        if (watchScheduled) {
            scheduleWatch();
        }
    }

    private void scheduleTick() {
        var _ = loop.schedule(this, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** The server is stopping: each connection ends as soon as nothing is lost by it. */
    public void drain() {
        draining = true;
        for (int i = count - 1; i >= 0; i--) {
            Connection connection = connections[i];
            if (connection != null) {
                connection.drain();
            }
        }
    }

    /** The time is up: closes what is still open. */
    public void closeAll() {
        for (int i = count - 1; i >= 0; i--) {
            Connection connection = connections[i];
            if (connection != null) {
                connection.close();
            }
        }
    }
}
