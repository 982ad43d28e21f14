// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What all log output goes through. Any thread appends lines to a bounded buffer; one thread writes them out.
 *
 * <p>There are two buffers: while the writer empties one, lines are appended to the other. Appending is a copy under a
 * lock that is held for nothing longer, so it is safe on an event loop. A line wakes the writer, but the writer lets a
 * few milliseconds pass before it takes what has come together, for under load a wake-up per line would cost more than
 * the lines.
 *
 * <p>When lines come faster than they can be written, those that cannot wait are dropped, counted, and the count is
 * logged once there is room. When writing fails (disk full, reader of the pipe gone) what is buffered is kept and tried
 * again every second; lines in excess are dropped meanwhile, so that nobody waits for a broken log.
 */
public final class LogSink implements AutoCloseable {
    private static final int INITIAL_BYTES = 16 * 1024;
    private static final int MAX_BYTES = 1024 * 1024;
    /** The JDK keeps a native buffer as large as the largest single write, for each thread. */
    private static final int WRITE_BYTES = 64 * 1024;

    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * Regular expressions, of which targets make use, need a frame for each character. Only what is used takes memory.
     */
    private static final long STACK_BYTES = 16L << 20;

    private final LogTarget target;
    private final Bounds bounds;
    private final Messages messages;
    private final Consumer<String> trouble;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition hurried = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final LongAdder droppedLines = new LongAdder();
    private final Thread writer;

    // guarded by the lock
    private ByteBuffer filling = ByteBuffer.allocate(INITIAL_BYTES);
    private boolean urgent;
    private boolean failing;
    private boolean stalled;
    private boolean closed;
    private long appended;
    private long written;
    private long droppedUnreported;

    // the writer's own
    private ByteBuffer draining = ByteBuffer.allocate(INITIAL_BYTES);
    private int failedAttempts;

    private LogSink(LogTarget target, Bounds bounds, Messages messages, Consumer<String> trouble) {
        this.target = target;
        this.bounds = bounds;
        this.messages = messages;
        this.trouble = trouble;
        this.writer =
                Thread.ofPlatform().name("log").daemon().stackSize(STACK_BYTES).unstarted(this::run);
    }

    /**
     * How much and how long the sink keeps.
     *
     * @param bytes how much is buffered while the target does not take it
     * @param retry pause between attempts while writing fails
     */
    record Bounds(int bytes, Duration retry) {}

    /** Starts writing to a target. */
    public static LogSink open(LogTarget target, Messages messages) {
        return open(target, messages, text -> {});
    }

    /**
     * The same; {@code trouble} is told in words when writing begins to fail, which may not be read in the log itself.
     */
    public static LogSink open(LogTarget target, Messages messages, Consumer<String> trouble) {
        return open(new LogSink(target, new Bounds(MAX_BYTES, Duration.ofSeconds(1)), messages, trouble));
    }

    static LogSink open(LogTarget target, Bounds bounds, Messages messages) {
        return open(new LogSink(target, bounds, messages, text -> {}));
    }

    private static LogSink open(LogSink sink) {
        sink.writer.start();
        return sink;
    }

