// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeTimes;
import io.merapi.exchange.Failure;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.ResponseSink;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.transport.body.BodyFile;
import io.merapi.transport.body.BodyStore;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on its connection, from its head to the end of its answer: its body comes in, it is handed over as an
 * exchange, and is over when the answer has left. The same for every protocol; what is done in which state is
 * {@link TurnState}'s table. A connection that serves one request after the other has one turn and begins it again.
 */
final class Turn {
    /**
     * A client that shuts down its sending side this soon after its request means to do so, and waits for the answer.
     */
    private static final long HALF_CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final Incoming incoming;
    private final ResponseSink sink;
    private final LoopConnections home;
    private final HttpService service;
    private TurnState state = TurnState.OVER;
    private @Nullable BodyIntake intake;
    private @Nullable StreamedBody stream;
    private @Nullable Exchange exchange;
    private long deadline = Outflow.NEVER;
    private boolean endTold;

    /**
     * A turn that has not begun.
     *
     * @param incoming what is known of its request each time it begins
     * @param sink where its answer goes
     */
    Turn(Connection connection, Incoming incoming, ResponseSink sink) {
        this.connection = connection;
        this.incoming = incoming;
        this.sink = sink;
        this.home = connection.home;
        this.service = connection.service;
    }

    // ---- from octets to the exchange

    /**
     * The head has been read: hands the request over, or takes in its body first.
     *
     * @throws ProtocolException when the body is too large
     */
    void begin() {
        long length = incoming.contentLength();
        BodyLimits limits = service.limits().body();
        if (limits.isExceededBy(length)) {
            throw new ProtocolException(TransportViolation.BODY_TOO_LARGE);
        }
        if (!incoming.hasBody()) {
            handOver(RequestBody.EMPTY, length);
        } else if (limits.buffered()) {
            intake = new BodyIntake(incoming, limits, this::newBodyStore, home);
            state = TurnState.BODY;
            deadline = home.after(service.limits().timeouts().body());
            askForBody();
        } else {
            stream = new StreamedBody(incoming, limits, this);
            handOver(new RequestBody.Streaming(stream, length), length);
        }
    }

    private BodyStore newBodyStore(long length) {
        BodyStore inMemory = length < 0 ? null : home.memoryFiles().take(length);
        if (inMemory != null) {
            return inMemory;
        }
        return new BodyFile(service.limits().body().directory(), home.loop(), service.files(), this::advance);
    }

    /** Sends 100 (Continue) to a client that waits for it (RFC 9110 section 10.1.1). */
    void askForBody() {
        if (incoming.expectsContinue()) {
            connection.askForBody();
        }
    }

    /** There is something to be done that there was not before. */
    void advance() {
        connection.advance(this);
    }

    /**
     * Uses what can be used of the body.
     *
     * @return whether there may be more to be done
     */
    boolean take(ByteBuf in) {
        try {
            return switch (state.use()) {
                case STORE -> store(in);
                case PASS -> pass(in);
                case HOLD -> false;
            };
        } catch (ProtocolException e) {
            broken(e.violation());
            return false;
        }
    }

    /** Where what comes next of the body is best received, if that matters. */
    @Nullable
    ByteBuf room() {
        return intake == null || state != TurnState.BODY ? null : intake.room();
    }

    private boolean store(ByteBuf in) {
        BodyIntake body = Objects.requireNonNull(intake);
        long before = body.received();
        body.take(in);
        if (body.failure() != null) {
            Connection.LOG.log(
                    System.Logger.Level.ERROR,
                    "a request body could not be stored in {0}: {1}",
                    service.limits().body().directory().path(),
                    body.failure());
            throw new ProtocolException(TransportViolation.BODY_NOT_STORED);
        }
        if (body.isReady()) {
            handOver(body.body(), body.received());
            return true;
        }
        if (body.isComplete()) {
            deadline = Outflow.NEVER;
        } else if (body.received() != before) {
            deadline = home.after(service.limits().timeouts().body());
        }
        return false;
    }

    private boolean pass(ByteBuf in) {
        StreamedBody body = Objects.requireNonNull(stream);
        long before = body.received();
        boolean complete = body.pass(in);
        if (state != TurnState.STREAMING) {
            return false;
        }
        if (complete) {
            state = TurnState.EXCHANGE;
            deadline = Outflow.NEVER;
        } else if (!body.isFlowing()) {
            deadline = Outflow.NEVER;
        } else if (deadline == Outflow.NEVER || body.received() != before) {
            deadline = home.after(service.limits().timeouts().body());
        }
        return false;
    }

