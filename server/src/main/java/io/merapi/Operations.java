// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Banner;
import io.merapi.cli.Invocation;
import io.merapi.config.Rereading;
import io.merapi.control.Command;
import io.merapi.control.ControlConfig;
import io.merapi.control.Operator;
import io.merapi.control.Pidfile;
import io.merapi.control.neighbour.NeighbourConfig;
import io.merapi.control.neighbour.Neighbours;
import io.merapi.control.neighbour.Place;
import io.merapi.control.systemd.NotifySocket;
import io.merapi.observe.Logs;
import io.merapi.observe.sink.LogTarget;
import io.merapi.observe.sink.ServerLog;
import io.merapi.transport.front.HttpFront;
import io.merapi.worker.Pool;
import io.merapi.worker.PoolConfig;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries out what the operator asks of a running server, whatever way it is asked. */
final class Operations implements Operator {
    private final Logs logs;
    private final ServerLog log;
    private final Banner banner;
    private final NotifySocket manager;
    private final Neighbours neighbours;
    private final CompletableFuture<Integer> exit;
    private Invocation.Serve serve;
    private volatile @Nullable HttpFront front;
    private volatile @Nullable Pool pool;
    private volatile @Nullable Health health;
    private volatile boolean stopping;

    /** Completes {@code exit} when the server has stopped. */
    Operations(
            Invocation.Serve serve,
            Logs logs,
            NotifySocket manager,
            Neighbours neighbours,
            CompletableFuture<Integer> exit) {
        this.serve = serve;
        this.logs = logs;
        this.log = new ServerLog(logs.messages());
        this.banner = new Banner(log);
        this.manager = manager;
        this.neighbours = neighbours;
        this.exit = exit;
    }

