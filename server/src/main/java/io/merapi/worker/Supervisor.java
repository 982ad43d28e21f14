// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.RespawnPause;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pool's processes alive: has workers forked and replaces what dies, and has one generation follow the other.
 *
 * <p>At most one generation serves, the current one; at most one is the next, which takes over when it is ready; those
 * before it are leaving. A reload makes a next one, and so does the death of the current one's zygote, whose workers
 * serve on until then. The next one that fails leaves the current one as it is. While one is loading or leaving, a
 * further reload waits, so that no more than two have their memory at a time; of several that wait the last one counts,
 * and one that is still loading is given up for it.
 *
 * <p>Owned by the pool's loop; only starting a process happens on another thread.
 */
final class Supervisor implements Generation.Events {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    /** For each worker one, and one for its successor while it leaves. */
    private static final int SEATS = 2;

    private static final Duration OF_USE = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final RuntimeDirectory directory;
    private final PoolListener listener;
    private final ZygoteStarter starter;
    private final List<Generation> leaving = new ArrayList<>();
    private final RespawnPause workerPause = new RespawnPause();
    private final RespawnPause zygotePause = new RespawnPause();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private PoolConfig config;
    private @Nullable Generation current;
    private @Nullable Recycling recycling;
    private @Nullable Successor next;
    private @Nullable Order waiting;
    private int generations;
    private @Nullable Chain chain;
    private String failure = "";
    private boolean wasReady;
    private boolean stopping;
    private boolean killing;

    Supervisor(
            PoolConfig config,
            EventLoop loop,
            Dispatcher dispatcher,
            RuntimeDirectory directory,
            PoolListener listener) {
        this.config = config;
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.directory = directory;
        this.listener = listener;
        this.starter = new ZygoteStarter(loop, directory, listener);
    }

    /** Who the Python processes connect to. */
    void listen(boolean epoll) {
        Reception reception = new Reception(this::generations, this::heard, directory);
        starter.connections(LinkListener.bind(loop, epoll, directory.socket(), reception));
    }

    /** What a generation is to be made of. */
    private record Order(Reload kind, PoolConfig config) {}

    /**
     * The next generation takes over worker by worker.
     *
     * @param before how many workers the current one had
     * @param goal how many the next one is to have
     */
    private record Chain(int before, int goal) {}

    /** A generation that is to take over. */
    private record Successor(Generation generation, Order order, long sinceNanos) {}

    private List<Generation> generations() {
        List<Generation> all = new ArrayList<>(leaving);
        if (current != null) {
            all.add(current);
        }
        if (next != null) {
            all.add(next.generation());
        }
        return all;
    }

    private boolean isNext(Generation generation) {
        return next != null && next.generation().equals(generation);
    }

    // ---- one generation follows the other

    /** Starts the first generation; {@code started} fails when its interpreter cannot be started. */
    void start(CompletableFuture<Void> started) {
        begin(new Order(Reload.GRACEFUL, config), started);
    }

    /** Has another generation follow, or the workers replaced. */
    void reload(Reload kind, PoolConfig config) {
        if (stopping) {
            return;
        }
        boolean isServing = current != null && current.state() == GenerationState.SERVING;
        // loaded in the workers, the application may not load: then those of before have to be there still
        if (current != null
                && isServing
                && kind.isOfWorkers()
                && !this.config.application().lazyApps()) {
            current.renewWorkers(kind.isMerciful());
            return;
        }
        waiting = new Order(kind, config);
        if (chain != null) {
            listener.note("the reload waits until the last one has got to its last worker");
        } else if (next != null) {
            listener.note("reloading again: what was being loaded is given up");
            next.generation().on(GenerationState.Input.RETIRE);
        } else if (!leaving.isEmpty()) {
            listener.note("the reload waits until the workers of the last one have finished");
        }
        beginWaiting();
    }

    private void beginWaiting() {
        Order order = waiting;
        if (order != null && next == null && leaving.isEmpty()) {
            waiting = null;
            begin(order, new CompletableFuture<>());
        }
    }

