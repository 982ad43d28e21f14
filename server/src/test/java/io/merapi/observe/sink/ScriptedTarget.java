// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A log target that blocks, fails and takes little when told to, and remembers what it got. */
public final class ScriptedTarget implements LogTarget {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    private final Semaphore arrivals = new Semaphore(0);
    private @Nullable IOException failure;
    private int most = Integer.MAX_VALUE;
    private int writes;
    private boolean closed;

    /** From now on every write waits for {@link #unblock}. */
    public void block() {
        gate.drainPermits();
    }

    public void unblock() {
        gate.release(Integer.MAX_VALUE / 2);
    }

    /** From now on every write fails; null: none does. */
    public synchronized void failWith(@Nullable IOException why) {
        failure = why;
    }

    /** From now on a write takes so many octets at most. */
    public synchronized void takeAtMost(int bytes) {
        most = bytes;
    }

    /** Waits until {@code count} more writes have been attempted. */
    public void awaitAttempts(int count) throws InterruptedException {
        if (!arrivals.tryAcquire(count, 10, TimeUnit.SECONDS)) {
            throw new AssertionError("no write within 10 seconds");
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        arrivals.release();
        gate.acquireUninterruptibly();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            writes++;
            int length = Math.min(most, from.remaining());
            byte[] taken = new byte[length];
            from.get(taken);
            octets.writeBytes(taken);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    public synchronized String text() {
        return octets.toString(StandardCharsets.UTF_8);
    }

    public synchronized int writes() {
        return writes;
    }

    public synchronized boolean isClosed() {
        return closed;
    }
}
