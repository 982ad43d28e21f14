// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.protocol.cgi.CgiResponseEncoder.StatusForm;
import io.merapi.protocol.fastcgi.FastCgiDecoder;
import io.merapi.protocol.fastcgi.FastCgiEncoder;
import io.merapi.protocol.fastcgi.FastCgiEvent;
import io.merapi.protocol.fastcgi.FastCgiLimits;
import io.merapi.transport.client.Entrance;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DuplexChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a web server that speaks FastCGI, and on which several requests may be served at a time. Each has a
 * turn of its own; but they share one stream of octets, so that a body that is not taken holds back what comes after it
 * (FastCGI 1.0 knows no other way), while answers go on.
 *
 * <p>When idle it stays open until the web server closes it: that one keeps as many connections as it was told to.
 */
public final class FastCgiConnection extends Connection implements Outflow.Source {
    private static final FastCgiLimits LIMITS = new FastCgiLimits(64 * 1024, 1024 * 1024, 128);
    private static final int REPLY_BYTES = 128;

    private final FastCgiDecoder decoder = new FastCgiDecoder(LIMITS);
    private final StatusForm statusForm;
    private final List<FastCgiTurn> turns = new ArrayList<>();
    private boolean turnsAdvanced;

    public FastCgiConnection(DuplexChannel channel, LoopConnections home, Entrance entrance, StatusForm statusForm) {
        super(channel, home, entrance);
        this.statusForm = statusForm;
        outflow.source(this);
    }

    StatusForm statusForm() {
        return statusForm;
    }

    /** Whether more than one request is being served. */
    boolean isShared() {
        return turns.size() > 1;
    }

    private @Nullable FastCgiTurn turn(int id) {
        for (FastCgiTurn turn : turns) {
            if (turn.id() == id) {
                return turn;
            }
        }
        return null;
    }

    /** What is done may end turns. */
    private void forEach(Consumer<FastCgiTurn> action) {
        List.copyOf(turns).forEach(action);
    }

    // ---- from octets to exchanges

    /** Nowhere: a body comes in records, between whose headers it is taken out. */
    @Override
    @Nullable
    ByteBuf room() {
        return null;
    }

    @Override
    boolean awaitsNothing() {
        return turns.size() == 1 && turns.getFirst().awaitsNothing() && !inflow.isReadable();
    }

    @Override
    boolean step() {
        if (state.dropsInput()) {
            return false;
        }
        if (turnsAdvanced) {
            turnsAdvanced = false;
            forEach(FastCgiTurn::take);
            return true;
        }
        if (turns.stream().anyMatch(FastCgiTurn::isFull)) {
            return false;
        }
        try {
            FastCgiEvent event = decoder.decode(inflow.octets());
            if (event != null) {
                on(event);
                return true;
            }
            if (isInputEnded()) {
                // a record that has broken off, and would hide that nothing more comes
                inflow.release();
            }
        } catch (ProtocolException e) {
            refuse(e.violation());
            return false;
        }
        awaitHead();
        return false;
    }

    private void awaitHead() {
        if (turns.isEmpty() && inflow.isReadable() && state != ConnectionState.HEAD) {
            if (state == ConnectionState.IDLE) {
                deadline = home.after(service.limits().timeouts().head());
            }
            state = ConnectionState.HEAD;
        }
    }

    private void on(FastCgiEvent event) {
        switch (event) {
            case FastCgiEvent.Begun begun -> begin(begun);
            case FastCgiEvent.Variables(int id, var variables) -> onTurn(id, turn -> turn.variables(variables));
            case FastCgiEvent.Body(int id, ByteBuf octets) -> body(id, octets);
            case FastCgiEvent.BodyEnd(int id) -> onTurn(id, FastCgiTurn::bodyEnd);
            case FastCgiEvent.Aborted(int id) -> onTurn(id, this::abort);
            case FastCgiEvent.Refused(int id, Violation why) ->
                onTurn(id, turn -> turn.turn().broken(why));
            case FastCgiEvent.Rejected rejected -> reject(rejected);
            case FastCgiEvent.ValuesAsked(var asked) -> {
                int connections = service.limits().connections();
                reply(out -> FastCgiEncoder.values(out, asked, connections, connections));
            }
            case FastCgiEvent.TypeUnknown(int type) -> reply(out -> FastCgiEncoder.unknownType(out, type));
        }
    }