    private void begin(Order order, CompletableFuture<Void> started) {
        generations++;
        // without its application it would take the place of one that serves
        PoolConfig wanted = current == null ? order.config() : order.config().needingApplication();
        Scoreboard scoreboard;
        try {
            scoreboard =
                    new Scoreboard(directory.scoreboard(generations), SEATS * wanted.processes() * wanted.threads());
        } catch (IOException e) {
            started.complete(null);
            notBegun("the scoreboard cannot be made: " + e);
            return;
        }
        Generation generation = new Generation(generations, wanted, scoreboard, dispatcher, this);
        next = new Successor(generation, order, dispatcher.nanoTime());
        starter.start(wanted, new ZygoteStarter.Outcome() {
            @Override
            public void started(Zygote zygote) {
                generation.zygote(zygote);
                started.complete(null);
            }

            @Override
            public void exited(Zygote zygote, int status) {
                zygote.afterLastWord(() -> zygoteExited(generation, zygote, ExitStatus.ofJava(status)));
            }

            @Override
            public void failed(IOException why) {
                boolean isFirst = started.completeExceptionally(why) && generation.number() == 1;
                if (isNext(generation) && !isFirst) {
                    giveUp(generation, "the interpreter cannot be started: " + why.getMessage());
                }
                generation.zygoteDied();
            }
        });
    }

    private void notBegun(String reason) {
        if (current == null) {
            listener.fatal(1, reason);
        } else {
            LOG.log(System.Logger.Level.ERROR, reason);
        }
    }

    private void heard(Generation generation, ControlEvent event) {
        switch (event) {
            case ControlEvent.Loaded loaded -> {
                failure = "";
                listener.loaded(loaded.loading());
                forkWorkers(generation);
            }
            case ControlEvent.LoadFailed failed -> loadFailed(generation, failed.reason());
            case ControlEvent.Spawned spawned -> generation.spawned(spawned);
            case ControlEvent.Exited exited -> generation.exited(exited);
            case ControlEvent.Hello hello -> LOG.log(System.Logger.Level.WARNING, "a second HELLO from a zygote");
        }
    }

    private void forkWorkers(Generation generation) {
        if (current != null) {
            // as many as there is work for now
            generation.wanted(Math.min(
                    Math.max(generation.wanted(), current.wanted()),
                    generation.config().processes()));
        }
        boolean isChain = next != null && next.order().kind() == Reload.CHAIN;
        if (isChain && current != null && generation.wanted() > 1) {
            chain = new Chain(current.wanted(), generation.wanted());
            generation.wanted(1);
        }
        generation.on(GenerationState.Input.LOADED);
        if (chain != null) {
            generation.on(GenerationState.Input.TAKE_OVER);
        } else if (isNext(generation) && current == null) {
            takeOver();
        }
        if (generation.isComplete()) {
            complete(generation);
        }
    }

