// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.systemd;

import io.merapi.transport.socket.UnixDatagram;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The service manager that has started the server, systemd or one that speaks as it does, told how the server fares:
 * lines of {@code NAME=value} in datagrams to the socket that the environment names (sd_notify(3)). Where it names
 * none, nothing is told. Nothing here waits; it is called on any thread.
 */
public final class NotifySocket {
    private static final System.Logger LOG = System.getLogger("merapi.control");
    /** sd_watchdog_enabled(3) asks for twice as often as needed. */
    private static final int BEATS_PER_TIMEOUT = 2;

    private final Datagrams out;
    private final long pid;
    private final Duration watchdogInterval;
    private final LongSupplier monotonicNanos;
    private volatile boolean isReady;

    private NotifySocket(Datagrams out, long pid, Duration watchdogInterval, LongSupplier monotonicNanos) {
        this.out = out;
        this.pid = pid;
        this.watchdogInterval = watchdogInterval;
        this.monotonicNanos = monotonicNanos;
    }

    /** Where the datagrams go. */
    @FunctionalInterface
    interface Datagrams {
        void send(String text) throws IOException;
    }

    /**
     * The one that the environment tells of.
     *
     * @param pid of this process
     */
    public static NotifySocket of(Map<String, String> environment, long pid) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        Datagrams out = address.isEmpty() ? text -> {} : text -> UnixDatagram.send(address, text);
        // on Linux nanoTime reads CLOCK_MONOTONIC, the clock that systemd compares with
        return of(environment, pid, out, System::nanoTime);
    }

    static NotifySocket of(Map<String, String> environment, long pid, Datagrams out, LongSupplier monotonicNanos) {
        return new NotifySocket(out, pid, watchdogInterval(environment, pid), monotonicNanos);
    }

    private static Duration watchdogInterval(Map<String, String> environment, long pid) {
        String whose = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = whose.isEmpty() || whose.equals(Long.toString(pid));
        try {
            long micros = ours ? Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0")) : 0;
            return Duration.of(Math.max(0, micros), ChronoUnit.MICROS).dividedBy(BEATS_PER_TIMEOUT);
        } catch (NumberFormatException e) {
            LOG.log(System.Logger.Level.WARNING, "WATCHDOG_USEC is no number: the watchdog is told nothing");
            return Duration.ZERO;
        }
    }

    /** The server serves. */
    public void ready(String status) {
        isReady = true;
        tell("READY=1\nMAINPID=" + pid + "\nSTATUS=" + line(status));
    }

    /** A reload has begun; {@link #reloaded} is to follow. Before the server has served it is part of the start. */
    public void reloading() {
        if (isReady) {
            long micros = TimeUnit.NANOSECONDS.toMicros(monotonicNanos.getAsLong());
            tell("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=reloading");
        }
    }

    /** A reload is over, whether it has succeeded or not: the status tells. */
    public void reloaded(String status) {
        if (isReady) {
            tell("READY=1\nSTATUS=" + line(status));
        }
    }

    /** How the server fares. */
    public void status(String status) {
        tell("STATUS=" + line(status));
    }

    /** The server stops. */
    public void stopping() {
        tell("STOPPING=1\nSTATUS=stopping");
    }

    /** How often {@link #alive} is to be called; zero where nobody waits for it. */
    public Duration watchdogInterval() {
        return watchdogInterval;
    }

    /** The server is not stuck. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    /** A status is a single line: what follows it would be read as further assignments. */
    private static String line(String status) {
        return status.lines().findFirst().orElse("");
    }

    private void tell(String assignments) {
        try {
            out.send(assignments);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the service manager cannot be told (NOTIFY_SOCKET): " + e.getMessage());
        }
    }
}
