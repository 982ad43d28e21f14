// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.worker.limit.ServiceTime;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests to worker links.
 *
 * <p>A free link always gets the next request at once; of several, one of the worker with the fewest busy threads, and
 * of those the one freed last, whose memory is warm. When none is free the request waits, and at the end of the loop's
 * iteration, when all that came in together is there, the queue is spread over the busy links as far as
 * {@link ServiceTime#ahead} allows: one write for a batch. While anything is sent ahead, a tick each millisecond looks
 * for links whose running request has turned out slow and takes back what waits behind it (docs/workerlink.md, "The
 * scoreboard").
 *
 * <p>Owned by the pool's loop.
 */
final class Dispatcher {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long a link may make no progress before what waits behind is taken back. */
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** How long even the first request may lie unstarted before it is taken back: no busy machine takes so long. */
    private static final long UNSTARTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final RequestQueue queue;
    private final ServiceTime serviceTime = new ServiceTime();
    private final List<WorkerLink> links = new ArrayList<>();
    private final List<WorkerLink> free = new ArrayList<>();
    /** All links that have ever been given requests and have not ended: what runs on them is watched. */
    private final List<WorkerLink> watched = new ArrayList<>();

    private final Harakiri harakiri = new Harakiri();
    private Runnable wake = () -> {};
    private long admitted;
    /** Links that get no more requests, and have not yet given back what they have not started. */
    private final List<WorkerLink> withdrawn = new ArrayList<>();

    private long queueTimeoutNanos;
    private boolean spreadScheduled;
    private boolean tickScheduled;
    private boolean watchScheduled;
    private boolean unavailable;
    private boolean closed;
    private boolean paused;
    /** Waiting counts from then on: for what came before, nothing was given to workers. */
    private long patientFrom;

    /** Looks for those that have waited too long, when the oldest has; null where nobody waits. */
    private @Nullable Future<?> timeout;

    private long timeoutAt;

    private @Nullable Runnable whenIdle;

    Dispatcher(EventLoop loop, LongSupplier nanoClock, PoolConfig.QueueLimits limits) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.queue = new RequestQueue(limits.maxQueue());
        this.queueTimeoutNanos = limits.queueTimeout().toNanos();
        this.patientFrom = nanoClock.getAsLong();
    }

    /** Other limits hold from now on; what waits already stays. */
    void limits(PoolConfig.QueueLimits limits) {
        queue.capacity(limits.maxQueue());
        queueTimeoutNanos = limits.queueTimeout().toNanos();
        scheduleTimeout();
    }

    long nanoTime() {
        return nanoClock.getAsLong();
    }

    /** Runs {@code action} on the pool's loop. */
    void execute(Runnable action) {
        loop.execute(action);
    }

    /** Runs {@code action} on the pool's loop in a while. */
    void after(int millis, Runnable action) {
        var _ = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    // ---- requests

    /** Takes a new request in; called on the exchange's loop. */
    void admit(Exchange exchange) {
        PendingRequest request = new PendingRequest(exchange, this, loop, nanoTime());
        exchange.answeredBy(request);
        request.onPool(() -> admit(request));
    }

    private void admit(PendingRequest request) {
        if (closed || (links.isEmpty() && unavailable)) {
            request.fail(Failure.UNAVAILABLE);
            return;
        }
        admitted++;
        WorkerLink link = queue.isEmpty() && !paused ? takeFree() : null;
        if (link != null) {
            link.send(request);
            link.flush();
            scheduleWatch();
        } else if (queue.offer(request)) {
            scheduleSpread();
            scheduleTimeout();
            if (links.isEmpty()) {
                wake.run();
            }
        } else {
            request.fail(Failure.OVERLOADED);
        }
    }

    /** What is told when a request waits and there is no worker. */
    void whenWanted(Runnable action) {
        wake = action;
    }

    /** How many requests have come in. */
    long admitted() {
        return admitted;
    }

    /** Requests that had been given to a worker come back, oldest first, to be given to another. */
    void putBack(List<PendingRequest> requests) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            PendingRequest request = requests.get(i);
            if (request.isGone()) {
                request.drop();
            } else if (closed) {
                request.fail(Failure.UNAVAILABLE);
            } else {
                queue.putBack(request);
            }
        }
        if (!queue.isEmpty()) {
            scheduleSpread();
            scheduleTimeout();
        }
        checkIdle();
    }

    /** The client of a request that is on no link has left. */
    void left(PendingRequest request) {
        queue.left(request);
        checkIdle();
    }

    /** The application has finished a request after so many microseconds. */
    void served(long micros) {
        serviceTime.served(micros);
    }

    // ---- links

    /** A link is ready for requests. */
    void join(WorkerLink link) {
        unavailable = false;
        links.add(link);
        free.add(link);
        watched.add(link);
        scheduleSpread();
    }

    /** A link is closed, and will leave when it has handed on what came by it. */
    void ended(WorkerLink link) {
        free.remove(link);
    }

    /** A link gets no more requests. */
    void leave(WorkerLink link) {
        links.remove(link);
        free.remove(link);
        withdrawn.remove(link);
    }

    /** A link has ended: nothing runs on it. */
    void forget(WorkerLink link) {
        leave(link);
        watched.remove(link);
    }

    /** A link of a worker that is to leave gets no more requests, and what it has not started goes to others. */
    void withdraw(WorkerLink link) {
        leave(link);
        if (link.outstanding() > 0 && !link.isRevoked()) {
            link.revoke(nanoTime());
        }
        if (link.isReclaimDue()) {
            withdrawn.add(link);
            scheduleTick();
        }
    }

    /** The link has answered something: its free places are filled. */
    void progressed(WorkerLink link) {
        if (links.contains(link)) {
            if (give(link, share())) {
                link.flush();
            } else if (link.isFree() && !free.contains(link)) {
                free.add(link);
            }
        }
        checkIdle();
    }

    /**
     * Workers do not last: while there is none, requests are refused instead of kept.
     *
     * @return whether that has just begun
     */
    boolean unavailable() {
        boolean begun = links.isEmpty() && !unavailable;
        unavailable = true;
        if (links.isEmpty()) {
            refuseWaiting();
        }
        checkIdle();
        return begun;
    }

    private void refuseWaiting() {
        PendingRequest request = queue.poll();
        while (request != null) {
            request.fail(Failure.UNAVAILABLE);
            request = queue.poll();
        }
    }

    /** How many of the waiting requests each link may take, so that all have about as much to do. */
    private int share() {
        return (queue.size() + links.size() - 1) / Math.max(1, links.size());
    }

    /** Writes as many waiting requests to a link as it has room for, and no more than {@code most}. */
    private boolean give(WorkerLink link, int most) {
        if (paused) {
            return false;
        }
        int room = Math.min(most, link.room(serviceTime.ahead()));
        int sent = 0;
        while (sent < room) {
            PendingRequest next = queue.peek();
            // one whose body is coming in is not sent ahead: what has come of it could not be taken back
            if (next == null || (next.isStreaming() && link.outstanding() > 0)) {
                break;
            }
            queue.poll();
            link.send(next);
            sent++;
            if (link.isStreaming()) {
                // nor is anything sent behind it: the rest of its body would come after that
                break;
            }
        }
        if (sent > 0) {
            scheduleTick();
            scheduleWatch();
        }
        return sent > 0;
    }

    private @Nullable WorkerLink takeFree() {
        int best = -1;
        int bestBusy = Integer.MAX_VALUE;
        for (int i = free.size() - 1; i >= 0 && bestBusy > 0; i--) {
            int busy = free.get(i).worker().busyLinks();
            if (busy < bestBusy) {
                best = i;
                bestBusy = busy;
            }
        }
        return best < 0 ? null : free.remove(best);
    }

    private void scheduleSpread() {
        if (!spreadScheduled) {
            spreadScheduled = true;
            loop.execute(this::spread);
        }
    }

    private void spread() {
        spreadScheduled = false;
        if (paused) {
            return;
        }
        List<WorkerLink> given = new ArrayList<>();
        while (!queue.isEmpty()) {
            WorkerLink link = takeFree();
            if (link == null) {
                break;
            }
            if (!give(link, 1)) {
                free.add(link);
                break;
            }
            given.add(link);
        }
        int share = share();
        for (int i = 0; i < links.size() && !queue.isEmpty(); i++) {
            if (give(links.get(i), share)) {
                given.add(links.get(i));
            }
        }
        given.forEach(WorkerLink::flush);
    }

    // ---- time

    private void scheduleTick() {
        if (!tickScheduled && anyToWatch()) {
            tickScheduled = true;
            var _ = loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private boolean anyToWatch() {
        if (!withdrawn.isEmpty()) {
            return true;
        }
        for (WorkerLink link : links) {
            if (link.outstanding() > 1 || link.isReclaimDue()) {
                return true;
            }
        }
        return false;
    }

    private void tick() {
        tickScheduled = false;
        long now = nanoTime();
        for (WorkerLink link : List.copyOf(links)) {
            if (link.isReclaimDue()) {
                putBack(link.reclaim(now));
            } else if (link.isStuck(now, STUCK_NANOS)) {
                link.revoke(now);
            }
        }
        for (WorkerLink link : List.copyOf(withdrawn)) {
            putBack(link.reclaim(now));
            if (!link.isReclaimDue()) {
                withdrawn.remove(link);
            }
        }
        scheduleTick();
    }

    /** As long as anything runs: looks for requests that run for too long, or are not even started. */
    private void scheduleWatch() {
        if (!watchScheduled) {
            watchScheduled = true;
            var _ = loop.schedule(this::watch, UNSTARTED_NANOS / 2, TimeUnit.NANOSECONDS);
        }
    }

    private void watch() {
        watchScheduled = false;
        long now = nanoTime();
        boolean busy = false;
        for (WorkerLink link : List.copyOf(watched)) {
            busy |= link.outstanding() > 0;
            harakiri.look(link, now);
            if (links.contains(link) && link.isUnstarted(now, UNSTARTED_NANOS)) {
                link.revoke(now);
            }
        }
        busy |= harakiri.endStuck(now);
        scheduleTick();
        if (busy) {
            scheduleWatch();
        }
    }

    /** What comes back may have waited for longer than those that wait. */
    private void scheduleTimeout() {
        PendingRequest next = queue.peek();
        if (next == null || paused || queueTimeoutNanos <= 0) {
            return;
        }
        long now = nanoTime();
        long wait = Math.max(0, queueTimeoutNanos - waited(next, now));
        Future<?> scheduled = timeout;
        if (scheduled == null || now + wait - timeoutAt < 0) {
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            timeoutAt = now + wait;
            timeout = loop.schedule(this::expire, wait, TimeUnit.NANOSECONDS);
        }
    }

    private long waited(PendingRequest request, long now) {
        return Math.min(now - request.arrivedNanos(), now - patientFrom);
    }

    private void expire() {
        timeout = null;
        if (paused) {
            return;
        }
        long now = nanoTime();
        PendingRequest next = queue.peek();
        while (next != null && waited(next, now) >= queueTimeoutNanos) {
            queue.poll();
            next.fail(Failure.OVERLOADED);
            next = queue.peek();
        }
        scheduleTimeout();
        checkIdle();
    }

    // ---- pause

    /** Gives nothing to workers; what comes in waits, for longer than the queue's timeout if need be. */
    void pause() {
        paused = true;
    }

    /** Goes on. */
    void resume() {
        if (paused) {
            paused = false;
            patientFrom = nanoTime();
            scheduleSpread();
            scheduleTimeout();
        }
    }

    boolean isPaused() {
        return paused;
    }

    // ---- the end

    /** The workers are killed, and none will come: what waits, and what comes back from them, is refused. */
    void close() {
        closed = true;
        refuseWaiting();
        checkIdle();
    }

    /** Runs {@code action} once nothing waits and nothing runs. */
    void whenIdle(Runnable action) {
        whenIdle = action;
        checkIdle();
    }

    private void checkIdle() {
        if (whenIdle != null && queue.isEmpty() && links.stream().allMatch(WorkerLink::isFree)) {
            Runnable action = whenIdle;
            whenIdle = null;
            loop.execute(action);
        }
    }

    /** How much the queue holds on to. */
    int queueLength() {
        return queue.length();
    }

    int queued() {
        return queue.size();
    }
}
