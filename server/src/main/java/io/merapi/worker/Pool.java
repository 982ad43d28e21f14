// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Handler;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.lifecycle.Reload;
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
     */
    public void reload(Reload kind, PoolConfig config) {
        loop.execute(() -> supervisor.reload(kind, config));
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
        return onLoop(() -> supervisor.status(dispatcher.queued(), dispatcher.isPaused()));
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
