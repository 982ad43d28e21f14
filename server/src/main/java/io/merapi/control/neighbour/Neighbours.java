// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.ServerLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * All that runs beside the application: starts it, watches it, ends it. Has a thread of its own, which owns the daemons
 * and the jobs; there is none where there is nothing to do.
 */
public final class Neighbours implements AutoCloseable {
    /** The least that they are given to end, as under uWSGI. */
    private static final Duration LEAST_MERCY = Duration.ofSeconds(3);
    /** How long the end of what has been killed is waited for. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);
    /** How often the time, the pidfiles and the touched files are looked at. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("neighbours").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final ServerLog log;
    private final Clock clock;
    private final Events events;
    private final Keeping keeping;
    private final Daemons daemons;
    private final Jobs jobs;
    private final StartHooks first;
    private final List<Touch> touches = new ArrayList<>();
    private volatile NeighbourConfig config;
    private Stage stage = Stage.NOT_BEGUN;
    private long untilNanos;

    /** What the server hears of its neighbours. */
    public interface Events {
        /** A daemon has ended that the server is not to be without. */
        void controlLost(String reason);

        /** The server is to leave with this exit code. */
        void fatal(int exitCode, String reason);
    }

    private enum Stage {
        NOT_BEGUN,
        RUNNING,
        /** Daemons and jobs are to end. */
        STOPPING,
        /** They have, the last hooks run. */
        LEAVING,
        STOPPED
    }

    private record Touch(TouchedFile file, String action) {}

    /**
     * Nothing runs yet.
     *
     * @param user as whom the server acts before it may become another; asked where that matters alone
     */
    public Neighbours(NeighbourConfig config, LogSink sink, Clock clock, IntSupplier user, Events events) {
        this.config = config;
        this.clock = clock;
        this.events = events;
        this.log = new ServerLog(sink);
        LabelledOutput output = new LabelledOutput(sink);
        this.first = new StartHooks(config, output, log, user);
        this.keeping = new Keeping(config.keeper(), output, heard -> perform(() -> heard(heard)), System.nanoTime());
        Means means = new Means(keeping, log);
        this.daemons = new Daemons(means, events::controlLost);
        this.jobs = new Jobs(means);
    }

