// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.connection.LinkListener;
import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import io.merapi.worker.lifecycle.RespawnPause;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the pool's processes alive: replaces what dies, at once or after a pause, in the generations that the
 * {@link Succession} has follow each other.
 *
 * <p>Owned by the pool's loop.
 */
final class Supervisor implements Succession.Keeper {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final Duration OF_USE = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final PoolListener listener;
    private final ZygoteStarter starter;
    private final Succession succession;
    private final RespawnPause workerPause = new RespawnPause();
    private final RespawnPause zygotePause = new RespawnPause();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;
    private boolean killing;

    Supervisor(
            PoolConfig config,
            EventLoop loop,
            Dispatcher dispatcher,
            RuntimeDirectory directory,
            PoolListener listener) {
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.starter = new ZygoteStarter(loop, directory, listener);
        this.succession = new Succession(config, dispatcher, starter, listener, this);
    }

    /** Who the Python processes connect to. */
    void listen(boolean epoll) {
        RuntimeDirectory directory = starter.directory();
        Reception reception = new Reception(succession::generations, succession::heard, directory);
        starter.connections(LinkListener.bind(loop, epoll, directory.socket(), reception));
    }

    /** Starts the first generation; {@code started} fails when its interpreter cannot be started. */
    void start(CompletableFuture<Void> started) {
        succession.start(started);
    }

    /** Has another generation follow, or the workers replaced. */
    CompletableFuture<ReloadOutcome> reload(Reload kind, PoolConfig config) {
        return succession.reload(kind, config);
    }

    /** Has so many workers: by another generation where the current one has no room for them. */
    CompletableFuture<ReloadOutcome> scale(int workers) {
        if (succession.scale(workers)) {
            return CompletableFuture.completedFuture(new ReloadOutcome.Serves("scaling to " + workers + " workers"));
        }
        return succession.reload(Reload.GRACEFUL, succession.config().withProcesses(workers));
    }

    /** Has so many workers more, or fewer, as far as there is room. */
    void scaleBy(int change) {
        succession.scaleBy(change);
    }

    /** Has no workers until there is something to do. */
    void rest() {
        succession.rest();
    }

    // ---- zygotes

    @Override
    public void zygoteExited(Generation generation, Zygote zygote, ExitStatus status) {
        if (!stopping) {
            switch (generation.state()) {
                case LOADING, STANDBY -> endedBeforeServing(generation, zygote, status);
                case SERVING -> endedWhileServing(generation, zygote, status);
                case ORPHANED, LEAVING, GONE -> {
                    // it was to leave
                }
            }
        }
        generation.zygoteDied();
        checkStopped();
    }

    private void endedBeforeServing(Generation generation, Zygote zygote, ExitStatus status) {
        if (succession.wasReady() || generation.number() > 1) {
            succession.giveUp(generation, "the Python process ended with " + status);
        } else if (zygote.isConnected()) {
            listener.fatal(1, "the Python process ended with " + status + " while it loaded the application");
        } else {
            listener.interpreterUnusable(generation.config().interpreter() + " ended with " + status
                    + " before it ran anything of Merapi's");
        }
    }

    private void endedWhileServing(Generation generation, Zygote zygote, ExitStatus status) {
        String what = "the zygote (pid: " + zygote.pid() + ") died: " + status;
        if (succession.isNext(generation)) {
            succession.giveUp(generation, what);
            return;
        }
        Duration pause = zygotePause.died(false);
        LOG.log(System.Logger.Level.WARNING, what + "; starting another" + after(pause));
        follow(pause);
    }

    @Override
    public void orphaned() {
        follow(zygotePause.died(false));
    }

    /** Another generation is to follow one that has no zygote. */
    private void follow(Duration pause) {
        var _ = loop.schedule(succession::followNow, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String after(Duration pause) {
        return pause.isZero() ? "" : " in " + pause.toMillis() + " ms";
    }

    // ---- workers

    @Override
    public void ready(Generation generation, Worker worker) {
        listener.serving(worker.number(), worker.pid());
        if (generation.isComplete()) {
            succession.complete(generation);
        }
        succession.lookAtRenewal();
    }

    @Override
    public void complete() {
        zygotePause.useful();
    }

    @Override
    public void died(Generation generation, Worker worker, ExitStatus status) {
        boolean needApp = generation.config().application().needApp();
        boolean isFirst = !succession.wasReady() && succession.isCurrent(generation);
        if (status.code() == ExitStatus.FAILED_APP && needApp && isFirst) {
            listener.fatal(ExitStatus.FAILED_APP, "no application in " + worker + " (need-app)");
            return;
        }
        if (status.code() == ExitStatus.FAILED_HOOK && isFirst) {
            listener.fatal(1, "a hook has failed in " + worker);
            return;
        }
        switch (generation.state()) {
            case STANDBY -> succession.giveUp(generation, worker + " died: " + status);
            case SERVING -> {
                if (succession.isNext(generation) && !generation.isServing()) {
                    succession.giveUp(generation, worker + " died: " + status);
                } else {
                    replace(generation, worker, status);
                }
            }
            case ORPHANED -> LOG.log(System.Logger.Level.WARNING, worker + " died: " + status + worker.losses());
            case LOADING, LEAVING, GONE -> {
                // it has been killed with the others
            }
        }
        succession.lookAtRenewal();
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
        succession.lookAtRenewal();
    }

    @Override
    public void wornOut(Generation generation) {
        if (!stopping) {
            succession.wornOut(generation);
        }
    }

    @Override
    public void gone(Generation generation) {
        succession.gone(generation);
        if (stopping) {
            checkStopped();
        }
    }

    // ---- what is told

    PoolStatus status() {
        Generation current = succession.current();
        List<PoolStatus.Member> members = succession.generations().stream()
                .flatMap(generation -> generation.workers().stream())
                .map(worker -> worker.told(dispatcher.nanoTime()))
                .toList();
        return new PoolStatus(
                current == null ? 0 : current.number(),
                succession.isLoading(),
                succession.failure(),
                current == null ? 0 : current.wanted(),
                members,
                dispatcher.queued(),
                succession.config().queue().maxQueue(),
                dispatcher.isPaused());
    }

    // ---- the end

    /** Gives up what is being loaded; tells whether requests are served, or will be in a moment. */
    boolean giveUpLoading() {
        return succession.giveUpLoading();
    }

    /** Lets all workers leave. */
    void stop() {
        stopping = true;
        succession.stop();
        checkStopped();
    }

    /** Kills all that is left. */
    void kill() {
        killing = true;
        stop();
        succession.generations().forEach(Generation::kill);
        checkStopped();
    }

    /** Every process has gone; of workers without a zygote that are killed nobody tells. */
    private void checkStopped() {
        boolean gone = succession.generations().stream()
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
