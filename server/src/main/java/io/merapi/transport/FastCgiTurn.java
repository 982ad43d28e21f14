// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.BodyReader;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.transport.cgi.GatewayRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One request of a FastCGI connection, from BEGIN_REQUEST on: its variables once they are there, what has come of its
 * body and is not wanted yet, and its turn.
 */
final class FastCgiTurn implements GatewayIncoming, BodyReader {
    /** With this much of its body unused nothing more is read from the connection. */
    private static final int MOST_BYTES = 64 * 1024;
    /** What a piece costs however small it is, for it holds on to what it was read into. */
    private static final int PIECE_BYTES = 2048;

    private final int id;
    private final boolean keepsConnection;
    private final FastCgiWriter writer;
    private final Turn turn;
    private final Queue<ByteBuf> pieces = new ArrayDeque<>();
    private @Nullable GatewayRequest request;
    private long headDeadline;
    private long heldBytes;
    private long received;
    private boolean begun;
    private boolean wanted = true;
    private boolean bodyFollows;
    private boolean bodyEnded;

    FastCgiTurn(FastCgiConnection connection, int id, boolean keepsConnection) {
        this.id = id;
        this.keepsConnection = keepsConnection;
        this.writer = new FastCgiWriter(connection, this);
        this.turn = new Turn(connection, this, writer);
        this.headDeadline =
                connection.home.after(connection.service.limits().timeouts().head());
    }

    int id() {
        return id;
    }

    boolean keepsConnection() {
        return keepsConnection;
    }

    /** Whether all its input is there, and the connection ends with it. */
    boolean awaitsNothing() {
        return bodyEnded && !keepsConnection && turn.isWhole();
    }

    Turn turn() {
        return turn;
    }

    FastCgiWriter writer() {
        return writer;
    }

    // ---- what comes of it

    /**
     * The variables are there. Where they do not say how long the body is, whether there is one is seen when it begins.
     *
     * @throws ProtocolException when they are no request, or the body is too large
     */
    void variables(CgiVariables variables) {
        request = new GatewayRequest(variables, false);
        if (request.contentLength() >= 0) {
            begin(request.contentLength() > 0);
        }
    }

    private void begin(boolean body) {
        headDeadline = Outflow.NEVER;
        begun = true;
        bodyFollows = body;
        turn.begin();
    }

    /** More of the body; owns it. */
    void body(ByteBuf octets) {
        if (!wanted) {
            octets.release();
            return;
        }
        pieces.add(octets);
        heldBytes += octets.readableBytes() + PIECE_BYTES;
        if (!begun) {
            begin(true);
        }
        take();
    }

    /** The body is complete. */
    void bodyEnd() {
        bodyEnded = true;
        if (!begun && wanted) {
            begin(false);
        }
        take();
    }

    /** Whether nothing more comes of it. */
    boolean hasAllInput() {
        return bodyEnded;
    }

    /** Uses what can be used of the body. */
    boolean take() {
        return begun && turn.take(Unpooled.EMPTY_BUFFER);
    }

    /** Whether so much waits to be used that the connection has to be held back. */
    boolean isFull() {
        return heldBytes >= MOST_BYTES;
    }

    /** Whether the time for its variables is over. */
    boolean isLate(long now) {
        return now >= headDeadline;
    }

    /** Nobody wants its body any more. */
    void discard() {
        headDeadline = Outflow.NEVER;
        wanted = false;
        heldBytes = 0;
        pieces.forEach(ByteBuf::release);
        pieces.clear();
    }

    // ---- the body's reader: what it reads is already here

    @Override
    public @Nullable ByteBuf decode(ByteBuf in) {
        ByteBuf piece = pieces.poll();
        if (piece != null) {
            heldBytes -= piece.readableBytes() + PIECE_BYTES;
            received += piece.readableBytes();
        }
        return piece;
    }

    @Override
    public boolean isComplete() {
        return bodyEnded && pieces.isEmpty();
    }

    @Override
    public long received() {
        return received;
    }

    // ---- the request

    @Override
    public @Nullable GatewayRequest passedOn() {
        return request;
    }

    @Override
    public boolean hasBody() {
        return bodyFollows;
    }

    @Override
    public BodyReader bodyReader() {
        return this;
    }
}
