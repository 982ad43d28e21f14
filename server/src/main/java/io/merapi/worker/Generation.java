// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Failure;
import io.merapi.exchange.Request;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.directory.Scoreboard;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.WorkerState;
import io.merapi.worker.limit.RecyclingLimits;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One loading of the application: its zygote, the workers forked from it and their scoreboard. What becomes of it is
 * decided by {@link GenerationState}, and of a worker by {@link WorkerState}; here it is carried out.
 *
 * <p>Owned by the pool's loop.
 */
final class Generation {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    /** How long the end of an exited worker's links is waited for. */
    private static final int LAST_ANSWERS_MILLIS = 500;

    private final int number;
    private final PoolConfig config;
    private final Scoreboard scoreboard;
    private final Dispatcher dispatcher;
    private final Events events;
    private final Roster roster;

    private GenerationState state = GenerationState.LOADING;
    private int wanted;
    private @Nullable Zygote zygote;
    private boolean zygoteDue = true;
    private final RandomGenerator random = new SplittableRandom();

    Generation(int number, PoolConfig config, Scoreboard scoreboard, Dispatcher dispatcher, Events events) {
        this.number = number;
        this.config = config;
        this.scoreboard = scoreboard;
        this.dispatcher = dispatcher;
        this.events = events;
        this.roster = new Roster(scoreboard.slots() / config.threads());
        this.wanted = config.limits().scaling().first(config.processes());
    }

    /** What the supervisor hears of a generation. */
    interface Events {
        /** A worker is ready: it serves as soon as its generation does. */
        void ready(Generation generation, Worker worker);

        /** A worker that was to serve has exited. */
        void died(Generation generation, Worker worker, ExitStatus status);

        /** A worker leaves, or has left, and another is to serve in its place. */
        void wanting(Generation generation);

        /** A worker may be worn out. */
        void wornOut(Generation generation);

        /** No process of the generation is left. */
        void gone(Generation generation);
    }

    int number() {
        return number;
    }

    PoolConfig config() {
        return config;
    }

    int threads() {
        return config.threads();
    }

    GenerationState state() {
        return state;
    }

