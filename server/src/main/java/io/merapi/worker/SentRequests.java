// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.workerlink.LinkViolation;
import io.merapi.worker.directory.Scoreboard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a link has been sent and has not answered, oldest first; their sequence numbers are contiguous. The
 * oldest is running or about to, the others have been sent ahead. A run at their end can be taken back:
 * {@link #revoke}, and a millisecond or more later {@link #reclaim} (docs/workerlink.md, "The scoreboard").
 */
final class SentRequests {
    /** By then a worker's store to the scoreboard is visible, or it has seen ours. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Scoreboard scoreboard;
    private final int slot;
    private final ArrayDeque<PendingRequest> requests = new ArrayDeque<>();
    private long nextSeq = 1;
    private long revokedFrom;
    private long revokedNanos;
    private boolean reclaimDue;
    private int skipsExpected;
    private long startedSeen;
    private long progressNanos;
    private long oldestSinceNanos;
    private long busyNanos;

    SentRequests(Scoreboard scoreboard, int slot) {
        this.scoreboard = scoreboard;
        this.slot = slot;
    }

    int size() {
        return requests.size();
    }

    @Nullable
    PendingRequest oldest() {
        return requests.peekFirst();
    }

    /** Since when nothing has been before the oldest: the worker was free to start it then. */
    long oldestSinceNanos() {
        return oldestSinceNanos;
    }

    /** The oldest had to wait for a client for so long: that does not count. */
    void waited(long nanos) {
        oldestSinceNanos += nanos;
    }

    /** For how long there has been something to do, in all. */
    long busyNanos(long now) {
        return busyNanos + (requests.isEmpty() ? 0 : now - oldestSinceNanos);
    }

    /** Whether the link owes neither an answer nor word of what was taken back. */
    boolean isEmpty() {
        return requests.isEmpty() && skipsExpected == 0;
    }

    /** Whether something is being taken back. */
    boolean isRevoked() {
        return revokedFrom != 0;
    }

    /** Appends a request that is about to be sent; returns its sequence number. */
    long add(PendingRequest request, long now) {
        if (requests.isEmpty()) {
            progressNanos = now;
            oldestSinceNanos = now;
        }
        requests.addLast(request);
        return nextSeq++;
    }

    // ---- what the link says

    /** The worker has made progress. */
    void progressed(long now) {
        progressNanos = now;
    }

    /**
     * The request that something of an answer is for.
     *
     * @throws ProtocolException when it is not the oldest
     */
    PendingRequest answering(long seq) {
        PendingRequest request = requests.peekFirst();
        if (request == null || request.seq() != seq) {
            throw new ProtocolException(LinkViolation.OUT_OF_SEQUENCE);
        }
        return request;
    }

    /** The oldest has been answered. */
    void answered() {
        requests.removeFirst();
        busyNanos += progressNanos - oldestSinceNanos;
        oldestSinceNanos = progressNanos;
    }

    /**
     * The worker has skipped a request; returns it, or null when it had been taken back before.
     *
     * @throws ProtocolException when there was nothing to skip
     */
    @Nullable
    PendingRequest skipped(long seq) {
        PendingRequest request = requests.peekFirst();
        if (request != null && request.seq() == seq) {
            requests.removeFirst();
            oldestSinceNanos = progressNanos;
            request.unassigned();
            return request;
        }
        if (skipsExpected == 0) {
            throw new ProtocolException(LinkViolation.OUT_OF_SEQUENCE);
        }
        skipsExpected--;
        return null;
    }

    /** Ends the taking back once all that it concerns has been answered or skipped: new requests may be sent. */
    void settle() {
        if (isEmpty() && revokedFrom != 0) {
            revokedFrom = 0;
            reclaimDue = false;
            scoreboard.revoke(slot, 0);
        }
    }

    /** Tells the application to stop when the client of the request it is at has left. */
    void tellAbandoned() {
        PendingRequest running = requests.peekFirst();
        if (running != null && running.isGone()) {
            scoreboard.abandon(slot, running.seq());
        }
    }

    /** The sequence number of the request that the worker has started most recently. */
    long started() {
        return scoreboard.started(slot);
    }

    /** Gives all away: the link has ended. */
    List<PendingRequest> takeAll() {
        List<PendingRequest> all = new ArrayList<>(requests);
        requests.clear();
        return all;
    }

    // ---- taking back

    /** Whether requests wait behind one that has run for longer than {@code nanos}. */
    boolean isStuck(long now, long nanos) {
        if (requests.size() < 2 || revokedFrom != 0) {
            return false;
        }
        long started = started();
        if (started != startedSeen) {
            startedSeen = started;
            progressNanos = now;
        }
        return now - progressNanos > nanos;
    }

    /** Whether not even the oldest request has been started for so long: the process is stopped, or swapped out. */
    boolean isUnstarted(long now, long nanos) {
        PendingRequest oldest = requests.peekFirst();
        return oldest != null
                && revokedFrom == 0
                && !oldest.isStreaming()
                && now - progressNanos > nanos
                && started() < oldest.seq();
    }

    /** Announces that what has not been started is taken back. */
    void revoke(long now) {
        reclaimDue = true;
        revokedNanos = now;
        revokedFrom = firstToTakeBack();
        scoreboard.revoke(slot, revokedFrom);
    }

    boolean isReclaimDue() {
        return reclaimDue;
    }

    /** A while after {@link #revoke}: takes back what has not been started and returns it, oldest first. */
    List<PendingRequest> reclaim(long now) {
        if (now - revokedNanos < SETTLED_NANOS) {
            return List.of();
        }
        reclaimDue = false;
        long from = Math.max(revokedFrom, firstToTakeBack());
        ArrayDeque<PendingRequest> reclaimed = new ArrayDeque<>();
        while (!requests.isEmpty() && requests.getLast().seq() >= from) {
            PendingRequest request = requests.removeLast();
            request.unassigned();
            reclaimed.addFirst(request);
            skipsExpected++;
        }
        return new ArrayList<>(reclaimed);
    }

    /** A request whose body came in as a stream stays where it is: it is the oldest, for it was not sent ahead. */
    private long firstToTakeBack() {
        long unstarted = started() + 1;
        PendingRequest oldest = requests.peekFirst();
        return oldest != null && oldest.isStreaming() ? Math.max(unstarted, oldest.seq() + 1) : unstarted;
    }
}
