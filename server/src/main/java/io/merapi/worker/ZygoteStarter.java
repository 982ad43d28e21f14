// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.connection.LinkListener;
import io.merapi.worker.directory.RuntimeDirectory;
import io.netty.channel.EventLoop;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Starts zygotes on a thread of their own, for that takes some milliseconds, and tells the loop of them, and of their
 * end.
 */
final class ZygoteStarter {
    private final EventLoop loop;
    private final RuntimeDirectory directory;
    private final PoolListener listener;
    private @Nullable LinkListener connections;

    ZygoteStarter(EventLoop loop, RuntimeDirectory directory, PoolListener listener) {
        this.loop = loop;
        this.directory = directory;
        this.listener = listener;
    }

    /** Where its socket is, and what the generations share. */
    RuntimeDirectory directory() {
        return directory;
    }

    /** Where they will connect. */
    void connections(LinkListener where) {
        connections = where;
    }

    /** What becomes of it; told on the loop. */
    interface Outcome {
        void started(Zygote zygote);

        /** It has exited with this status, as Java has it. */
        void exited(Zygote zygote, int status);

        /** The interpreter could not be started. */
        void failed(IOException why);
    }

    void start(PoolConfig config, Outcome outcome) {
        Thread.ofPlatform().name("zygote-start").daemon().start(() -> run(config, outcome));
    }

    /**
     * Until the loop knows of the zygote, nothing is accepted: it may be quick to connect, and would be turned away.
     */
    private void run(PoolConfig config, Outcome outcome) {
        loop.submit(() -> accept(false)).syncUninterruptibly();
        Zygote zygote;
        try {
            zygote = Zygote.start(
                    config.interpreter(),
                    config.packageDirectory(),
                    directory.socket(),
                    config.traits().readsInput());
        } catch (IOException e) {
            loop.execute(() -> {
                accept(true);
                outcome.failed(e);
            });
            return;
        }
        listener.output(zygote.output());
        loop.execute(() -> {
            outcome.started(zygote);
            accept(true);
        });
        var _ = zygote.process()
                .onExit()
                .thenAccept(process -> loop.execute(() -> outcome.exited(zygote, process.exitValue())));
    }

    private void accept(boolean accepts) {
        if (connections != null) {
            connections.accept(accepts);
        }
    }

    /** No process connects any more. */
    void close() {
        if (connections != null) {
            connections.close();
        }
    }
}
