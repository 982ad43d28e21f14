// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.http1.BodyDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Prints an answer as it comes. */
final class Answer implements Reception {
    private static final int MOST_HEAD_BYTES = 1 << 20;
    private static final int SHOWN_CHARACTERS = 60;
    private static final ByteBuf[] HEAD_ENDS = {
        Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[] {'\n', '\r', '\n'})),
        Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[] {'\n', '\n'}))
    };

    private final Print print;
    private final boolean toHead;
    private final ByteBuf pending = Unpooled.buffer();
    private @Nullable AnswerHead head;
    /** Null where the body ends with the connection, or there is none. */
    private @Nullable BodyDecoder body;

    private boolean begun;

    /**
     * What is printed, and where.
     *
     * @param include the head on {@code output}, too
     * @param fail no body where the status is 400 or above
     * @param verbose the head on {@code errors}
     */
    record Print(OutputStream output, PrintStream errors, boolean include, boolean fail, boolean verbose) {}

    /** {@code toHead}: whether the request was a HEAD. */
    Answer(Print print, boolean toHead) {
        this.print = print;
        this.toHead = toHead;
    }

    /** Whether anything has come. */
    boolean isBegun() {
        return begun;
    }

    /** The status; 0 before it has come. */
    int status() {
        return head == null ? 0 : head.status();
    }

    @Override
    public boolean receive(ByteBuf in) throws CallException, IOException {
        begun |= in.isReadable();
        pending.writeBytes(in);
        AnswerHead read = head;
        while (read == null || read.isInterim()) {
            read = nextHead();
            if (read == null) {
                return false;
            }
        }
        if (head == null) {
            head = read;
            open(read);
        }
        return body(read);
    }

    private @Nullable AnswerHead nextHead() throws CallException, IOException {
        int end = -1;
        for (ByteBuf mark : HEAD_ENDS) {
            int at = ByteBufUtil.indexOf(mark, pending);
            int after = at + mark.readableBytes();
            end = at >= 0 && (end < 0 || after < end) ? after : end;
        }
        if (end < 0) {
            if (pending.readableBytes() > MOST_HEAD_BYTES) {
                throw AnswerHead.odd(start());
            }
            return null;
        }
        String text = pending.readCharSequence(end - pending.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        AnswerHead read = AnswerHead.parse(text);
        if (print.verbose()) {
            read.lines().forEach(line -> print.errors().println("< " + line));
        }
        if (print.include()) {
            print.output().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return read;
    }

    private String start() {
        int length = Math.min(SHOWN_CHARACTERS, pending.readableBytes());
        return pending.toString(pending.readerIndex(), length, StandardCharsets.ISO_8859_1)
                .replaceAll("\\p{Cntrl}", ".");
    }

    private void open(AnswerHead read) throws CallException {
        String coding = read.field("Transfer-Encoding");
        String length = read.field("Content-Length");
        if (coding != null) {
            body = BodyDecoder.chunked();
        } else if (length != null) {
            if (!length.matches("\\d{1,18}")) {
                throw new CallException(Exit.ODD_ANSWER, "Content-Length is no number: '" + length + "'");
            }
            body = new BodyDecoder(Long.parseLong(length));
        }
    }

    private boolean body(AnswerHead read) throws CallException, IOException {
        if (toHead || read.isBodiless()) {
            pending.clear();
            return true;
        }
        BodyDecoder decoder = body;
        if (decoder == null) {
            show(read, pending);
            pending.clear();
            return false;
        }
        try {
            for (ByteBuf part = decoder.decode(pending); part != null; part = decoder.decode(pending)) {
                show(read, part);
                part.release();
            }
        } catch (ProtocolException e) {
            throw new CallException(Exit.RECEIVE, "the answer's body is malformed: " + e.getMessage());
        }
        pending.discardReadBytes();
        return decoder.isComplete();
    }

    private void show(AnswerHead read, ByteBuf part) throws IOException {
        if (!print.fail() || read.status() < 400) {
            part.readBytes(print.output(), part.readableBytes());
        }
    }

    @Override
    public void end() throws CallException {
        if (!begun) {
            throw new CallException(Exit.EMPTY, "the connection ended without an answer");
        }
        if (head == null) {
            throw AnswerHead.odd(start());
        }
        if (body != null && !body.isComplete() && !toHead && !head.isBodiless()) {
            throw new CallException(Exit.PARTIAL, "the answer ended early, after " + body.received() + " octets");
        }
    }
}
