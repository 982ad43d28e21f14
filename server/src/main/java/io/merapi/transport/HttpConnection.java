// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeTimes;
import io.merapi.exchange.Failure;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.protocol.http1.RequestDecoder;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.transport.ConnectionState.Event;
import io.merapi.transport.body.BodyFile;
import io.merapi.transport.body.BodyStore;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads requests off it, one at a time, hands them over as exchanges, and goes on when the
 * answer has left. What is done in which state is {@link ConnectionState}'s table.
 *
 * <p>Octets that cannot be used yet wait in the {@link Inflow}; {@link #advance} uses them up in a loop, never by
 * recursion, so that a thousand pipelined requests need no deeper stack than one. While an exchange runs reading goes
 * on up to a bound, for that is how one learns that the client has left. An idle connection holds no buffer.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    static final System.Logger LOG = System.getLogger("io.merapi.transport");
    /** What is dropped after the last answer before the client is given up. */
    private static final long LINGER_BYTES = 64L * 1024 * 1024;
    /**
     * A client that shuts down its sending side this soon after its request means to do so, and waits for the answer.
     */
    private static final long HALF_CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SocketChannel channel;
    private final LoopConnections home;
    private final HttpService service;
    private final Vars listenerVars;
    private final Inflow inflow;
    private final Outflow outflow;
    private final RequestDecoder decoder;
    private final ResponseWriter writer;
    private ConnectionState state = ConnectionState.FRESH;
    private @Nullable Client client;
    private @Nullable RequestHead head;
    private @Nullable BodyIntake intake;
    private @Nullable StreamedBody stream;
    private @Nullable Exchange exchange;
    private int place;
    private long deadline = Outflow.NEVER;
    private long lingeredBytes;
    private boolean advancing;
    private boolean inputEnded;
    private boolean endTold;
    private boolean last;

    HttpConnection(SocketChannel channel, LoopConnections home, Vars listenerVars) {
        this.channel = channel;
        this.home = home;
        this.service = home.service();
        this.listenerVars = listenerVars;
        this.inflow = new Inflow(channel);
        this.decoder = new RequestDecoder(service.limits().head());
        this.outflow = new Outflow(channel, home);
        this.writer = new ResponseWriter(this, channel, outflow, home.encoder());
    }

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
        if (state.use() == ConnectionState.Use.DROP) {
            drop(in);
        } else {
            inflow.add(in);
            advance();
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
        if (exchange != null && writer.isWritable()) {
            exchange.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = ConnectionState.CLOSED;
        home.remove(this);
        inflow.release();
        writer.release();
        Exchange left = exchange;
        exchange = null;
        if (left != null) {
            left.clientGone();
        }
        releaseBody(false);
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
        if (exchange != null && writer.isOpen()) {
            exchange.broken(Failure.INTERNAL);
        } else {
            close();
        }
    }

    // ---- the clock and the end of the server

    int place() {
        return place;
    }

    /** Where it stands in its loop's list. */
    void place(int place) {
        this.place = place;
    }

    void tick(long now) {
        if (now >= deadline) {
            deadline = Outflow.NEVER;
            on(Event.TIMEOUT);
        }
        if (now >= outflow.stallDeadline() && outflow.isStalled()) {
            on(Event.STALLED);
        }
        if (exchange != null && writer.isWritable()) {
            // where buffers ran short it was not, and no event says that they do no more
            exchange.writable();
        }
    }

    void drain() {
        on(Event.DRAIN);
    }

    private void on(Event event) {
        switch (state.on(event)) {
            case CLOSE -> close();
            case REFUSE -> refuseBelated(event);
            case BREAK_BODY -> breakBody(incomplete(event));
            case TELL_END -> tellEnd();
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

    private void refuseBelated(Event event) {
        if (intake == null) {
            refuse(TransportViolation.HEAD_TIMEOUT);
        } else if (!intake.isComplete()) {
            refuse(incomplete(event));
        }
    }

    private static Violation incomplete(Event event) {
        return event == Event.END ? TransportViolation.BODY_INCOMPLETE : TransportViolation.BODY_TIMEOUT;
    }

    private void tellEnd() {
        if (exchange != null && !endTold) {
            long age = service.clocks().nanos().getAsLong() - exchange.times().receivedNanos();
            endTold = true;
            if (age > HALF_CLOSE_NANOS) {
                exchange.inputEnded();
            }
        }
    }

    // ---- from octets to exchanges

    /** Uses what can be used of the input. */
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean more = true;
            while (more) {
                more = step();
            }
        } finally {
            advancing = false;
        }
        if (inputEnded && (state.use() == ConnectionState.Use.DECODE || !inflow.isReadable())) {
            on(Event.END);
        }
        inflow.settle(state != ConnectionState.HEAD);
    }

    private boolean step() {
        try {
            return switch (state.use()) {
                case DECODE -> decodeHead();
                case STORE -> storeBody();
                case PASS -> passBody();
                case HOLD, DROP -> false;
            };
        } catch (ProtocolException e) {
            if (state == ConnectionState.STREAMING) {
                breakBody(e.violation());
            } else {
                refuse(e.violation());
            }
            return false;
        }
    }

    private boolean decodeHead() {
        RequestHead next = decoder.decode(inflow.octets());
        if (next != null) {
            head = next;
            begin(next);
            return true;
        }
        if (state != ConnectionState.HEAD && decoder.isMidHead()) {
            if (state == ConnectionState.IDLE) {
                deadline = home.after(service.limits().timeouts().head());
            }
            state = ConnectionState.HEAD;
        }
        return false;
    }

    private void begin(RequestHead next) {
        BodyLimits limits = service.limits().body();
        if (limits.isExceededBy(next.contentLength())) {
            throw new ProtocolException(TransportViolation.BODY_TOO_LARGE);
        }
        String expectation = next.value("expect");
        if (expectation != null && next.minorVersion() > 0 && !expectation.equalsIgnoreCase("100-continue")) {
            throw new ProtocolException(TransportViolation.UNKNOWN_EXPECTATION);
        }
        if (!next.hasBody()) {
            handOver(next, RequestBody.EMPTY, next.contentLength());
        } else if (limits.buffered()) {
            intake = new BodyIntake(next, limits, this::newBodyStore, home);
            state = ConnectionState.BODY;
            deadline = home.after(service.limits().timeouts().body());
            askForBody();
        } else {
            stream = new StreamedBody(next, limits, this);
            handOver(next, new RequestBody.Streaming(stream, next.contentLength()), next.contentLength());
        }
    }

    private BodyStore newBodyStore(long length) {
        BodyStore inMemory = length < 0 ? null : home.memoryFiles().take(length);
        if (inMemory != null) {
            return inMemory;
        }
        return new BodyFile(service.limits().body().directory(), channel.eventLoop(), service.files(), this::advance);
    }

    /** Sends 100 (Continue) to a client that waits for it (RFC 9110 section 10.1.1). */
    void askForBody() {
        if (head != null && head.expectContinue() && !inflow.isReadable()) {
            writer.interimContinue();
        }
    }

    private boolean storeBody() {
        RequestHead stored = Objects.requireNonNull(head);
        BodyIntake body = Objects.requireNonNull(intake);
        long before = body.received();
        body.take(inflow.octets());
        if (body.failure() != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a request body could not be stored in {0}: {1}",
                    service.limits().body().directory(),
                    body.failure());
            throw new ProtocolException(TransportViolation.BODY_NOT_STORED);
        }
        if (body.isReady()) {
            handOver(stored, body.body(), body.received());
            return true;
        }
        if (body.isComplete()) {
            deadline = Outflow.NEVER;
        } else if (body.received() != before) {
            deadline = home.after(service.limits().timeouts().body());
        }
        return false;
    }

    private boolean passBody() {
        StreamedBody body = Objects.requireNonNull(stream);
        long before = body.received();
        boolean complete = body.pass(inflow.octets());
        if (state != ConnectionState.STREAMING) {
            return false;
        }
        if (complete) {
            state = ConnectionState.EXCHANGE;
            deadline = Outflow.NEVER;
        } else if (!body.isFlowing()) {
            deadline = Outflow.NEVER;
        } else if (deadline == Outflow.NEVER || body.received() != before) {
            deadline = home.after(service.limits().timeouts().body());
        }
        return false;
    }

    private void handOver(RequestHead next, RequestBody body, long contentLength) {
        Request request = client().request(next, home.vars(), body, contentLength);
        Clocks clocks = service.clocks();
        ExchangeTimes times = new ExchangeTimes(clocks.nanos(), clocks.millis().getAsLong());
        Exchange started = new Exchange(
                request, writer, channel.eventLoop(), service.observers().exchanges(), times);
        exchange = started;
        endTold = false;
        state = stream == null ? ConnectionState.EXCHANGE : ConnectionState.STREAMING;
        deadline = Outflow.NEVER;
        writer.open(next);
        try {
            service.handler().handle(started);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a handler has failed", e);
            started.fail(Failure.INTERNAL);
        }
    }

    private Client client() {
        if (client == null) {
            client = Client.of(channel.remoteAddress(), listenerVars);
        }
        return client;
    }

    // ---- from answers to the next request, or the end

    /** Whether another request is welcome after the one being answered. */
    boolean goesOn() {
        return !last
                && !home.isDraining()
                && state != ConnectionState.STREAMING
                && (!inputEnded || inflow.isReadable())
                && !service.limits().timeouts().keepAlive().isZero();
    }

    /** The answer has left, with or without a request it belongs to. */
    void delivered(boolean persists) {
        RequestHead answered = head;
        boolean whole = exchange != null && state == ConnectionState.EXCHANGE;
        endExchange();
        if (persists && whole && !home.isDraining()) {
            state = ConnectionState.IDLE;
            deadline = home.after(service.limits().timeouts().keepAlive());
            advance();
        } else if (whole && !last && answered != null && !answered.keepAlive() && !inflow.isReadable()) {
            // the client has announced that it sends nothing more
            close();
        } else {
            linger();
        }
    }

    /** The answer has broken off, and only a reset can tell the client so. */
    void aborted() {
        endExchange();
        close();
    }

    private void endExchange() {
        Exchange over = exchange;
        exchange = null;
        head = null;
        // what sendfile(2) has put into the socket is the file's own memory until the client has taken it
        boolean unread = over != null && over.isAnswered() && !over.sentFile();
        if (over != null) {
            over.delivered();
        }
        releaseBody(unread);
    }

    private void releaseBody(boolean unread) {
        if (stream != null) {
            stream.breakOff();
            stream = null;
        }
        if (intake != null) {
            intake.release(unread);
            intake = null;
        }
    }

    /**
     * Ends the sending side and drops what still comes: closing with unread input would reset the connection, and the
     * reset could overtake the answer (RFC 9112 section 9.6).
     */
    private void linger() {
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

    void close() {
        if (state != ConnectionState.CLOSED) {
            state = ConnectionState.CLOSED;
            var _ = channel.close();
        }
    }

    // ---- what goes wrong

    /** Turns the request away that is being received; the connection ends with the answer. */
    private void refuse(Violation why) {
        RequestHead refused = head;
        home.counters().refusedOne(why);
        service.observers().refusals().refused(client().address(), why, refused == null ? "" : requestLine(refused));
        state = ConnectionState.EXCHANGE;
        deadline = Outflow.NEVER;
        inflow.release();
        releaseBody(false);
        writer.refuse(why, refused);
    }

    private static String requestLine(RequestHead head) {
        return head.method() + " " + head.target() + " HTTP/1." + head.minorVersion();
    }

    /** The body that is being passed on will not be complete; the handler has the request already. */
    private void breakBody(Violation why) {
        home.counters().refusedOne(why);
        last = true;
        state = ConnectionState.EXCHANGE;
        deadline = Outflow.NEVER;
        StreamedBody broken = stream;
        Exchange affected = exchange;
        if (affected != null && affected.state() == Exchange.State.WAITING) {
            affected.broken(failureFor(why));
        }
        if (broken != null) {
            broken.breakOff();
        }
    }

    private static Failure failureFor(Violation why) {
        return switch (why.status()) {
            case 408 -> Failure.BODY_TIMEOUT;
            case 413 -> Failure.BODY_TOO_LARGE;
            default -> Failure.BODY_BROKEN;
        };
    }
}
