// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The event loops of the process: threads named {@code loop}, on epoll, or on NIO where there is no epoll. */
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;
    private final boolean epoll;

    private EventLoops(int count, boolean epoll) {
        IoHandlerFactory factory = epoll ? LateEpoll.newFactory() : NioIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", true), factory);
        this.epoll = epoll;
    }

    /** Starts {@code count} loops on the best mechanism there is. */
    public static EventLoops open(int count) {
        return new EventLoops(count, Epoll.isAvailable());
    }

    /** Starts {@code count} loops on NIO. */
    public static EventLoops openNio(int count) {
        return new EventLoops(count, false);
    }

    /** The loops as Netty's group, for other channels that are to live on them. */
    public EventLoopGroup group() {
        return group;
    }

    /** Whether the channels on them must be epoll channels (else NIO). */
    public boolean isEpoll() {
        return epoll;
    }

    List<EventLoop> all() {
        List<EventLoop> all = new ArrayList<>();
        for (EventExecutor loop : group) {
            all.add((EventLoop) loop);
        }
        return all;
    }

    /** Completes when each of the loops has taken a turn: none is stuck. */
    public CompletableFuture<Void> turn() {
        return CompletableFuture.allOf(all().stream()
                .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
                .toArray(CompletableFuture[]::new));
    }

    /** Stops the loops; waits until their threads have ended. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
