// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import java.util.function.LongSupplier;

/** When what happened to an exchange: monotonic nanoseconds from the clock passed in, and the wall-clock start. */
public final class ExchangeTimes {
    private final LongSupplier nanoClock;
    private final long wallMillis;
    private final long received;
    private long dispatched;
    private long firstByte;
    private long over;
    private long applicationMicros;

    /**
     * Starts the record: the request has been received.
     *
     * @param wallMillis milliseconds since the epoch at this moment
     */
    public ExchangeTimes(LongSupplier nanoClock, long wallMillis) {
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.received = nanoClock.getAsLong();
    }

    /** The request has been given to a worker. */
    public void dispatched() {
        dispatched = nanoClock.getAsLong();
    }

    void firstByte() {
        firstByte = nanoClock.getAsLong();
    }

    void over() {
        over = nanoClock.getAsLong();
    }

    /** How long the application ran for this request, by the worker's own clock. */
    public void applicationMicros(long micros) {
        applicationMicros = micros;
    }

    public long wallMillis() {
        return wallMillis;
    }

    public long receivedNanos() {
        return received;
    }

    /** From reception to being given to a worker; up to now, or the end, where it never was. */
    public long queuedMicros() {
        long until = dispatched != 0 ? dispatched : over != 0 ? over : nanoClock.getAsLong();
        return (until - received) / 1000;
    }

    public long applicationMicros() {
        return applicationMicros;
    }

    /** From reception to the first octet of the answer, or -1 where there was none. */
    public long firstByteMicros() {
        return firstByte == 0 ? -1 : (firstByte - received) / 1000;
    }

    /** From reception to the end. */
    public long totalMicros() {
        return (over - received) / 1000;
    }
}
