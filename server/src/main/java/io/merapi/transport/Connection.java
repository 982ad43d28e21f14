// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.protocol.forwarded.ProxyHeader;
import io.merapi.protocol.forwarded.ProxyHeaderDecoder;
import io.merapi.protocol.forwarded.ProxyHeaderViolation;
import io.merapi.transport.ConnectionState.Event;
import io.merapi.transport.client.Client;
import io.merapi.transport.client.Entrance;
import io.merapi.transport.flow.Inflow;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, whatever it speaks: what has come in and what goes out, deadlines, the end. What is done in
 * which state is {@link ConnectionState}'s table; what becomes of each request is its {@link Turn}'s affair.
 *
 * <p>Octets that cannot be used yet wait in the {@link Inflow}; {@link #advance} uses them up in a loop, never by
 * recursion, so that a thousand pipelined requests need no deeper stack than one. While an exchange runs reading goes
 * on up to a bound, for that is how one learns that the client has left. An idle connection holds no buffer.
 */
public abstract sealed class Connection extends ChannelInboundHandlerAdapter
        permits SerialConnection, FastCgiConnection {
    public static final System.Logger LOG = System.getLogger("io.merapi.transport");
    /** What is dropped after the last answer before the client is given up. */
    private static final long LINGER_BYTES = 64L * 1024 * 1024;

    final DuplexChannel channel;
    final LoopConnections home;
    final HttpService service;
    final Inflow inflow;
    final Outflow outflow;
    ConnectionState state;
    long deadline = Outflow.NEVER;
    /** No request is welcome after those that are being served. */
    boolean last;

    private final Entrance entrance;
    private @Nullable ProxyHeaderDecoder proxyHeader;
    private @Nullable Client client;
    private int place;
    private long lingeredBytes;
    private boolean advancing;
    private boolean inputEnded;
    private boolean triedFirst;

    Connection(DuplexChannel channel, LoopConnections home, Entrance entrance) {
        this.channel = channel;
        this.home = home;
        this.service = home.service();
        this.entrance = entrance;
        this.state = entrance.proxyHeader() ? ConnectionState.PROXY_HEADER : ConnectionState.FRESH;
        this.proxyHeader = entrance.proxyHeader() ? new ProxyHeaderDecoder() : null;
        this.inflow = new Inflow(channel);
        this.outflow = new Outflow(channel, home);
        channel.config().setRecvByteBufAllocator(new RoomyReads(this));
    }

    // ---- what each kind does its own way

    /** Uses some of what has come in; returns whether there may be more to use. */
    abstract boolean step();

    /** Where what comes next is best received, if that matters. */
    abstract @Nullable ByteBuf room();

    /** Something has happened that the turns under way decide about. */
    abstract void onTurns(TurnState.Event event);

    /** The turns look for deadlines that have passed. */
    abstract void tickTurns(long now);

    /** The client can take more. */
    abstract void writable();

    /** The connection has ended: so have its turns. */
    abstract void lost();

    /**
     * Whether all has come that the client has to send before it gets its answer, and the connection ends with that.
     */
    abstract boolean awaitsNothing();

    /** Our own defect: answers what can be answered; returns false where nothing can. */
    abstract boolean failTurns();

    /** There is something to be done for a turn that there was not before. */
    abstract void advance(Turn advanced);

    /** Asks for the body of the request being served, unless it comes already. */
    abstract void askForBody();

    /** Answers what is no request with an error, and ends. */
    abstract void refuse(Violation why);

    /** Answers a request that is not to be served with an error. */
    abstract void refuse(Turn refused, Violation why);

    /** The rest of a body will not be used. */
    abstract void broken(Turn broken);

    // ---- what Netty tells

    @Override
    public void channelActive(ChannelHandlerContext context) {
        home.add(this);
        deadline = home.after(service.limits().timeouts().head());
        if (home.isDraining()) {
            on(Event.DRAIN);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        assert channel.eventLoop().inEventLoop();
        ByteBuf in = (ByteBuf) message;
        if (state.dropsInput()) {
            drop(in);
        } else {
            inflow.add(in);
            advance();
        }
    }

    /**
     * What had come when the connection was accepted has been used. If it was all, no look-out is kept for more, nor
     * for the end: a quick answer is there sooner.
     */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!triedFirst) {
            triedFirst = true;
            if (awaitsNothing()) {
                inflow.rest();
                home.watchSoon(this);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            advance();
        } else if (event instanceof ChannelOutputShutdownEvent && state != ConnectionState.LINGERING) {
            close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (outflow.hasRoom()) {
            writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = ConnectionState.CLOSED;
        home.remove(this);
        inflow.release();
        lost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            // reset, or gone while something was written to it
            close();
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "a connection has failed", cause);
        last = true;
        if (!failTurns()) {
            close();
        }
    }

    // ---- the clock and the end of the server

    final int place() {
        return place;
    }

    /** Where it stands in its loop's list. */
    final void place(int place) {
        this.place = place;
    }

    final void tick(long now) {
        if (now >= deadline) {
            deadline = Outflow.NEVER;
            on(Event.TIMEOUT);
        }
        tickTurns(now);
        if (now >= outflow.stallDeadline() && outflow.isStalled()) {
            on(Event.STALLED);
        }
        if (state == ConnectionState.BUSY && outflow.hasRoom()) {
            // where buffers ran short there was none, and no event says that they do no more
            writable();
        }
    }

    /** Looks out for what the client does while it waits for its answer. */
    final void watch() {
        if (state != ConnectionState.CLOSED) {
            inflow.settle(state != ConnectionState.HEAD);
        }
    }

    final void drain() {
        on(Event.DRAIN);
    }

    private void on(Event event) {
        switch (state.on(event)) {
            case CLOSE -> close();
            case REFUSE -> refuse(TransportViolation.HEAD_TIMEOUT);
            case TURN_AWAY -> turnAway(ProxyHeaderViolation.PROXY_HEADER_TIMEOUT);
            case TELL_TURNS -> onTurns(TurnState.Event.END);
            case CUT -> {
                home.counters().refusedOne(TransportViolation.WRITE_TIMEOUT);
                close();
            }
            case HURRY -> {
                last = true;
                deadline = Math.min(deadline, home.hurried());
            }
            case LAST -> last = true;
            case IGNORE -> {
                // nothing to be done in this state
            }
        }
    }

    // ---- input

    /** Uses what can be used of the input. */
    final void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean more = true;
            while (more) {
                more = proxyHeader == null ? step() : takeProxyHeader(proxyHeader);
            }
        } finally {
            advancing = false;
        }
        if (inputEnded && (state.awaitsHead() || proxyHeader != null || !inflow.isReadable())) {
            on(Event.END);
        }
        inflow.settle(state != ConnectionState.HEAD);
    }

    private boolean takeProxyHeader(ProxyHeaderDecoder decoder) {
        try {
            ProxyHeader header = decoder.decode(inflow.octets());
            if (header == null) {
                return false;
            }
            if (header instanceof ProxyHeader.Forwarded forwarded) {
                client = new Client(forwarded.client(), entrance);
            }
            proxyHeader = null;
            state = ConnectionState.FRESH;
            return true;
        } catch (ProtocolException e) {
            turnAway(e.violation());
            return false;
        }
    }

    /** Closes without an answer. */
    private void turnAway(Violation why) {
        home.counters().refusedOne(why);
        service.observers().refusals().refused(client().address(), why, "");
        inflow.release();
        close();
    }

    /** Whether no more comes than is there already. */
    final boolean isInputEnded() {
        return inputEnded;
    }

    final Client client() {
        if (client == null) {
            client = Client.of(channel.remoteAddress(), entrance);
        }
        return client;
    }

    // ---- the end

    /**
     * Ends the sending side and drops what still comes: closing with unread input would reset the connection, and the
     * reset could overtake the answer (RFC 9112 section 9.6).
     */
    final void linger() {
        state = ConnectionState.LINGERING;
        inflow.release();
        inflow.settle(false);
        deadline = home.after(service.limits().timeouts().linger());
        if (inputEnded || deadline == Outflow.NEVER || !channel.shutdownOutput().isSuccess()) {
            close();
        }
    }

    private void drop(ByteBuf in) {
        lingeredBytes += in.readableBytes();
        in.release();
        if (lingeredBytes > LINGER_BYTES) {
            close();
        }
    }

    /** Closes at once, whatever waits to be sent. */
    public final void close() {
        if (state != ConnectionState.CLOSED) {
            state = ConnectionState.CLOSED;
            closeDescriptor();
            var _ = channel.close();
        }
    }

    /** A descriptor that is closed first need not be taken out of epoll(7), nor asked whether it lingers. */
    private void closeDescriptor() {
        if (channel instanceof UnixChannel unix) {
            try {
                unix.fd().close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection was closed with an error", e);
            }
        }
    }
}