    private void handOver(RequestBody body, long contentLength) {
        Request request = incoming.request(connection.client(), body, contentLength);
        Clocks clocks = service.clocks();
        ExchangeTimes times = new ExchangeTimes(clocks.nanos(), clocks.millis().getAsLong());
        Exchange started =
                new Exchange(request, sink, home.loop(), service.observers().exchanges(), times);
        exchange = started;
        endTold = false;
        state = stream == null ? TurnState.EXCHANGE : TurnState.STREAMING;
        deadline = Outflow.NEVER;
        try {
            service.handler().handle(started);
        } catch (RuntimeException e) {
            Connection.LOG.log(System.Logger.Level.ERROR, "a handler has failed", e);
            started.fail(Failure.INTERNAL);
        }
    }

    // ---- what happens meanwhile

    void tick(long now) {
        if (now >= deadline) {
            deadline = Outflow.NEVER;
            on(TurnState.Event.TIMEOUT);
        }
    }

    void on(TurnState.Event event) {
        switch (state.on(event)) {
            case REFUSE -> refuseIncomplete(event);
            case BREAK_BODY -> breakBody(incomplete(event));
            case TELL_END -> tellEnd();
            case IGNORE -> {
                // nothing to be done in this state
            }
        }
    }

    private void refuseIncomplete(TurnState.Event event) {
        if (intake != null && !intake.isComplete()) {
            connection.refuse(this, incomplete(event));
        }
    }

    private static Violation incomplete(TurnState.Event event) {
        return switch (event) {
            case END -> TransportViolation.BODY_INCOMPLETE;
            case TIMEOUT -> TransportViolation.BODY_TIMEOUT;
        };
    }

    private void tellEnd() {
        if (exchange == null || endTold) {
            return;
        }
        endTold = true;
        if (!incoming.mayHalfClose()) {
            connection.close();
            return;
        }
        long age = service.clocks().nanos().getAsLong() - exchange.times().receivedNanos();
        if (age > HALF_CLOSE_NANOS) {
            exchange.inputEnded();
        }
    }

    /** The client can take more. */
    void writable() {
        if (exchange != null) {
            exchange.writable();
        }
    }

    // ---- what goes wrong

    /** It is turned away before it became an exchange; its connection answers it. */
    void refused(Violation why) {
        home.counters().refusedOne(why);
        service.observers().refusals().refused(connection.client().address(), why, incoming.requestLine());
        state = TurnState.EXCHANGE;
        deadline = Outflow.NEVER;
        releaseBody(false);
    }

    /** The rest of the request is of no use. */
    void broken(Violation why) {
        if (state == TurnState.STREAMING) {
            breakBody(why);
        } else {
            connection.refuse(this, why);
        }
    }

    /** The body that is being passed on will not be complete; the handler has the request already. */
    private void breakBody(Violation why) {
        home.counters().refusedOne(why);
        connection.broken(this);
        state = TurnState.EXCHANGE;
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

    /** Our own defect: answers with an error; returns false where it is too late for that. */
    boolean fail() {
        if (exchange == null || exchange.state() != Exchange.State.WAITING) {
            return false;
        }
        exchange.broken(Failure.INTERNAL);
        return true;
    }

    // ---- the end

    /** Whether the handler has the request, but not all of its body has come. */
    boolean isStreaming() {
        return state == TurnState.STREAMING;
    }

    /** Whether the handler has got the whole request. */
    boolean isWhole() {
        return exchange != null && state == TurnState.EXCHANGE;
    }

    /** The answer has left, or has broken off: it is over. */
    void end() {
        Exchange over = exchange;
        exchange = null;
        state = TurnState.OVER;
        // what sendfile(2) has put into the socket is the file's own memory until the client has taken it
        boolean unread = over != null && over.isAnswered() && !over.sentFile();
        if (over != null) {
            over.delivered();
        }
        releaseBody(unread);
    }

    /** The client is gone. */
    void lost() {
        Exchange left = exchange;
        exchange = null;
        state = TurnState.OVER;
        if (left != null) {
            left.clientGone();
        }
        releaseBody(false);
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
}
