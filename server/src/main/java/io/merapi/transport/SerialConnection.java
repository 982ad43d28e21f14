// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.transport.client.Entrance;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection that serves one request after the other, and goes on when the answer has left: HTTP/1.x, or one request
 * only: uwsgi, SCGI.
 */
public final class SerialConnection extends Connection {
    private final Dialect dialect;
    private final ResponseWriter writer;
    private final Turn turn;

    public SerialConnection(DuplexChannel channel, LoopConnections home, Entrance entrance, Dialect dialect) {
        super(channel, home, entrance);
        this.dialect = dialect;
        this.writer = new ResponseWriter(this, channel, outflow, dialect);
        this.turn = new Turn(this, dialect, writer);
    }

    // ---- from octets to exchanges

    @Override
    boolean step() {
        if (state.awaitsHead()) {
            return decodeHead();
        }
        return state == ConnectionState.BUSY && turn.take(inflow.octets());
    }

    @Override
    @Nullable
    ByteBuf room() {
        return inflow.isReadable() ? null : turn.room();
    }

    @Override
    boolean awaitsNothing() {
        return state == ConnectionState.BUSY && turn.isWhole() && dialect.isLast() && !inflow.isReadable();
    }

    private boolean decodeHead() {
        try {
            switch (dialect.decode(inflow.octets())) {
                case REQUEST -> {
                    beBusy();
                    writer.open();
                    turn.begin();
                    return true;
                }
                case PING -> {
                    beBusy();
                    writer.pong();
                    return false;
                }
                case NOTHING -> awaitHead();
            }
            return false;
        } catch (ProtocolException e) {
            refuse(e.violation());
            return false;
        }
    }

    private void beBusy() {
        state = ConnectionState.BUSY;
        deadline = Outflow.NEVER;
    }

    private void awaitHead() {
        if (state != ConnectionState.HEAD && dialect.isMidHead()) {
            if (state == ConnectionState.IDLE) {
                deadline = home.after(service.limits().timeouts().head());
            }
            state = ConnectionState.HEAD;
        }
    }

    @Override
    void advance(Turn advanced) {
        advance();
    }

    @Override
    void askForBody() {
        if (!inflow.isReadable()) {
            writer.interimContinue();
        }
    }

    // ---- from answers to the next request, or the end

    /** Whether another request is welcome after the one being answered. */
    boolean goesOn() {
        return !last
                && !home.isDraining()
                && !turn.isStreaming()
                && (!isInputEnded() || inflow.isReadable())
                && !service.limits().timeouts().keepAlive().isZero();
    }

    /** The answer has left, with or without a request it belongs to. */
    void delivered(boolean persists) {
        boolean whole = turn.isWhole();
        boolean announcedLast = dialect.isLast();
        end();
        if (persists && whole && !home.isDraining()) {
            state = ConnectionState.IDLE;
            deadline = home.after(service.limits().timeouts().keepAlive());
            advance();
        } else if (whole && !last && announcedLast && !inflow.isReadable()) {
            // the client has announced that it sends nothing more
            close();
        } else {
            linger();
        }
    }

    /** The answer has broken off, and only a reset can tell the client so. */
    void aborted() {
        end();
        close();
    }

    private void end() {
        dialect.forget();
        turn.end();
    }

    // ---- what goes wrong

    @Override
    void refuse(Violation why) {
        refuse(turn, why);
    }

    @Override
    void refuse(Turn refused, Violation why) {
        beBusy();
        inflow.release();
        refused.refused(why);
        writer.refuse(why);
    }

    @Override
    void broken(Turn broken) {
        last = true;
    }

    @Override
    boolean failTurns() {
        return turn.fail();
    }

    // ---- what concerns the turn

    @Override
    void onTurns(TurnState.Event event) {
        turn.on(event);
    }

    @Override
    void tickTurns(long now) {
        turn.tick(now);
    }

    @Override
    void writable() {
        turn.writable();
    }

    @Override
    void lost() {
        writer.release();
        turn.lost();
    }
}