    private void onTurn(int id, Consumer<FastCgiTurn> action) {
        FastCgiTurn turn = turn(id);
        if (turn == null) {
            return;
        }
        try {
            action.accept(turn);
        } catch (ProtocolException e) {
            turn.turn().broken(e.violation());
        }
    }

    private void begin(FastCgiEvent.Begun begun) {
        state = ConnectionState.BUSY;
        deadline = Outflow.NEVER;
        turns.add(new FastCgiTurn(this, begun.id(), begun.keepConnection()));
    }

    private void body(int id, ByteBuf octets) {
        FastCgiTurn turn = turn(id);
        if (turn == null) {
            octets.release();
        } else {
            onTurn(id, each -> each.body(octets));
        }
    }

    /** The web server's client has gone, and it wants to go on with the connection (section 5.4). */
    private void abort(FastCgiTurn turn) {
        turn.discard();
        turn.turn().lost();
        turn.writer().abort();
    }

    private void reject(FastCgiEvent.Rejected rejected) {
        reply(out -> FastCgiEncoder.end(out, rejected.id(), 0, rejected.why()));
        if (!rejected.keepConnection()) {
            last = true;
            goOn(false);
        }
    }

    private void reply(Consumer<ByteBuf> content) {
        ByteBuf out = channel.alloc().ioBuffer(REPLY_BYTES);
        content.accept(out);
        outflow.write(out);
        outflow.scheduleFlush();
    }

    @Override
    void advance(Turn advanced) {
        turnsAdvanced = true;
        advance();
    }

    @Override
    void askForBody() {
        // it comes without being asked for
    }

    // ---- from answers to the end

    @Override
    public void beforeFlush() {
        for (FastCgiTurn turn : turns) {
            turn.writer().beforeFlush();
        }
    }

    /** The answer has left, or what there was of it. */
    void delivered(FastCgiTurn answered) {
        if (!turns.remove(answered)) {
            return;
        }
        decoder.end(answered.id());
        answered.discard();
        answered.turn().end();
        last |= !answered.keepsConnection();
        goOn(answered.hasAllInput());
        advance();
    }

    /** The answer has broken off, and only a reset can tell the web server so. */
    void aborted(FastCgiTurn answered) {
        turns.remove(answered);
        answered.discard();
        answered.turn().end();
        close();
    }

    /** @param allInput whether nothing more comes of the request that is over */
    private void goOn(boolean allInput) {
        if (!turns.isEmpty() || state.dropsInput()) {
            return;
        }
        if (!last && !home.isDraining()) {
            state = ConnectionState.IDLE;
            deadline = Outflow.NEVER;
        } else if (!allInput || inflow.isReadable()) {
            outflow.flush();
            linger();
        } else {
            outflow.flush();
            close();
        }
    }

    // ---- what goes wrong

    /** What is broken is where records begin: nothing can be said any more that would be understood. */
    @Override
    void refuse(Violation why) {
        home.counters().refusedOne(why);
        service.observers().refusals().refused(client().address(), why, "");
        inflow.release();
        close();
    }

    @Override
    void refuse(Turn refused, Violation why) {
        forEach(turn -> {
            if (turn.turn() == refused) {
                turn.discard();
                refused.refused(why);
                turn.writer().refuse(why);
            }
        });
    }

    @Override
    void broken(Turn broken) {
        // the others go on
    }

    @Override
    boolean failTurns() {
        boolean all = !turns.isEmpty();
        for (FastCgiTurn turn : List.copyOf(turns)) {
            all &= turn.turn().fail();
        }
        return all;
    }

    // ---- what concerns the turns

    @Override
    void onTurns(TurnState.Event event) {
        forEach(turn -> turn.turn().on(event));
        // it has gone with all its clients
        close();
    }

    @Override
    void tickTurns(long now) {
        forEach(turn -> {
            if (turn.isLate(now)) {
                refuse(turn.turn(), TransportViolation.HEAD_TIMEOUT);
            }
            turn.turn().tick(now);
        });
    }

    @Override
    void writable() {
        forEach(turn -> turn.turn().writable());
    }

    @Override
    void lost() {
        forEach(turn -> {
            turn.discard();
            turn.writer().release();
            turn.turn().lost();
        });
        turns.clear();
    }
}
