// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.directory.Scoreboard;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has one generation follow the other.
 *
 * <p>At most one generation serves, the current one; at most one is the next, which takes over when it is ready; those
 * before it are leaving. A reload makes a next one, and so does the death of the current one's zygote, whose workers
 * serve on until then. The next one that fails leaves the current one as it is. While one is loading or leaving, a
 * further reload waits, so that no more than two have their memory at a time; of several that wait the last one counts,
 * and one that is still loading is given up for it. Whoever asked for an earlier one learns what came of the last.
 *
 * <p>Owned by the pool's loop; only starting a process happens on another thread.
 */
final class Succession {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    /** For each worker one, and one for its successor while it leaves. */
    private static final int SEATS = 2;

    private final Dispatcher dispatcher;
    private final ZygoteStarter starter;
    private final PoolListener listener;
    private final Keeper keeper;
    private final List<Generation> leaving = new ArrayList<>();
    private PoolConfig config;
    private @Nullable Generation current;
    private @Nullable Recycling recycling;
    private @Nullable Scaling scaling;
    private @Nullable Successor next;
    private @Nullable Order waiting;
    private @Nullable Chain chain;
    private @Nullable Renewal renewal;
    private int generations;
    private String failure = "";
    private boolean wasReady;
    private boolean stopping;

    Succession(PoolConfig config, Dispatcher dispatcher, ZygoteStarter starter, PoolListener listener, Keeper keeper) {
        this.config = config;
        this.dispatcher = dispatcher;
        this.starter = starter;
        this.listener = listener;
        this.keeper = keeper;
    }

    /** Who keeps the processes of all generations alive. */
    interface Keeper extends Generation.Events {
        /** A zygote has exited. */
        void zygoteExited(Generation generation, Zygote zygote, ExitStatus status);

        /** The current generation has all its workers. */
        void complete();

        /** There is no generation that could fork workers, and the one that was to be has failed. */
        void orphaned();
    }

    /** What a generation is to be made of, and who waits for it. */
    private record Order(Reload kind, PoolConfig config, CompletableFuture<ReloadOutcome> outcome) {
        Order(Reload kind, PoolConfig config) {
            this(kind, config, new CompletableFuture<>());
        }

        /** What becomes of this one counts for another, too. */
        void standsFor(Order other) {
            var _ = outcome.thenAccept(other.outcome::complete);
        }
    }

    /**
     * The next generation takes over worker by worker.
     *
     * @param before how many workers the current one had
     * @param goal how many the next one is to have
     */
    private record Chain(int before, int goal) {}

    /** A generation that is to take over. */
    private record Successor(Generation generation, Order order, long sinceNanos) {}

    List<Generation> generations() {
        List<Generation> all = new ArrayList<>(leaving);
        if (current != null) {
            all.add(current);
        }
        if (next != null) {
            all.add(next.generation());
        }
        return all;
    }

    @Nullable
    Generation current() {
        return current;
    }

    boolean isCurrent(Generation generation) {
        return generation.equals(current);
    }

    boolean isNext(Generation generation) {
        return next != null && next.generation().equals(generation);
    }

    boolean isLoading() {
        return next != null;
    }

    /** Why the application has not loaded when that was last tried, with its traceback; empty when it has. */
    String failure() {
        return failure;
    }

    /** Whether all workers have ever served at once. */
    boolean wasReady() {
        return wasReady;
    }

    // ---- what is asked for

    /** Starts the first generation; {@code started} fails when its interpreter cannot be started. */
    void start(CompletableFuture<Void> started) {
        begin(new Order(Reload.GRACEFUL, config), started);
    }

