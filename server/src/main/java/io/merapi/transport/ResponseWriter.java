// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.FileRange;
import io.merapi.exchange.ResponseHead;
import io.merapi.exchange.ResponseSink;
import io.merapi.protocol.Violation;
import io.merapi.protocol.http1.ResponseEncoder;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.merapi.transport.flow.BodyBound;
import io.merapi.transport.flow.FileRegions;
import io.merapi.transport.flow.JoinedParts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;

/**
 * Writes the answers of one connection, one after the other: their heads, and their bodies as they are delimited.
 *
 * <p>A small answer is head and body in one buffer and one flush; the parts of a longer one are flushed once per turn
 * of the event loop, and the small ones among them are joined until then, in one chunk.
 */
final class ResponseWriter implements ResponseSink, ChannelFutureListener, Outflow.Source {
    private static final int FRAMING_BYTES = 192;
    private static final int CHUNK_BYTES = 20;
    private static final ByteBuf CRLF =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeShort(0x0d0a));

    private final SerialConnection connection;
    private final Channel channel;
    private final Outflow outflow;
    private final Dialect dialect;
    private final JoinedParts joined;
    private final BodyBound bound = new BodyBound();
    private boolean open;
    private boolean persists;
    private boolean ended = true;

    ResponseWriter(SerialConnection connection, Channel channel, Outflow outflow, Dialect dialect) {
        this.connection = connection;
        this.channel = channel;
        this.outflow = outflow;
        this.dialect = dialect;
        this.joined = new JoinedParts(channel.alloc());
        outflow.source(this);
    }

    /** The next answer is for the dialect's request. */
    void open() {
        open = true;
        ended = false;
    }

    // ---- the sink

    @Override
    public void head(ResponseHead head, ByteBuf data, boolean last) {
        assert channel.eventLoop().inEventLoop();
        if (!open) {
            data.release();
            return;
        }
        open = false;
        long length = head.contentLength() >= 0 || !last ? head.contentLength() : data.readableBytes();
        ResponseFraming framing = dialect.framing(head.status(), length, connection.goesOn());
        bound.begin(framing, length);
        persists = framing.persists();
        ResponseLines lines = new ResponseLines(head.status(), head.reason(), head.fields(), head.hasDate());
        ByteBuf part = bound.trim(data);
        boolean small = part.readableBytes() <= JoinedParts.MOST_BYTES;
        int size = FRAMING_BYTES + head.fields().length + head.reason().length();
        ByteBuf out = channel.alloc().ioBuffer(small ? size + part.readableBytes() + 2 * CHUNK_BYTES : size);
        dialect.encode(out, lines, framing);
        if (small) {
            appendPart(out, part);
            send(out, last);
        } else {
            outflow.write(out);
            sendPart(part);
            sendEnd(last);
        }
    }

    /** The copying way: the part is joined to what goes before it. */
    private void appendPart(ByteBuf out, ByteBuf part) {
        boolean chunk = isChunked() && part.isReadable();
        if (chunk) {
            ResponseEncoder.chunkStart(out, part.readableBytes());
        }
        out.writeBytes(part);
        part.release();
        if (chunk) {
            ResponseEncoder.chunkEnd(out);
        }
    }

    private void send(ByteBuf out, boolean last) {
        if (last && isChunked()) {
            ResponseEncoder.lastChunk(out);
        }
        outflow.write(out);
        if (last) {
            finish();
        } else {
            outflow.scheduleFlush();
        }
    }

    @Override
    public void data(ByteBuf data) {
        assert channel.eventLoop().inEventLoop();
        ByteBuf part = bound.trim(data);
        if (ended || !part.isReadable()) {
            part.release();
            return;
        }
        sendPart(part);
        outflow.scheduleFlush();
    }

    private void sendPart(ByteBuf part) {
        boolean small = part.readableBytes() <= JoinedParts.MOST_BYTES;
        if (!small || !joined.hasRoomFor(part)) {
            beforeFlush();
        }
        boolean chunked = isChunked();
        if (small) {
            joined.add(part, chunked);
        } else if (chunked) {
            writeChunkStart(part.readableBytes());
            outflow.write(part);
            outflow.write(CRLF.duplicate());
        } else {
            outflow.write(part);
        }
    }

    @Override
    public void beforeFlush() {
        ByteBuf parts = joined.take();
        if (parts != null) {
            outflow.write(parts);
        }
    }

    /** The connection has ended. */
    void release() {
        joined.release();
    }

    private boolean isChunked() {
        return bound.form() == ResponseFraming.Body.CHUNKED;
    }

    private void writeChunkStart(long size) {
        ByteBuf start = channel.alloc().ioBuffer(CHUNK_BYTES);
        ResponseEncoder.chunkStart(start, size);
        outflow.write(start);
    }

    @Override
    public void file(FileRange file) {
        assert channel.eventLoop().inEventLoop();
        long length = ended ? 0 : bound.take(file.length());
        if (length == 0) {
            FileRegions.close(file.channel());
            return;
        }
        beforeFlush();
        if (isChunked()) {
            writeChunkStart(length);
        }
        outflow.write(new DefaultFileRegion(file.channel(), file.offset(), length));
        if (isChunked()) {
            outflow.write(CRLF.duplicate());
        }
        outflow.scheduleFlush();
    }

    @Override
    public void end() {
        sendEnd(true);
    }

    private void sendEnd(boolean last) {
        if (!last) {
            outflow.scheduleFlush();
            return;
        }
        if (isChunked()) {
            ByteBuf parts = joined.take();
            ByteBuf out = parts == null ? channel.alloc().ioBuffer(CHUNK_BYTES) : parts;
            ResponseEncoder.lastChunk(out);
            outflow.write(out);
        }
        finish();
    }

    /**
     * Ends the connection so that the client can tell: before Content-Length or the last chunk. Where only the end of
     * the connection delimits the body, that end must be a reset (RFC 9112 section 8).
     */
    @Override
    public void cut() {
        assert channel.eventLoop().inEventLoop();
        persists = false;
        bound.forgo();
        if (bound.form() == ResponseFraming.Body.CLOSE && channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            ended = true;
            connection.aborted();
        } else {
            finish();
        }
    }

    @Override
    public boolean isWritable() {
        return outflow.hasRoom();
    }

    // ---- beside answers

    /** Asks for the body (RFC 9110 section 15.2.1). */
    void interimContinue() {
        ByteBuf out = channel.alloc().ioBuffer(32);
        ResponseEncoder.interimContinue(out);
        outflow.write(out);
        outflow.flush();
    }

    /** Writes the answer to a ping, the last of its connection. */
    void pong() {
        persists = false;
        bound.forgo();
        outflow.write(dialect.pong());
        finish();
    }

    /** Writes the last answer of the connection, one that no handler has made. */
    void refuse(Violation why) {
        Refusal refusal = Refusal.of(why);
        ResponseFraming framing = dialect.framing(why.status(), refusal.text().length, false);
        open = false;
        persists = false;
        bound.forgo();
        ByteBuf out = channel.alloc().ioBuffer(FRAMING_BYTES + refusal.bytes());
        dialect.encode(out, refusal.lines(), framing);
        if (framing.body() != ResponseFraming.Body.NONE) {
            out.writeBytes(refusal.text());
        }
        outflow.write(out);
        finish();
    }

    /** The answer has been given: when all of it has left, the connection goes on or ends. */
    private void finish() {
        ended = true;
        // a body shorter than its Content-Length (RFC 9112 section 6.3): the client must not take what follows for the
        // rest
        persists = persists && !bound.isShort();
        if (outflow.finish(this)) {
            connection.delivered(persists);
        }
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        if (future.isSuccess()) {
            connection.delivered(persists);
        }
    }
}
