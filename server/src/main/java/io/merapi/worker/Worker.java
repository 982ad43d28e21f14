// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.ProcessMemory;
import io.merapi.worker.directory.Scoreboard;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.WorkerState;
import io.merapi.worker.limit.MemoryUse;
import io.merapi.worker.limit.RecyclingLimits;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker process as the front knows it: its links, its slots on the scoreboard, and where in its life it is. */
final class Worker {
    private final Generation generation;
    private final int number;
    private final int seat;
    private final long startedNanos;
    private final List<WorkerLink> links = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<String> victims = new ArrayList<>();
    private final SentFiles files = new SentFiles(this::fileArrived);
    private final Stacks stacks;
    private WorkerState state = WorkerState.FORKING;
    private @Nullable ExitStatus exit;
    private int pid;
    private final RecyclingLimits.Quota quota;
    private boolean merciful = true;
    private long requests;
    private @Nullable MemoryUse memory;
    private final ProcessMemory footprint = new ProcessMemory();
    private @Nullable String wornOutBy;

    /**
     * A worker that is about to be forked.
     *
     * @param number by which the application and the log know it; its successor has the same
     * @param seat its place on the scoreboard, its own as long as it lives
     * @param quota what it may use up
     */
    Worker(Generation generation, int number, int seat, RecyclingLimits.Quota quota, long nowNanos) {
        this.generation = generation;
        this.number = number;
        this.seat = seat;
        this.quota = quota;
        this.startedNanos = nowNanos;
        this.stacks = new Stacks(generation.dispatcher(), () -> generation.signal(this, Stacks.SIGNAL));
    }

    int number() {
        return number;
    }

    int seat() {
        return seat;
    }

    int pid() {
        return pid;
    }

    long startedNanos() {
        return startedNanos;
    }

    WorkerState state() {
        return state;
    }

    Generation generation() {
        return generation;
    }

    PoolConfig config() {
        return generation.config();
    }

    Scoreboard scoreboard() {
        return generation.scoreboard();
    }

    SentFiles files() {
        return files;
    }

    Stacks stacks() {
        return stacks;
    }

    int slot(int thread) {
        return generation.slot(seat, thread);
    }

    /** Moves on in the table; the caller carries the action out. */
    WorkerState.Action on(WorkerState.Input input) {
        WorkerState.Step step = state.on(input);
        state = step.next();
        return step.action();
    }

    void pid(int pid) {
        this.pid = pid;
    }

    /** How it has exited; null while it has not, as far as is known. */
    @Nullable
    ExitStatus exit() {
        return exit;
    }

    void exit(ExitStatus status) {
        exit = status;
    }

    /** Whether it may finish what it has when it leaves. */
    boolean hasMercy() {
        return merciful;
    }

    void hasMercy(boolean may) {
        merciful = may;
    }

    /** The number of a request that it is given now. */
    long nextRequest() {
        requests++;
        if (requests == quota.requests()) {
            generation.wornOut();
        }
        return requests;
    }

    long requests() {
        return requests;
    }

    RecyclingLimits.Quota quota() {
        return quota;
    }

    /** How much memory it had when that was read last; null where it has not been. */
    @Nullable
    MemoryUse memory() {
        return memory;
    }

    void memory(MemoryUse use) {
        memory = use;
        footprint.measured(use.rss(), use.as());
    }

    /** The same, for whoever looks at it from another thread. */
    ProcessMemory footprint() {
        return footprint;
    }

    /** Why it is to be replaced besides what its quota says; null where it is not. */
    @Nullable
    String wornOutBy() {
        return wornOutBy;
    }

    /** It is to be replaced, for a reason that the log tells. */
    void wearOut(String reason) {
        wornOutBy = reason;
        generation.wornOut();
    }

    /** How many of its threads have a request. */
    int busyLinks() {
        int busy = 0;
        for (WorkerLink link : links) {
            if (!link.isFree()) {
                busy++;
            }
        }
        return busy;
    }

    /** For how long its threads have had something to do, in all. */
    long busyNanos(long now) {
        long busy = 0;
        for (WorkerLink link : links) {
            busy += link.busyNanos(now);
        }
        return busy;
    }

    List<WorkerLink> links() {
        return links;
    }

    /** Every connection it has opened: closed when it has exited, whoever may have inherited the other end. */
    List<Channel> channels() {
        return channels;
    }

    /** How many requests it has finished. */
    long served() {
        long served = 0;
        for (int thread = 0; thread < generation.threads(); thread++) {
            served += scoreboard().served(slot(thread));
        }
        return served;
    }

    /** How it fares. */
    PoolStatus.Member told(long now) {
        List<PoolStatus.Running> running = new ArrayList<>();
        for (WorkerLink link : links) {
            PendingRequest request = link.running();
            if (request != null) {
                running.add(request.told(link.thread(), now - link.runningSinceNanos()));
            }
        }
        return new PoolStatus.Member(
                generation.number(),
                number,
                pid,
                state,
                Duration.ofNanos(now - startedNanos),
                served(),
                List.copyOf(running));
    }

    /** A link of it has ended with these requests unanswered. */
    void linkLost(WorkerLink link, List<PendingRequest> lost, long started) {
        generation.linkLost(this, link, lost, started);
    }

    /** What its death meant for requests, told when its status is known. */
    List<String> victims() {
        return victims;
    }

    /** The same, at the end of a line of the log. */
    String losses() {
        return victims.isEmpty() ? "" : "; it ran " + String.join(", ", victims);
    }

    private void fileArrived() {
        // a link that has ended leaves the list when it has handed its last answer on
        List.copyOf(links).forEach(WorkerLink::handOn);
    }

    @Override
    public String toString() {
        return "worker " + number + " (pid: " + pid + ")";
    }
}