    /** Has another generation follow, or the workers replaced. */
    CompletableFuture<ReloadOutcome> reload(Reload kind, PoolConfig wanted) {
        if (stopping) {
            return CompletableFuture.completedFuture(ReloadOutcome.STOPPING);
        }
        // loaded in the workers, the application may not load: then those of before have to be there still
        if (current != null
                && current.state() == GenerationState.SERVING
                && kind.isOfWorkers()
                && !config.application().lazyApps()) {
            return renew(current, kind.isMerciful());
        }
        Order order = new Order(kind, wanted);
        if (waiting != null) {
            order.standsFor(waiting);
        }
        waiting = order;
        if (chain != null) {
            listener.note("the reload waits until the last one has got to its last worker");
        } else if (next != null) {
            listener.note("reloading again: what was being loaded is given up");
            order.standsFor(next.order());
            next.generation().on(GenerationState.Input.RETIRE);
        } else if (!leaving.isEmpty()) {
            listener.note("the reload waits until the workers of the last one have finished");
        }
        beginWaiting();
        return order.outcome();
    }

    private CompletableFuture<ReloadOutcome> renew(Generation generation, boolean merciful) {
        Renewal before = renewal;
        Renewal now = Renewal.begin(generation, merciful, dispatcher.nanoTime());
        if (before != null) {
            var _ = now.outcome().thenAccept(before.outcome()::complete);
        }
        renewal = now;
        lookAtRenewal();
        return now.outcome();
    }

    /** Something has become of a worker: it may have been the last one to be replaced. */
    void lookAtRenewal() {
        if (renewal != null && renewal.look(dispatcher.nanoTime())) {
            renewal = null;
        }
    }

    /** Has so many workers; false where there is no generation that has room for them. */
    boolean scale(int workers) {
        boolean hasRoom = current != null
                && current.state() == GenerationState.SERVING
                && workers <= current.config().processes();
        if (hasRoom && scaling != null) {
            scaling.scaleTo(workers);
        }
        return hasRoom;
    }

    /** Has so many workers more, or fewer. */
    void scaleBy(int change) {
        if (current != null) {
            int most = current.config().processes();
            boolean _ = scale(Math.clamp((long) current.wanted() + change, 1, most));
        }
    }

    /** Lets the workers leave that have nothing to do; the next request calls them back. */
    void rest() {
        if (scaling != null) {
            scaling.rest("as was asked for");
        }
    }

    PoolConfig config() {
        return config;
    }

