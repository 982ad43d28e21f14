// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.transport.Connections;
import io.merapi.transport.HttpService;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.TransportCounters;
import io.merapi.transport.body.MemfdSource;
import io.merapi.transport.body.MemoryFiles;
import io.merapi.transport.flow.BufferMemory;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.HandedOverSockets;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListeningSocket;
import io.merapi.transport.socket.SocketOpener;
import io.netty.channel.ChannelFuture;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The client side of the server: listeners, their connections on all event loops, and how they end. */
public final class HttpFront {
    private static final int ACCEPTS_PER_TURN = 16;

    private final EventLoops loops;
    private final SocketOpener sockets;
    private final Connections connections;
    private final List<LoopFront> perLoop;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public HttpFront(EventLoops loops, HttpService service, HandedOverSockets handedOver) {
        this(loops, service, handedOver, BufferMemory::ofChannels);
    }

    HttpFront(EventLoops loops, HttpService service, HandedOverSockets handedOver, Supplier<BufferMemory> buffers) {
        this.loops = loops;
        this.sockets = new SocketOpener(loops.isEpoll(), handedOver);
        this.connections =
                new Connections(Descriptors.connections(service.limits().connections()));
        MemoryFiles.Source memory = new MemfdSource(service.files());
        long memoryEach =
                service.limits().body().fileMemoryBytes() / loops.all().size();
        this.perLoop = loops.all().stream()
                .map(loop -> new LoopFront(new LoopConnections(
                        loop,
                        service,
                        connections,
                        new MemoryFiles(memoryEach, service.clocks().nanos(), memory),
                        buffers.get())))
                .toList();
    }

    /**
     * Opens a socket and accepts on it.
     *
     * @throws IOException when that cannot be listened at
     */
    public Listener listen(ListenSpec spec) throws IOException {
        Listener listener = bind(spec);
        listener.accept();
        return listener;
    }

    /**
     * Opens a socket. Who connects waits in the kernel until {@link #accept}.
     *
     * @throws IOException when that cannot be listened at
     */
    public Listener bind(ListenSpec spec) throws IOException {
        ListeningSocket socket = sockets.open(spec);
        ServerChannel channel = socket.channel();
        channel.config().setAutoRead(false);
        channel.config().setRecvByteBufAllocator(severalAtOnce());
        channel.pipeline().addLast(new Acceptor(spec, socket, perLoop, connections));
        complete(loops.group().register(channel), socket);
        if (spec.endpoint() instanceof Endpoint.Tcp tcp && !channel.isActive()) {
            complete(channel.bind(tcp.address()), socket);
        }
        Listener listener = new Listener(socket, spec.protocol());
        listeners.add(listener);
        return listener;
    }

    /**
     * How many connections are accepted in one turn of the event loop: those that are there, up to a bound, and not
     * one. Their requests then go to the workers together.
     */
    private static RecvByteBufAllocator severalAtOnce() {
        ServerChannelRecvByteBufAllocator accepts = new ServerChannelRecvByteBufAllocator();
        accepts.maxMessagesPerRead(ACCEPTS_PER_TURN);
        return accepts.respectMaybeMoreData(false);
    }

    private static void complete(ChannelFuture step, ListeningSocket socket) throws IOException {
        step.awaitUninterruptibly();
        if (!step.isSuccess()) {
            socket.close();
            throw new IOException(step.cause().getMessage(), step.cause());
        }
    }

    List<LoopConnections> perLoop() {
        return perLoop.stream().map(LoopFront::home).toList();
    }

    /** Where it listens, each with what is spoken there. */
    public List<String> urls() {
        return listeners.stream().map(Listener::url).toList();
    }

    /** How many connections may be open: as many as were asked for, unless the process may not open so many files. */
    public int connectionLimit() {
        return connections.limit();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.open();
    }

    public TransportCounters counters() {
        return connections.counters();
    }

    /** Accepts on all sockets that are open. */
    public void accept() {
        listeners.forEach(Listener::accept);
    }

    /** Accepts no more; for good. */
    public void stopListening() {
        listeners.forEach(Listener::close);
    }

    /**
     * Stops: closes the listeners and the idle connections, lets the others finish what they are at.
     *
     * @param most how long; then what is left is closed
     * @return complete when no connection is left
     */
    public CompletableFuture<Void> drain(Duration most) {
        stopListening();
        CompletableFuture<Void> allClosed = connections.drain();
        for (LoopConnections each : perLoop()) {
            each.loop().execute(each::drain);
            var _ = each.loop().schedule(each::closeAll, most.toNanos(), TimeUnit.NANOSECONDS);
        }
        return allClosed;
    }
}
