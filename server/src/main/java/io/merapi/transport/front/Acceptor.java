// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.merapi.transport.Connection;
import io.merapi.transport.Connections;
import io.merapi.transport.HttpService;
import io.merapi.transport.client.Addressee;
import io.merapi.transport.client.Entrance;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListeningSocket;
import io.merapi.transport.socket.SocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections of one listening socket and deals them out to the event loops.
 *
 * <p>It pauses at the limit of connections until one closes, and when the system is out of descriptors or memory until
 * one closes or a second has passed: the waiting connections stay in the kernel's backlog, and a socket that is
 * readable but cannot be accepted does not make the loop spin.
 */
final class Acceptor extends ChannelInboundHandlerAdapter implements Connections.Paused {
    /** ECONNABORTED, EPROTO and the network errors of accept(2): one connection is broken, the next may be accepted. */
    private static final Set<Integer> ONE_CONNECTION_LOST = Set.of(103, 71, 100, 92, 112, 64, 113, 95, 101);

    /** Under load pauses come and go many times a second. */
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** SERVER_PORT may not be empty (PEP 3333); where there is none it is that of HTTP, as under uWSGI. */
    private static final int UNIX_PORT = 80;

    private final ListenSpec spec;
    private final ListeningSocket socket;
    private final List<LoopFront> loops;
    private final Connections connections;
    private final WriteBufferWaterMark waterMark;
    private final LongSupplier clock;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Entrance entrance;
    private int next;
    private boolean resumeScheduled;
    private boolean logged;
    private long loggedAt;

    Acceptor(ListenSpec spec, ListeningSocket socket, List<LoopFront> loops, Connections connections) {
        HttpService service = loops.getFirst().home().service();
        int responseBufferBytes = service.limits().responseBufferBytes();
        this.spec = spec;
        this.socket = socket;
        this.loops = loops;
        this.connections = connections;
        this.clock = service.clocks().nanos();
        this.waterMark = new WriteBufferWaterMark(responseBufferBytes / 2, responseBufferBytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        boolean unix = !(context.channel().localAddress() instanceof InetSocketAddress);
        int port = context.channel().localAddress() instanceof InetSocketAddress inet ? inet.getPort() : UNIX_PORT;
        HttpService service = loops.getFirst().home().service();
        Addressee addressee = new Addressee(service.serverName(), port, "http");
        entrance = new Entrance(addressee, unix, spec.proxyProtocol(), service.proxies());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DuplexChannel channel = (DuplexChannel) message;
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setWriteBufferWaterMark(waterMark);
        apply(spec.options(), config);
        next = (next + 1) % loops.size();
        LoopFront target = loops.get(next);
        channel.pipeline().addLast(target.open(spec, channel, Objects.requireNonNull(entrance)));
        connections.opened();
        target.home().loop().register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
                connections.closed();
            }
        });
        if (connections.isAtLimit()) {
            pause(context.channel(), "the limit of connections is reached");
            // one may have closed before this was waiting for it
            resume();
        }
    }

    /** What a connection does not have from its listening socket. A unix socket does not know the first of them. */
    private static void apply(SocketOptions options, ChannelConfig config) {
        if (options.keepAlive()) {
            config.setOption(ChannelOption.SO_KEEPALIVE, true);
        }
        if (options.buffers().sendBytes() > 0) {
            config.setOption(ChannelOption.SO_SNDBUF, options.buffers().sendBytes());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Errors.NativeIoException failed && ONE_CONNECTION_LOST.contains(-failed.expectedErr())) {
            return;
        }
        if (!(cause instanceof IOException)) {
            Connection.LOG.log(System.Logger.Level.ERROR, "a connection could not be set up", cause);
            return;
        }
        if (!resumeScheduled) {
            resumeScheduled = true;
            var _ = context.executor().schedule(this::timeToResume, 1, TimeUnit.SECONDS);
        }
        pause(context.channel(), cause.getMessage());
    }

    private void timeToResume() {
        resumeScheduled = false;
        resume();
    }

    private void pause(Channel channel, @Nullable String why) {
        if (channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            connections.pauses(this);
        }
        long now = clock.getAsLong();
        if (!logged || now - loggedAt > LOG_INTERVAL_NANOS) {
            logged = true;
            loggedAt = now;
            Connection.LOG.log(System.Logger.Level.WARNING, "accepting pauses on {0}: {1}", socket.endpoint(), why);
        }
    }

    @Override
    public void retry() {
        ChannelHandlerContext listening = context;
        if (listening != null) {
            listening.executor().execute(this::resume);
        }
    }

    private void resume() {
        ChannelHandlerContext listening = context;
        if (listening == null || !listening.channel().isOpen() || connections.isAtLimit()) {
            return;
        }
        if (!listening.channel().config().isAutoRead()) {
            connections.accepts(this);
            listening.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.accepts(this);
    }
}