    // ---- the next generation

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
            scoreboard = new Scoreboard(
                    starter.directory().scoreboard(generations), SEATS * wanted.processes() * wanted.threads());
            starter.directory().share(scoreboard.path());
        } catch (IOException e) {
            started.complete(null);
            notBegun(order, "the scoreboard cannot be made: " + e);
            return;
        }
        Generation generation = new Generation(generations, wanted, scoreboard, dispatcher, keeper);
        next = new Successor(generation, order, dispatcher.nanoTime());
        starter.start(wanted, new ZygoteStarter.Outcome() {
            @Override
            public void started(Zygote zygote) {
                generation.zygote(zygote);
                started.complete(null);
            }

            @Override
            public void exited(Zygote zygote, int status) {
                zygote.afterLastWord(() -> keeper.zygoteExited(generation, zygote, ExitStatus.ofJava(status)));
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

    private void notBegun(Order order, String reason) {
        order.outcome().complete(new ReloadOutcome.Failed(reason));
        if (current == null) {
            listener.fatal(1, reason);
        } else {
            LOG.log(System.Logger.Level.ERROR, reason);
        }
    }

    /** A zygote says something. */
    void heard(Generation generation, ControlEvent event) {
        switch (event) {
            case ControlEvent.Loaded loaded -> {
                failure = loaded.loading().failures();
                listener.loaded(loaded.loading());
                forkWorkers(generation);
            }
            case ControlEvent.LoadFailed failed -> loadFailed(generation, failed.reason());
            case ControlEvent.Modules modules -> listener.modules(modules.files());
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
        if (generation.number() == 1) {
            listener.forking();
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
    void giveUp(Generation generation, String reason) {
        String what = current == null
                ? "the application did not load: "
                : "the application did not load again, its workers serve on: ";
        LOG.log(System.Logger.Level.ERROR, what + firstLine(reason));
        failure = reason;
        if (next != null) {
            next.order().outcome().complete(new ReloadOutcome.Failed(reason));
        }
        generation.on(GenerationState.Input.RETIRE);
        if (chain != null && current != null) {
            current.wanted(chain.before());
            current.forkMissing();
        }
        chain = null;
        if (current == null || current.state() == GenerationState.ORPHANED) {
            keeper.orphaned();
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Another generation is to follow one that has no zygote, unless one does already. */
    void followNow() {
        boolean due = current == null || current.state() == GenerationState.ORPHANED;
        if (!stopping && next == null && due) {
            Order order = waiting != null ? waiting : new Order(Reload.GRACEFUL, config);
            waiting = null;
            begin(order, new CompletableFuture<>());
        }
    }

    // ---- one follows the other

    /** A generation has as many workers as it is to have. */
    void complete(Generation generation) {
        if (isNext(generation) && chain != null && generation.wanted() < chain.goal()) {
            takeOverOne(generation);
            return;
        }
        if (isNext(generation)) {
            takeOver();
        }
        if (isCurrent(generation)) {
            keeper.complete();
            if (!wasReady) {
                wasReady = true;
                listener.ready();
            }
        }
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
        limit(current);
        long millis = TimeUnit.NANOSECONDS.toMillis(dispatcher.nanoTime() - successor.sinceNanos());
        String serves = "reloaded in " + millis + " ms: generation " + current.number() + " serves";
        if (old != null) {
            leaving.add(old);
            listener.note(serves + ", the one before finishes what it has");
            old.on(GenerationState.Input.RETIRE);
            if (!successor.order().kind().isMerciful()) {
                old.kill();
            }
        }
        successor
                .order()
                .outcome()
                .complete(failure.isEmpty() ? new ReloadOutcome.Serves(serves) : new ReloadOutcome.Failed(failure));
        lookAtRenewal();
    }

    private void limit(Generation generation) {
        recycling = new Recycling(generation, listener::note);
        recycling.begin();
        Scaling counting = new Scaling(generation, listener);
        counting.begin();
        dispatcher.whenWanted(counting::wake);
        if (dispatcher.queued() > 0) {
            counting.wake();
        }
        scaling = counting;
    }

    /** A worker may be worn out. */
    void wornOut(Generation generation) {
        if (isCurrent(generation) && recycling != null) {
            recycling.look();
        }
    }

    /** No process of a generation is left. */
    void gone(Generation generation) {
        leaving.remove(generation);
        if (isCurrent(generation)) {
            current = null;
            if (next != null && next.generation().state() != GenerationState.LOADING) {
                takeOver();
            }
        }
        if (isNext(generation)) {
            next = null;
        }
        lookAtRenewal();
        if (!stopping) {
            beginWaiting();
        }
    }

    // ---- the end

    /** Gives up what is being loaded; tells whether requests are served, or will be in a moment. */
    boolean giveUpLoading() {
        forgetOrders();
        if (next != null && chain == null) {
            next.generation().on(GenerationState.Input.RETIRE);
        }
        return current != null
                && (current.isServing() || !current.config().application().lazyApps());
    }

    private void forgetOrders() {
        if (waiting != null) {
            waiting.outcome().complete(ReloadOutcome.STOPPING);
            waiting = null;
        }
        if (next != null) {
            next.order().outcome().complete(ReloadOutcome.STOPPING);
        }
        if (renewal != null) {
            renewal.outcome().complete(ReloadOutcome.STOPPING);
        }
    }

    /** Lets all workers leave; no generation follows. */
    void stop() {
        stopping = true;
        forgetOrders();
        generations().forEach(generation -> generation.on(GenerationState.Input.RETIRE));
    }
}
