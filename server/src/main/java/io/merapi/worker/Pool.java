// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Handler;
import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An application and the processes that run it: where a request enters. */
public final class Pool implements Handler {
    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final Supervisor supervisor;

    /**
     * @param loop owns everything of the pool
     * @param epoll whether channels on the loop are epoll's
     */
    public Pool(PoolConfig config, EventLoop loop, boolean epoll, RuntimeDirectory directory, PoolListener listener) {
        this.loop = loop;
        this.dispatcher = new Dispatcher(loop, System::nanoTime, config.queue());
        this.supervisor = new Supervisor(config, loop, dispatcher, directory, listener);
        supervisor.listen(epoll);
    }

    /**
     * Starts the interpreter; everything else follows by itself.
     *
     * @throws IOException when it cannot be started
     */
    public void start() throws IOException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        loop.execute(() -> supervisor.start(started));
        try {
            started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException why) {
                throw why;
            }
            throw e;
        }
    }

    /**
     * Replaces the processes; the pool serves on meanwhile.
     *
     * @param config what the new ones are to run
     * @return complete when they serve, or have failed
     */
    public CompletableFuture<ReloadOutcome> reload(Reload kind, PoolConfig config) {
        return outcome(() -> supervisor.reload(kind, config));
    }

    /**
     * Has so many workers from now on, until the next reload.
     *
     * @return complete at once where the generation that serves has room for them; else when another one does, which is
     *     loaded for it
     */
    public CompletableFuture<ReloadOutcome> scale(int workers) {
        return outcome(() -> supervisor.scale(workers));
    }

    private CompletableFuture<ReloadOutcome> outcome(Supplier<CompletableFuture<ReloadOutcome>> action) {
        CompletableFuture<ReloadOutcome> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            var _ = action.get().thenAccept(outcome::complete);
        });
        return outcome;
    }

    /** Has so many workers more, or fewer, as far as the generation that serves has room. */
    public void scaleBy(int change) {
        loop.execute(() -> supervisor.scaleBy(change));
    }

    /** Has no workers until there is something to do; those that have a request stay. */
    public void rest() {
        loop.execute(supervisor::rest);
    }

    /** Gives no requests to workers, or does again; tells whether it has paused. */
    public CompletableFuture<Boolean> pauseOrResume() {
        return onLoop(() -> {
            if (dispatcher.isPaused()) {
                dispatcher.resume();
            } else {
                dispatcher.pause();
            }
            return dispatcher.isPaused();
        });
    }

    /** How it fares. */
    public CompletableFuture<PoolStatus> status() {
        return onLoop(supervisor::status);
    }

    private <T> CompletableFuture<T> onLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, loop);
    }

    /**
     * The server is to stop: an application that is being loaded is not waited for, and what waits for it is refused.
     */
    public void giveUpLoading() {
        loop.execute(() -> {
            dispatcher.resume();
            if (!supervisor.giveUpLoading()) {
                dispatcher.close();
            }
        });
    }

    @Override
    public void handle(Exchange exchange) {
        dispatcher.admit(exchange);
    }

    /**
     * Lets the workers finish what they have, and all that waits, then leave.
     *
     * @param mercy how long; then what is left is killed
     * @return complete when every process has gone
     */
    public CompletableFuture<Void> stop(Duration mercy) {
        loop.execute(() -> dispatcher.whenIdle(supervisor::stop));
        var _ = loop.schedule(this::killNow, mercy.toMillis(), TimeUnit.MILLISECONDS);
        return supervisor.stopped();
    }

    /** Ends every process now. */
    public void kill() {
        loop.execute(this::killNow);
    }

    private void killNow() {
        dispatcher.close();
        supervisor.kill();
    }
}