    Scoreboard scoreboard() {
        return scoreboard;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    int slot(int seat, int thread) {
        return (seat - 1) * threads() + thread;
    }

    Collection<Worker> workers() {
        return roster.all();
    }

    /** Whether all of its workers are ready. */
    boolean isComplete() {
        return roster.ready() >= wanted;
    }

    /** Whether a worker of it takes requests. */
    boolean isServing() {
        return state.serves() && roster.isAnyReady();
    }

    @Nullable
    Zygote zygote() {
        return zygote;
    }

    /** Whether there is no process that could fork, nor one that is being started. */
    boolean isWithoutZygote() {
        return zygote == null && !zygoteDue;
    }

    /** Its zygote has been started. */
    void zygote(Zygote started) {
        zygote = started;
        zygoteDue = false;
        if (state != GenerationState.LOADING) {
            started.kill();
        }
    }

    /** Moves on in the table. */
    void on(GenerationState.Input input) {
        GenerationState.Step step = state.on(input);
        state = step.next();
        switch (step.action()) {
            case NOTHING -> {
                // the state is all that changes
            }
            case FORK -> forkMissing();
            case SERVE -> roster.all().forEach(this::serveIfReady);
            case END -> end();
            case KILL -> kill();
            case FORGET -> {
                scoreboard.remove();
                events.gone(this);
            }
        }
        checkEmpty();
    }

    /**
     * Its zygote has died, or could not be started: nobody reports the exit of its workers any more, the end of their
     * links must do.
     */
    void zygoteDied() {
        zygote = null;
        zygoteDue = false;
        on(GenerationState.Input.ZYGOTE_DIED);
        for (Worker worker : roster.copy()) {
            if (worker.links().isEmpty() || worker.state() == WorkerState.LOST) {
                exited(worker, ExitStatus.UNKNOWN);
            }
        }
    }

    /** Forks those of the workers that are not there; one that is dead is replaced when its exit has been told. */
    void forkMissing() {
        int missing = wanted - roster.manned();
        for (int number = 1; number <= config.processes() && missing > 0; number++) {
            if (!roster.isManned(number)) {
                spawn(number, dispatcher.nanoTime());
                missing--;
            }
        }
    }

    /** One worker fewer: another generation has it. */
    void cede() {
        List<Worker> settled = roster.settled();
        if (!settled.isEmpty()) {
            wanted = Math.max(0, wanted - 1);
            retire(settled.getFirst());
        }
    }

    /** Forks a successor of each worker that is ready; when that is ready, too, the worker leaves. */
    void renewWorkers(boolean merciful) {
        for (Worker worker : roster.settled()) {
            spawn(worker.number(), dispatcher.nanoTime());
            worker.hasMercy(merciful);
        }
    }

    /** How many workers there are to be. */
    int wanted() {
        return wanted;
    }

    void wanted(int count) {
        wanted = count;
    }

    /** One worker fewer: the last one that has nothing to do leaves; false where all have. */
    boolean retireIdle() {
        Worker idle = roster.idle();
        if (idle == null) {
            return false;
        }
        wanted--;
        retire(idle);
        return true;
    }

    /** So many workers and no more: the others leave when they have answered what they have. */
    void shrink(int count) {
        while (roster.manned() > count) {
            Worker leaving = roster.leastMissed();
            if (leaving == null) {
                break;
            }
            retire(leaving);
        }
        wanted = count;
    }

    private void serveIfReady(Worker worker) {
        if (worker.state() == WorkerState.READY) {
            worker.links().forEach(dispatcher::join);
        }
    }

    /** Forks worker {@code number}, beside one of the same number that still lives; false where no seat is free. */
    boolean spawn(int number, long nowNanos) {
        int seat = roster.freeSeat(number);
        if (seat == 0) {
            return false;
        }
        for (int thread = 0; thread < threads(); thread++) {
            scoreboard.clear(slot(seat, thread));
        }
        RecyclingLimits.Quota quota = config.limits().recycling().quota(number, random);
        roster.seat(new Worker(this, number, seat, quota, nowNanos));
        if (zygote != null) {
            zygote.spawn(number, seat);
        }
        return true;
    }

    /** Sends a signal to a worker, unless it has exited, or there is no zygote to do it. */
    void signal(Worker worker, int signal) {
        if (zygote != null && worker.exit() == null) {
            zygote.signal(worker.seat(), signal);
        }
    }

    // ---- news of workers

    void spawned(ControlEvent.Spawned event) {
        Worker worker = roster.at(event.seat());
        if (worker != null) {
            worker.pid(event.pid());
            if (worker.on(WorkerState.Input.SPAWNED) == WorkerState.Action.KILL) {
                kill(worker);
            }
        }
    }

    /** A worker has opened a link; returns it, or null when there is no such worker (any more). */
    @Nullable
    WorkerLink linked(ControlEvent.Hello hello, Channel channel) {
        Worker worker = opened(hello, channel);
        if (worker == null) {
            return null;
        }
        WorkerLink link = new WorkerLink(channel, worker, hello.thread(), dispatcher);
        worker.links().add(link);
        if (worker.links().size() == threads() && worker.on(WorkerState.Input.LINKED) == WorkerState.Action.SERVE) {
            if (state.serves()) {
                serveIfReady(worker);
            }
            supersede(worker);
            events.ready(this, worker);
        }
        return link;
    }

    /** Another of its number is there: the one before leaves. */
    private void supersede(Worker heir) {
        for (Worker worker : roster.copy()) {
            boolean isBefore = worker.number() == heir.number() && worker != heir;
            if (isBefore && worker.state() == WorkerState.READY) {
                retire(worker);
                if (!worker.hasMercy()) {
                    kill(worker);
                }
            }
        }
    }

    /** Whether another of its number is on its way. */
    boolean hasHeir(Worker worker) {
        return roster.hasHeir(worker);
    }

    /** Whether it leaves, or will when another is there. */
    boolean isBeingReplaced(Worker worker) {
        return worker.state() == WorkerState.LEAVING || (worker.state() == WorkerState.READY && hasHeir(worker));
    }

    /** A worker may be worn out; told when what is being done is done. */
    void wornOut() {
        dispatcher.execute(() -> events.wornOut(this));
    }

    /** A worker has opened a connection; returns it, or null when there is no such worker (any more). */
    @Nullable
    Worker opened(ControlEvent.Hello hello, Channel channel) {
        Worker worker = roster.at(hello.seat());
        boolean known = worker != null
                && hello.thread() >= 0
                && hello.thread() < threads()
                && (worker.pid() == 0 || worker.pid() == hello.pid());
        if (!known || worker == null) {
            return null;
        }
        worker.pid(hello.pid());
        worker.channels().add(channel);
        return worker;
    }

    /** The end of a link decides what becomes of the requests on it. */
    void linkLost(Worker worker, WorkerLink link, List<PendingRequest> lost, long started) {
        dispatcher.forget(link);
        worker.links().remove(link);
        List<PendingRequest> again = new ArrayList<>();
        for (PendingRequest request : lost) {
            if (request.seq() > started && !request.isAnswerBegun() && !request.isStreaming()) {
                request.unassigned();
                again.add(request);
            } else if (request.isGone()) {
                request.drop();
            } else if (request.mayBeRepeated()) {
                worker.victims().add(line(request) + " (tried again)");
                again.add(request);
            } else {
                worker.victims().add(line(request) + (request.isAnswerBegun() ? " (answer cut)" : " (502)"));
                request.fail(Failure.WORKER_DIED);
            }
        }
        dispatcher.putBack(again);
        if (worker.exit() != null) {
            checkGone(worker);
            return;
        }
        if (worker.on(WorkerState.Input.LINK_LOST) == WorkerState.Action.KILL) {
            List.copyOf(worker.links()).forEach(dispatcher::leave);
            kill(worker);
        }
        if (zygote == null && worker.links().isEmpty()) {
            exited(worker, ExitStatus.UNKNOWN);
        }
    }

    private static String line(PendingRequest request) {
        Request head = request.exchange().request();
        return head.method() + " " + head.uri();
    }

    void kill(Worker worker) {
        if (worker.pid() > 0 && worker.exit() == null) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    void exited(ControlEvent.Exited event) {
        Worker worker = roster.at(event.seat());
        if (worker != null && (worker.pid() == 0 || worker.pid() == event.pid())) {
            worker.pid(event.pid());
            exited(worker, new ExitStatus(event.status()));
        }
    }

    /** It has exited. What it had answered before is read first: that decides what becomes of its requests. */
    private void exited(Worker worker, ExitStatus status) {
        if (worker.exit() != null) {
            return;
        }
        worker.exit(status);
        for (WorkerLink link : List.copyOf(worker.links())) {
            dispatcher.leave(link);
            link.readToEnd();
        }
        dispatcher.after(LAST_ANSWERS_MILLIS, () -> end(worker));
        checkGone(worker);
    }

    /** Nothing keeps its connections open now but a child process that it left behind. */
    private static void end(Worker worker) {
        for (Channel channel : worker.channels()) {
            var _ = channel.close();
        }
    }

    /** Nothing more comes from it: its place is free. */
    private void checkGone(Worker worker) {
        ExitStatus status = worker.exit();
        if (status == null || !worker.links().isEmpty()) {
            return;
        }
        WorkerState.Action action = worker.on(WorkerState.Input.EXITED);
        roster.remove(worker);
        worker.files().closeAll();
        if (action == WorkerState.Action.REPLACE) {
            events.died(this, worker, status);
        } else if (action == WorkerState.Action.FORGET) {
            if (!status.isClean() && !status.equals(ExitStatus.UNKNOWN)) {
                LOG.log(System.Logger.Level.WARNING, worker + " left with " + status + worker.losses());
            }
            refill();
        }
        checkEmpty();
    }

    // ---- the end

    /** Lets every worker leave when it has answered what it has, and then the zygote. */
    private void end() {
        roster.copy().forEach(this::retire);
        if (zygote != null) {
            zygote.stop();
        }
    }

    /** Lets a worker leave, and has another serve in its place at once. */
    void replace(Worker worker) {
        retire(worker);
        refill();
    }

    private void refill() {
        if (state == GenerationState.SERVING) {
            events.wanting(this);
        }
    }

    /** Lets a worker leave when it has answered what it has; what it has not started goes to others. */
    private void retire(Worker worker) {
        WorkerState.Action action = worker.on(WorkerState.Input.RETIRE);
        if (action == WorkerState.Action.END) {
            worker.links().forEach(dispatcher::withdraw);
            worker.links().forEach(WorkerLink::finish);
            dispatcher.after((int) config.mercy().toMillis(), () -> overdue(worker));
        } else if (action == WorkerState.Action.KILL) {
            kill(worker);
        }
    }

    private void overdue(Worker worker) {
        if (worker.on(WorkerState.Input.OVERDUE) == WorkerState.Action.KILL) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    worker + " has not finished within " + config.mercy().toSeconds()
                            + " s (worker-reload-mercy) and is killed");
            kill(worker);
        }
    }

    private void checkEmpty() {
        if (isWithoutZygote() && roster.isEmpty() && state != GenerationState.GONE) {
            on(GenerationState.Input.EMPTY);
        }
    }

    /** Kills what is still there. */
    void kill() {
        roster.all().forEach(this::kill);
        if (zygote != null) {
            zygote.kill();
        }
    }
}
