// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.exchange.FileRange;
import io.merapi.exchange.ResponseHead;
import io.merapi.exchange.ResponseSink;
import io.merapi.protocol.Violation;
import io.merapi.protocol.cgi.CgiResponseEncoder;
import io.merapi.protocol.fastcgi.FastCgiEncoder;
import io.merapi.protocol.fastcgi.ProtocolStatus;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.merapi.transport.flow.BodyBound;
import io.merapi.transport.flow.FileRegions;
import io.merapi.transport.flow.JoinedParts;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to one FastCGI request: head and body in STDOUT records, then END_REQUEST. Small parts are joined
 * in one record until the next flush.
 */
final class FastCgiWriter implements ResponseSink, ChannelFutureListener {
    private static final int FRAMING_BYTES = 192;
    /** What says of an answer that it is not whole; by itself only where the connection must go on. */
    private static final int BROKEN_OFF = 1;

    private final FastCgiConnection connection;
    private final FastCgiTurn turn;
    private final Outflow outflow;
    private final BodyBound bound = new BodyBound();
    private @Nullable ByteBuf joined;
    private boolean headWritten;
    private boolean ended;

    FastCgiWriter(FastCgiConnection connection, FastCgiTurn turn) {
        this.connection = connection;
        this.turn = turn;
        this.outflow = connection.outflow;
    }

    // ---- the sink

    @Override
    public void head(ResponseHead head, ByteBuf data, boolean last) {
        if (ended || headWritten) {
            data.release();
            return;
        }
        long length = head.contentLength() >= 0 || !last ? head.contentLength() : data.readableBytes();
        ResponseLines lines = new ResponseLines(head.status(), head.reason(), head.fields(), head.hasDate());
        int size = FRAMING_BYTES + head.fields().length + head.reason().length();
        boolean small = data.readableBytes() <= JoinedParts.MOST_BYTES;
        writeHead(lines, length, small ? size + data.readableBytes() : size);
        send(data, last);
    }

    /** The head begins what is joined. */
    private void writeHead(ResponseLines lines, long length, int size) {
        ResponseFraming framing = ResponseFraming.toGateway(turn.isHead(), lines.status(), length);
        headWritten = true;
        bound.begin(framing, length);
        ByteBuf out = connection.channel.alloc().ioBuffer(size);
        FastCgiEncoder.beginStdout(out, turn.id());
        CgiResponseEncoder.head(out, connection.statusForm(), lines, framing);
        joined = out;
    }

    @Override
    public void data(ByteBuf data) {
        if (ended) {
            data.release();
        } else {
            send(data, false);
        }
    }

    private void send(ByteBuf data, boolean last) {
        ByteBuf part = bound.trim(data);
        if (part.readableBytes() <= JoinedParts.MOST_BYTES) {
            join(part);
        } else {
            sendRecords(part);
        }
        if (last) {
            end();
        } else {
            outflow.scheduleFlush();
        }
    }

    private void join(ByteBuf part) {
        if (joined != null && joined.readableBytes() + part.readableBytes() > 2 * JoinedParts.MOST_BYTES) {
            beforeFlush();
        }
        if (part.isReadable()) {
            ByteBuf to = joined;
            if (to == null) {
                to = connection.channel.alloc().ioBuffer(part.readableBytes() + FRAMING_BYTES);
                FastCgiEncoder.beginStdout(to, turn.id());
                joined = to;
            }
            to.writeBytes(part);
        }
        part.release();
    }

    private void sendRecords(ByteBuf part) {
        beforeFlush();
        while (part.readableBytes() > FastCgiEncoder.MOST_CONTENT_BYTES) {
            writeHeader(FastCgiEncoder.MOST_CONTENT_BYTES);
            outflow.write(part.readRetainedSlice(FastCgiEncoder.MOST_CONTENT_BYTES));
        }
        writeHeader(part.readableBytes());
        outflow.write(part);
    }

    private void writeHeader(int contentBytes) {
        ByteBuf header = connection.channel.alloc().ioBuffer(FastCgiEncoder.HEADER_BYTES);
        FastCgiEncoder.stdoutHeader(header, turn.id(), contentBytes);
        outflow.write(header);
    }

    /** Writes what has been joined. */
    void beforeFlush() {
        ByteBuf parts = joined;
        joined = null;
        if (parts != null) {
            FastCgiEncoder.endStdout(parts, parts.readerIndex());
            outflow.write(parts);
        }
    }

    @Override
    public void file(FileRange file) {
        long length = ended ? 0 : bound.take(file.length());
        if (length == 0) {
            FileRegions.close(file.channel());
            return;
        }
        beforeFlush();
        FileRegions regions = new FileRegions(file, length, FastCgiEncoder.MOST_CONTENT_BYTES);
        while (regions.hasNext()) {
            writeHeader(regions.nextLength());
            outflow.write(regions.next());
        }
        outflow.scheduleFlush();
    }

    @Override
    public void end() {
        if (!ended) {
            finish(0);
        }
    }

    private void finish(int applicationStatus) {
        ended = true;
        ByteBuf out = joined == null ? connection.channel.alloc().ioBuffer(FastCgiEncoder.COMPLETE_BYTES) : joined;
        if (joined != null) {
            FastCgiEncoder.endStdout(out, out.readerIndex());
            joined = null;
        }
        FastCgiEncoder.complete(out, turn.id(), applicationStatus);
        outflow.write(out);
        await();
    }

    private void await() {
        if (outflow.finish(this)) {
            connection.delivered(turn);
        }
    }

    /**
     * Leaves out END_REQUEST and resets the connection, for web servers take no notice of what it says, and nginx takes
     * the mere end of a connection for that of an answer. Where others are served on the same connection it must do.
     */
    @Override
    public void cut() {
        if (ended) {
            return;
        }
        if (connection.isShared()) {
            finish(BROKEN_OFF);
            return;
        }
        ended = true;
        release();
        connection.channel.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.aborted(turn);
    }

    @Override
    public boolean isWritable() {
        return outflow.hasRoom();
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        if (future.isSuccess()) {
            connection.delivered(turn);
        }
    }

    // ---- beside answers

    /** Writes an answer that no handler has made. */
    void refuse(Violation why) {
        Refusal refusal = Refusal.of(why);
        writeHead(refusal.lines(), refusal.text().length, FRAMING_BYTES + refusal.bytes());
        if (bound.form() != ResponseFraming.Body.NONE && joined != null) {
            joined.writeBytes(refusal.text());
        }
        finish(0);
    }

    /** The client has gone: nothing more is said than that the request is over. */
    void abort() {
        release();
        ended = true;
        ByteBuf out = connection.channel.alloc().ioBuffer(FastCgiEncoder.COMPLETE_BYTES);
        FastCgiEncoder.end(out, turn.id(), BROKEN_OFF, ProtocolStatus.REQUEST_COMPLETE);
        outflow.write(out);
        await();
    }

    /** Drops what has been joined. */
    void release() {
        if (joined != null) {
            joined.release();
            joined = null;
        }
    }
}