    /** Runs something on the thread that owns all this. */
    private void perform(Runnable action) {
        thread.execute(() -> guarded(action));
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("a defect among the neighbours", e);
        }
    }

    // ---- the start

    /**
     * Runs hooks of the start to their end; called before all else.
     *
     * @param exit the server leaves when it is complete, and waits for no hook
     */
    public void prepare(List<Phase> phases, CompletableFuture<Integer> exit) throws HookException, IOException {
        try {
            first.run(phases, exit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HookException.failed("interrupted");
        }
    }

    /** What they have left for the application: a working directory, or "", and variables. */
    public Place left() {
        return first.left();
    }

    /** The application is loaded, as far as it can be: daemons and jobs start. */
    public void begin() {
        if (!config.isIdle()) {
            perform(this::beginNow);
        }
    }

    private void beginNow() {
        if (stage != Stage.NOT_BEGUN) {
            return;
        }
        stage = Stage.RUNNING;
        var _ = thread.scheduleAtFixedRate(
                () -> guarded(this::look), 0, LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        apply();
        if (!config.hooks(Phase.MASTER_START).isEmpty() && isKept()) {
            keeping.hooks(Phase.MASTER_START.toString(), config.hooks(Phase.MASTER_START), event -> check(event));
        }
    }

    private void check(KeeperEvent event) {
        try {
            var _ = StartHooks.check(Phase.MASTER_START, event);
        } catch (HookException e) {
            events.fatal(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private void apply() {
        keeping.place(config.placeAfter(first.left()));
        touches.clear();
        config.touches().forEach(hook -> touches.add(new Touch(new TouchedFile(hook.file()), hook.action())));
        jobs.replace(config.jobs());
        daemons.replace(config.daemons(), System.nanoTime() + mercy(config.mercy()));
        look();
    }

    /** The application has been loaded anew: the daemons are, too. */
    public void reload(NeighbourConfig anew) {
        perform(() -> {
            config = anew;
            switch (stage) {
                case NOT_BEGUN -> begin();
                case RUNNING -> apply();
                case STOPPING, LEAVING, STOPPED -> log.info("daemons are not started again, for the server stops");
            }
        });
    }

    // ---- what happens

    private boolean isKept() {
        try {
            return keeping.ensure(config.placeAfter(first.left()), System.nanoTime());
        } catch (IOException e) {
            log.error("daemons, jobs and hooks cannot be run: " + e.getMessage());
            return false;
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (stage == Stage.RUNNING && isKept()) {
            daemons.look(now);
            jobs.look(ZonedDateTime.now(clock), now);
            touches.stream().filter(touch -> touch.file().isTouched()).forEach(this::touched);
        } else if (stage == Stage.STOPPING) {
            daemons.look(now);
            if (now - untilNanos >= 0) {
                jobs.signal(SIGKILL);
            }
            checkStopped(now - untilNanos >= LAST_WAIT.toNanos());
        }
    }

    private void touched(Touch touch) {
        log.info(touch.file().path() + " has been touched");
        keeping.hooks("touch", List.of(touch.action()), event -> {
            if (event instanceof KeeperEvent.Hooked hooked && !hooked.failure().isEmpty()) {
                log.warning(hooked.failure());
            }
        });
    }

    private void heard(Keeping.Heard heard) {
        if (!keeping.isOfNow(heard)) {
            return;
        }
        long now = System.nanoTime();
        switch (heard.event()) {
            case KeeperEvent.Started started -> {
                daemons.started(started);
                jobs.started(started);
            }
            case KeeperEvent.Exited exited -> {
                daemons.exited(exited, now);
                jobs.exited(exited, now);
                look();
            }
            case KeeperEvent.Hooked hooked -> keeping.hooked(hooked);
            case KeeperEvent.Ended _ -> keeperEnded(now);
            case KeeperEvent.Output _, KeeperEvent.Closed _ -> {
                // gone to the log
            }
        }
    }

    private void keeperEnded(long now) {
        log.warning("the keeper has died, and with it all daemons and jobs");
        keeping.ended(now);
        daemons.keeperEnded(now);
        jobs.keeperEnded();
        look();
    }

    // ---- the end

    /**
     * Ends them all.
     *
     * @param mercy how long they may take, some seconds at least; called again, the shorter one counts
     * @return complete when nothing is left
     */
    public CompletableFuture<Void> stop(Duration mercy) {
        perform(() -> {
            switch (stage) {
                case NOT_BEGUN, RUNNING -> stopNow(System.nanoTime() + mercy(mercy));
                case STOPPING -> stopNow(Math.min(untilNanos, System.nanoTime() + mercy(mercy)));
                case LEAVING -> finish();
                case STOPPED -> stopped.complete(null);
            }
        });
        return stopped;
    }

    private static long mercy(Duration wanted) {
        return Math.max(wanted.toNanos(), LEAST_MERCY.toNanos());
    }

    private void stopNow(long until) {
        stage = Stage.STOPPING;
        untilNanos = until;
        daemons.stop(until);
        jobs.signal(SIGTERM);
        checkStopped(false);
    }

    private void checkStopped(boolean isOver) {
        boolean isGone = daemons.isEmpty() && !jobs.isRunning();
        if (stage != Stage.STOPPING || !(isGone || isOver)) {
            return;
        }
        stage = Stage.LEAVING;
        List<String> last = config.hooks(Phase.AS_USER_ATEXIT);
        if (last.isEmpty() || !isKept()) {
            finish();
        } else {
            keeping.hooks(Phase.AS_USER_ATEXIT.toString(), last, event -> {
                if (event instanceof KeeperEvent.Hooked hooked
                        && !hooked.failure().isEmpty()) {
                    log.warning(hooked.failure());
                }
                finish();
            });
        }
    }

    private void finish() {
        stage = Stage.STOPPED;
        close();
        stopped.complete(null);
    }

    /** Ends at once what is left. */
    @Override
    public void close() {
        keeping.close();
        thread.shutdown();
    }
}