    private void loadFailed(Generation generation, String reason) {
        String inInterpreter = " (the interpreter is " + generation.config().interpreter() + ")";
        if (!isNext(generation)) {
            return;
        }
        if (current != null) {
            giveUp(generation, reason);
        } else if (generation.config().application().needApp() && !wasReady) {
            // most often what cannot be imported is there for another interpreter
            listener.fatal(ExitStatus.FAILED_APP, "no application (need-app): " + firstLine(reason) + inInterpreter);
        } else {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "no application is loaded, requests get 500: " + firstLine(reason) + inInterpreter);
            failure = reason;
            forkWorkers(generation);
        }
    }

    /** The next generation has failed and is given up; the current one stays. */
    private void giveUp(Generation generation, String reason) {
        String what = current == null
                ? "the application did not load: "
                : "the application did not load again, its workers serve on: ";
        LOG.log(System.Logger.Level.ERROR, what + firstLine(reason));
        failure = reason;
        generation.on(GenerationState.Input.RETIRE);
        if (chain != null && current != null) {
            current.wanted(chain.before());
            current.forkMissing();
        }
        chain = null;
        if (current == null || current.state() == GenerationState.ORPHANED) {
            follow(zygotePause.died(false));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The next generation has one more worker: the current one has one less, and another may follow. */
    private void takeOverOne(Generation successor) {
        if (current != null) {
            current.cede();
        }
        successor.wanted(successor.wanted() + 1);
        successor.forkMissing();
    }

    /** The next generation becomes the current one. */
    private void takeOver() {
        Successor successor = next;
        if (successor == null) {
            return;
        }
        Generation old = current;
        current = successor.generation();
        next = null;
        if (chain != null) {
            current.wanted(chain.goal());
            current.forkMissing();
            chain = null;
        }
        config = current.config();
        dispatcher.limits(config.queue());
        current.on(GenerationState.Input.TAKE_OVER);
        recycling = new Recycling(current, listener::note);
        recycling.begin();
        Scaling scaling = new Scaling(current, listener);
        scaling.begin();
        dispatcher.whenWanted(scaling::wake);
        if (dispatcher.queued() > 0) {
            scaling.wake();
        }
        if (old != null) {
            leaving.add(old);
            long millis = TimeUnit.NANOSECONDS.toMillis(dispatcher.nanoTime() - successor.sinceNanos());
            listener.note("reloaded in " + millis + " ms: generation " + current.number()
                    + " serves, the one before finishes what it has");
            old.on(GenerationState.Input.RETIRE);
            if (!successor.order().kind().isMerciful()) {
                old.kill();
            }
        }
    }

    @Override
    public void gone(Generation generation) {
        leaving.remove(generation);
        if (generation.equals(current)) {
            current = null;
            if (next != null && next.generation().state() != GenerationState.LOADING) {
                takeOver();
            }
        }
        if (isNext(generation)) {
            next = null;
        }
        if (stopping) {
            checkStopped();
        } else {
            beginWaiting();
        }
    }

    // ---- zygotes

    private void zygoteExited(Generation generation, Zygote zygote, ExitStatus status) {
        GenerationState before = generation.state();
        if (!stopping) {
            switch (before) {
                case LOADING, STANDBY -> endedBeforeServing(generation, zygote, status);
                case SERVING -> {
                    if (isNext(generation)) {
                        giveUp(generation, "the zygote (pid: " + zygote.pid() + ") died: " + status);
                        break;
                    }
                    Duration pause = zygotePause.died(false);
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the zygote (pid: " + zygote.pid() + ") died: " + status + "; starting another"
                                    + after(pause));
                    follow(pause);
                }
                case ORPHANED, LEAVING, GONE -> {
                    // it was to leave
                }
            }
        }
        generation.zygoteDied();
        checkStopped();
    }

    private void endedBeforeServing(Generation generation, Zygote zygote, ExitStatus status) {
        if (wasReady || generation.number() > 1) {
            giveUp(generation, "the Python process ended with " + status);
        } else if (zygote.isConnected()) {
            listener.fatal(1, "the Python process ended with " + status + " while it loaded the application");
        } else {
            listener.interpreterUnusable(generation.config().interpreter() + " ended with " + status
                    + " before it ran anything of Merapi's");
        }
    }

    /** Another generation is to follow one that has no zygote. */
    private void follow(Duration pause) {
        var _ = loop.schedule(this::followNow, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void followNow() {
        boolean due = current == null || current.state() == GenerationState.ORPHANED;
        if (!stopping && next == null && due) {
            Order order = waiting != null ? waiting : new Order(Reload.GRACEFUL, config);
            waiting = null;
            begin(order, new CompletableFuture<>());
        }
    }

    private static String after(Duration pause) {
        return pause.isZero() ? "" : " in " + pause.toMillis() + " ms";
    }

    // ---- workers

    @Override
    public void ready(Generation generation, Worker worker) {
        listener.serving(worker.number(), worker.pid());
        if (generation.isComplete()) {
            complete(generation);
        }
    }

    /** It has as many workers as it is to have. */
    private void complete(Generation generation) {
        if (isNext(generation) && chain != null && generation.wanted() < chain.goal()) {
            takeOverOne(generation);
            return;
        }
        if (isNext(generation)) {
            takeOver();
        }
        if (generation.equals(current)) {
            zygotePause.useful();
            if (!wasReady) {
                wasReady = true;
                listener.ready();
            }
        }
    }

    @Override
    public void died(Generation generation, Worker worker, ExitStatus status) {
        boolean needApp = generation.config().application().needApp();
        if (status.code() == ExitStatus.FAILED_APP && needApp && !wasReady && generation.equals(current)) {
            listener.fatal(ExitStatus.FAILED_APP, "no application in " + worker + " (need-app)");
            return;
        }
        switch (generation.state()) {
            case STANDBY -> giveUp(generation, worker + " died: " + status);
            case SERVING -> {
                if (isNext(generation) && !generation.isServing()) {
                    giveUp(generation, worker + " died: " + status);
                } else {
                    replace(generation, worker, status);
                }
            }
            case ORPHANED -> LOG.log(System.Logger.Level.WARNING, worker + " died: " + status + worker.losses());
            case LOADING, LEAVING, GONE -> {
                // it has been killed with the others
            }
        }
    }

    private void replace(Generation generation, Worker worker, ExitStatus status) {
        boolean useful = worker.served() > 0 || dispatcher.nanoTime() - worker.startedNanos() > OF_USE.toNanos();
        Duration pause = workerPause.died(useful);
        LOG.log(
                System.Logger.Level.WARNING,
                worker + " died: " + status + worker.losses() + "; forking another" + after(pause));
        if (workerPause.failures() > 2 * generation.config().processes() && dispatcher.unavailable()) {
            LOG.log(System.Logger.Level.ERROR, "no worker stays alive: requests get 503 until one does");
        }
        var _ = loop.schedule(() -> wanting(generation), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wanting(Generation generation) {
        if (!stopping && generation.state() == GenerationState.SERVING) {
            generation.forkMissing();
            wornOut(generation);
        }
    }

    @Override
    public void wornOut(Generation generation) {
        if (!stopping && generation.equals(current) && recycling != null) {
            recycling.look();
        }
    }

    // ---- what is told

    PoolStatus status(int queued, boolean paused) {
        List<PoolStatus.Member> members = new ArrayList<>();
        for (Generation generation : generations()) {
            for (Worker worker : generation.workers()) {
                members.add(new PoolStatus.Member(
                        generation.number(),
                        worker.number(),
                        worker.pid(),
                        worker.state(),
                        worker.busyLinks(),
                        worker.served()));
            }
        }
        int number = current == null ? 0 : current.number();
        return new PoolStatus(number, next != null, List.copyOf(members), queued, paused, failure);
    }

    // ---- the end

    /** Gives up what is being loaded; tells whether requests are served, or will be in a moment. */
    boolean giveUpLoading() {
        waiting = null;
        if (next != null && chain == null) {
            next.generation().on(GenerationState.Input.RETIRE);
        }
        return current != null
                && (current.isServing() || !current.config().application().lazyApps());
    }

    /** Lets all workers leave. */
    void stop() {
        stopping = true;
        waiting = null;
        generations().forEach(generation -> generation.on(GenerationState.Input.RETIRE));
        checkStopped();
    }

    /** Kills all that is left. */
    void kill() {
        killing = true;
        stop();
        generations().forEach(Generation::kill);
        checkStopped();
    }

    /** Every process has gone; of workers without a zygote that are killed nobody tells. */
    private void checkStopped() {
        boolean gone = generations().stream()
                .allMatch(generation -> generation.isWithoutZygote()
                        && (killing || generation.workers().isEmpty()));
        if (stopping && gone && !stopped.isDone()) {
            starter.close();
            stopped.complete(null);
        }
    }

    /** Complete when every process has gone. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }
}
