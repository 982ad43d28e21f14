// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The Python stacks of a worker's threads: its process writes them to this connection on a signal, from a handler in C,
 * so also while a thread blocks the interpreter (docs/workerlink.md, "Stacks"). Nothing marks their end: they are
 * complete when no more has come for a while.
 *
 * <p>Owned by the pool's loop.
 */
final class Stacks extends ChannelInboundHandlerAdapter {
    /** The signal that Python's side waits for. */
    static final int SIGNAL = 54;

    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final int QUIET_MILLIS = 50;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);

    /** A process that has not begun by then is stopped, or stuck in the kernel. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_CHARACTERS = 256 << 10;

    private final Dispatcher dispatcher;
    private final Runnable signal;
    private final StringBuilder text = new StringBuilder();
    private final List<Consumer<String>> askers = new ArrayList<>();
    private long askedNanos;
    private long arrivedNanos;
    private boolean connected;

    /** Stacks that {@code signal} has the process write. */
    Stacks(Dispatcher dispatcher, Runnable signal) {
        this.dispatcher = dispatcher;
        this.signal = signal;
    }

    /** Tells the stacks as they are now, as the process writes them; nothing where it does not. */
    void ask(Consumer<String> asker) {
        askers.add(asker);
        if (askers.size() > 1) {
            return;
        }
        text.setLength(0);
        askedNanos = dispatcher.nanoTime();
        if (connected) {
            // before its handler is there the signal would end the process
            signal.run();
        }
        look();
    }

    /** Whether somebody waits for them. */
    boolean isAwaited() {
        return !askers.isEmpty();
    }

    private void look() {
        long now = dispatcher.nanoTime();
        boolean complete = !text.isEmpty() && now - arrivedNanos >= QUIET_NANOS;
        if (complete || !connected || now - askedNanos >= PATIENCE_NANOS) {
            List<Consumer<String>> told = List.copyOf(askers);
            askers.clear();
            String stacks = text.toString();
            told.forEach(asker -> asker.accept(stacks));
        } else {
            dispatcher.after(QUIET_MILLIS, this::look);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connected = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (text.length() < MOST_CHARACTERS) {
            text.append(octets.toString(StandardCharsets.UTF_8));
        }
        octets.release();
        arrivedNanos = dispatcher.nanoTime();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connected = false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "on a connection for stacks", cause);
        var _ = ctx.close();
    }
}