    /**
     * Appends a line, or drops it where there is no room. Never waits.
     *
     * @param line octets with the closing line feed
     */
    public void offer(byte[] line, int offset, int length) {
        lock.lock();
        try {
            if (hasRoom(length)) {
                append(line, offset, length);
            } else {
                drop();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends a line that is written at once, or drops it where there is no room. Never waits.
     *
     * @param line octets with the closing line feed
     */
    public void urgent(byte[] line) {
        lock.lock();
        try {
            urgent = true;
            hurried.signal();
            offer(line, 0, line.length);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Appends lines, and waits for room where there is none: for output that must not be lost, from threads that may
     * wait. While writing fails it does not wait, and drops.
     *
     * @param lines octets, at most 64 KiB
     */
    public void put(byte[] lines, int offset, int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!hasRoom(length) && !failing && !closed) {
                room.await();
            }
            offer(lines, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same, but where nothing is written for a second lines are dropped until something is: for lines that are also
     * to go elsewhere.
     */
    public void putSoon(byte[] lines, int offset, int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = PATIENCE_NANOS;
            while (!hasRoom(length) && !failing && !closed && !stalled) {
                left = room.awaitNanos(left);
                stalled = left <= 0;
            }
            offer(lines, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int length) {
        boolean fits = filling.position() + length <= bounds.bytes() || filling.position() == 0;
        return fits && !closed;
    }

    private void append(byte[] line, int offset, int length) {
        if (filling.remaining() < length) {
            grow(length);
        }
        filling.put(line, offset, length);
        appended += length;
        if (filling.position() == length) {
            arrived.signal();
        }
        if (filling.position() > bounds.bytes() / 2) {
            urgent = true;
            hurried.signal();
        }
    }

    private void grow(int more) {
        int needed = filling.position() + more;
        int doubled = Math.min(Math.max(filling.capacity() * 2, needed), Math.max(bounds.bytes(), needed));
        filling = ByteBuffer.allocate(doubled).put(filling.flip());
    }

    private void drop() {
        droppedUnreported++;
        droppedLines.increment();
    }

    /** How the server's own messages are written. */
    Messages messages() {
        return messages;
    }

    /** Goes on in another file, from the next line on. */
    public void renew(LogTarget.Renewal how) {
        target.renew(how);
    }

    /** How many lines have been dropped since the start. */
    public long droppedLines() {
        return droppedLines.sum();
    }

    /**
     * Waits until everything appended so far has been written.
     *
     * @return whether that came to pass in time
     */
    public boolean flush(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long upTo = appended;
            long left = most.toNanos();
            urgent = true;
            hurried.signal();
            while (written < upTo && left > 0) {
                left = changed.awaitNanos(left);
            }
            return written >= upTo;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is left, for at most two seconds, and ends. Lines that come later are dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            hurried.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(Duration.ofNanos(CLOSE_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the writer's thread

    private void run() {
        boolean more = true;
        while (more) {
            more = takeFilled();
            writeDrained();
        }
        try {
            target.close();
        } catch (IOException e) {
            // this was the log: there is nobody left to tell
        }
    }

    /** Waits for lines and exchanges the buffers. Returns false when these are the last. */
    private boolean takeFilled() {
        lock.lock();
        try {
            while (filling.position() == 0 && droppedUnreported == 0 && !closed) {
                arrived.awaitUninterruptibly();
            }
            gather();
            reportDropped();
            ByteBuffer filled = filling;
            filling = draining;
            draining = filled.flip();
            urgent = false;
            stalled = false;
            room.signalAll();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void gather() {
        long left = GATHER_NANOS;
        while (!urgent && !closed && left > 0) {
            try {
                left = hurried.awaitNanos(left);
            } catch (InterruptedException e) {
                left = 0;
            }
        }
    }

    private void reportDropped() {
        if (droppedUnreported > 0) {
            String lines = droppedUnreported == 1 ? "1 line was" : droppedUnreported + " lines were";
            droppedUnreported = 0;
            report(lines + " dropped, for they came faster than they could be written");
        }
    }

    private void report(String text) {
        byte[] line = messages.line(ServerLog.Level.WARNING, "log: " + text);
        append(line, 0, line.length);
    }

    private void writeDrained() {
        int limit = draining.limit();
        boolean goOn = true;
        while (draining.position() < limit && goOn) {
            int before = draining.position();
            draining.limit(Math.min(limit, before + WRITE_BYTES));
            try {
                target.write(draining);
                goOn = draining.position() > before ? succeeded(draining.position() - before) : pause(GATHER_NANOS);
            } catch (IOException e) {
                goOn = failed(e);
            } finally {
                draining.limit(limit);
            }
        }
        draining.clear();
    }

    private boolean succeeded(int bytes) {
        lock.lock();
        try {
            if (failing) {
                report("written again after " + failedAttempts + " failed attempts");
            }
            failing = false;
            failedAttempts = 0;
            written += bytes;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean failed(IOException why) {
        boolean isNews;
        lock.lock();
        try {
            isNews = !failing;
            if (isNews) {
                failing = true;
                report("writing failed: " + why.getMessage());
            }
            failedAttempts++;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        if (isNews) {
            trouble.accept("writing failed: " + why.getMessage());
        }
        return pause(bounds.retry().toNanos());
    }

    /** Waits before the next attempt. Returns false where there is none, because the sink is closed. */
    private boolean pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = hurried.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return true;
        } finally {
            lock.unlock();
        }
    }
}