    /** The server has these now. */
    void running(HttpFront http, Pool application, Health all) {
        front = http;
        pool = application;
        health = all;
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public synchronized void perform(Command command, String origin) {
        switch (command) {
            case RELOAD -> begin(Reload.GRACEFUL, origin);
            case RELOAD_BRUTALLY -> begin(Reload.BRUTAL, origin);
            case RELOAD_CHAIN -> begin(Reload.CHAIN, origin);
            case RELOAD_WORKERS -> begin(Reload.WORKERS, origin);
            case RELOAD_WORKERS_BRUTALLY -> begin(Reload.WORKERS_BRUTAL, origin);
            case STOP -> stop(origin);
            case STOP_AT_ONCE -> {
                log.info(origin + ": leaving at once");
                end(0);
            }
            case SCALE_UP -> scaleBy(1);
            case SCALE_DOWN -> scaleBy(-1);
            case REST -> rest();
            case PAUSE -> pause(origin);
            case REOPEN_LOG -> renewLog(LogTarget.Renewal.REOPEN, origin);
            case ROTATE_LOG -> renewLog(LogTarget.Renewal.ROTATE, origin);
            case STATISTICS -> statistics();
            case WRITE_PIDFILE -> writePidfile();
        }
    }

    private void renewLog(LogTarget.Renewal how, String origin) {
        logs.renew(how);
        log.info(origin + ": the log goes on here");
    }

    // ---- reload

    private void begin(Reload kind, String origin) {
        // what comes of it is in the log
        var _ = reload(kind, origin);
    }

    /** Replaces the processes; the future tells when that is done, or has failed. */
    synchronized CompletableFuture<ReloadOutcome> reload(Reload kind, String origin) {
        Pool application = pool;
        if (application == null || stopping) {
            return CompletableFuture.completedFuture(ReloadOutcome.STOPPING);
        }
        if (serve.config().control().end().onReload()) {
            stop(origin);
            return CompletableFuture.completedFuture(
                    new ReloadOutcome.Serves("stopping, to be started anew (exit-on-reload)"));
        }
        if (serve.config().log().rules().isReopened()) {
            renewLog(LogTarget.Renewal.REOPEN, origin);
        }
        log.info(origin + ": reloading");
        return switch (serve.again()) {
            case Invocation.Serve again -> {
                banner.problems(again.problems());
                List<String> later = Rereading.leftToTheNextStart(serve.settings(), again.settings());
                if (!later.isEmpty()) {
                    log.warning("changed, but in effect from the next start on only: " + String.join(", ", later));
                }
                serve = again;
                manager.reloading();
                NeighbourConfig anew = again.config().neighbours();
                yield application
                        .reload(kind, settled(again.config().pool()))
                        .thenApply(outcome -> reloaded(kind, anew, outcome));
            }
            case Invocation.Refuse refuse -> {
                log.error("not reloaded, the configuration is as it was: " + refuse.text());
                yield CompletableFuture.completedFuture(new ReloadOutcome.Failed(refuse.text()));
            }
            case Invocation.Ask _, Invocation.Print _, Invocation.Request _, Invocation.Send _, Invocation.Show _ ->
                throw new IllegalStateException("what serves does nothing else");
        };
    }

    private ReloadOutcome reloaded(Reload kind, NeighbourConfig anew, ReloadOutcome outcome) {
        if (!stopping) {
            manager.reloaded(
                    switch (outcome) {
                        case ReloadOutcome.Serves _ -> "serving";
                        case ReloadOutcome.Failed failed -> "serving as before; not reloaded: " + failed.reason();
                    });
            boolean isWhole = kind == Reload.GRACEFUL || kind == Reload.BRUTAL;
            if (isWhole && outcome instanceof ReloadOutcome.Serves) {
                neighbours.reload(anew);
            }
        }
        return outcome;
    }

    /** The pool, with what hooks of the start have left for it. */
    PoolConfig settled(PoolConfig config) {
        Place left = neighbours.left();
        return config.startedIn(left.directory(), left.environment());
    }

    // ---- how many workers there are

    /** Has so many workers; the future tells when that is done, or has failed. */
    CompletableFuture<ReloadOutcome> scale(int workers, String origin) {
        Pool application = pool;
        if (application == null || stopping) {
            return CompletableFuture.completedFuture(ReloadOutcome.STOPPING);
        }
        log.info(origin + ": scaling to " + workers + (workers == 1 ? " worker" : " workers"));
        return application.scale(workers);
    }

    private void scaleBy(int change) {
        Pool application = pool;
        if (application != null && !stopping) {
            application.scaleBy(change);
        }
    }

    private void rest() {
        Pool application = pool;
        if (application != null && !stopping) {
            application.rest();
        }
    }

    // ---- what changes no process

    private void pause(String origin) {
        Pool application = pool;
        if (application != null && !stopping) {
            var _ = application.pauseOrResume().thenAccept(paused -> {
                banner.paused(origin, paused);
                manager.status(paused ? "paused" : "serving");
            });
        }
    }

    private void statistics() {
        Health all = health;
        if (all != null) {
            Thread.ofVirtual().name("statistics").start(() -> banner.status(all.status(stopping)));
        }
    }

    private void writePidfile() {
        for (Pidfile pidfile : serve.config().control().whereabouts().pidfiles()) {
            try {
                var _ = pidfile.write(ProcessHandle.current().pid());
            } catch (IOException e) {
                log.error("the pidfile " + pidfile.path() + " cannot be written: " + e.getMessage());
            }
        }
    }

    // ---- the end

    private void stop(String origin) {
        if (stopping) {
            log.warning(origin + " again: leaving at once");
            end(0);
            return;
        }
        stopping = true;
        manager.stopping();
        HttpFront http = front;
        Pool application = pool;
        ControlConfig.End end = serve.config().control().end();
        banner.stopping(origin, end.drainDelay());
        if (http == null || application == null) {
            exit.complete(0);
            return;
        }
        application.giveUpLoading();
        var _ = CompletableFuture.runAsync(() -> drain(http, application, end.mercy()), after(end.drainDelay()));
    }

    /** Closing listeners takes a moment, so not the caller's thread; by then a second signal may have come. */
    private static Executor after(Duration delay) {
        return CompletableFuture.delayedExecutor(
                delay.toMillis(),
                TimeUnit.MILLISECONDS,
                action -> Thread.ofPlatform().name("drain").daemon().start(action));
    }

    private void drain(HttpFront http, Pool application, Duration mercy) {
        long begun = System.nanoTime();
        var _ = http.drain(mercy)
                .thenCompose(drained -> application.stop(leftOf(mercy, begun)))
                .thenCompose(_ -> neighbours.stop(leftOf(mercy, begun)))
                .thenRun(() -> exit.complete(0));
    }

    private static Duration leftOf(Duration mercy, long begunNanos) {
        Duration left = mercy.minusNanos(System.nanoTime() - begunNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends every process now. */
    void end(int exitCode) {
        stopping = true;
        Pool application = pool;
        if (application != null) {
            var _ = application
                    .stop(Duration.ZERO)
                    .thenCompose(_ -> neighbours.stop(Duration.ZERO))
                    .thenRun(() -> exit.complete(exitCode));
        } else {
            exit.complete(exitCode);
        }
    }
}
