// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.BodyStream;
import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A request body that the handler gets while it comes in. What is not wanted yet stays in the connection's input. */
final class StreamedBody implements BodyStream {
    private final BodyReader reader;
    private final BodyLimits limits;
    private final Turn turn;
    private @Nullable Receiver receiver;
    private boolean paused;
    private boolean discarded;
    private boolean ended;

    StreamedBody(Incoming head, BodyLimits limits, Turn turn) {
        this.reader = head.bodyReader();
        this.limits = limits;
        this.turn = turn;
    }

    // ---- the handler's side

    @Override
    public void start(Receiver receiver) {
        this.receiver = receiver;
        if (ended) {
            receiver.broken();
        } else {
            turn.askForBody();
            turn.advance();
        }
    }

    @Override
    public void pause() {
        paused = true;
        turn.advance();
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            turn.advance();
        }
    }

    @Override
    public void discard() {
        discarded = true;
        turn.advance();
    }

    // ---- the connection's side

    /** Whether more of it is awaited from the client now. */
    boolean isFlowing() {
        return !ended && (discarded || (receiver != null && !paused));
    }

    /**
     * Passes on what is wanted of {@code in}.
     *
     * @return whether the body is complete and all of it has been passed on
     * @throws ProtocolException when the body is malformed or too large
     */
    boolean pass(ByteBuf in) {
        while (isFlowing()) {
            ByteBuf piece = reader.decode(in);
            if (piece == null) {
                break;
            }
            if (limits.isExceededBy(reader.received())) {
                piece.release();
                throw new ProtocolException(TransportViolation.BODY_TOO_LARGE);
            }
            deliver(piece);
        }
        if (isFlowing() && reader.isComplete()) {
            ended = true;
            if (!discarded && receiver != null) {
                receiver.end();
            }
        }
        return ended;
    }

    private void deliver(ByteBuf piece) {
        if (discarded || receiver == null) {
            piece.release();
        } else {
            receiver.data(piece);
        }
    }

    /** Nothing more comes. */
    void breakOff() {
        if (ended) {
            return;
        }
        ended = true;
        if (receiver != null && !discarded) {
            receiver.broken();
        }
    }

    /** The exchange is over: the receiver hears nothing more. */
    void detach() {
        ended = true;
    }

    long received() {
        return reader.received();
    }
}
