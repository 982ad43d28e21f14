// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its one answer, between the connection it came by (the {@link ResponseSink}) and the {@link Handler}
 * that answers it.
 *
 * <pre>
 *   WAITING --begin--> ANSWERING --finish--> ANSWERED --delivered--> OVER
 *      |                   |                     |                     ^
 *      +-- fail: an error answer, then ANSWERED  |                     |
 *      |                   +-- fail: cut --------+---------------------+
 *      +-------------------+-- clientGone, drop ------------------------+
 *      +-- broken: as fail, and the handler is told to stop
 * </pre>
 *
 * Everything happens on {@link #loop()}. Calls of the handler that come after the exchange is over (the client left
 * meanwhile) are ignored and release what they carry, so a handler need not ask first.
 */
public final class Exchange {

    /** Where the answer stands. */
    public enum State {
        /** Nothing of the answer has been given. */
        WAITING,
        /** The head has been given, the body not all. */
        ANSWERING,
        /** All of the answer has been given, not all has left for the client. */
        ANSWERED,
        /** Delivered, cut, or the client is gone. */
        OVER
    }

    private final Request request;
    private final ResponseSink sink;
    private final EventExecutor loop;
    private final ExchangeObserver observer;
    private final ExchangeTimes times;
    private State state = State.WAITING;
    private @Nullable Responder responder;
    private @Nullable Failure failure;
    private @Nullable Server server;
    private int status;
    private int responseFields;
    private long responseHeadBytes;
    private long responseBodyBytes;
    private boolean clientGone;
    private boolean sentFile;

    public Exchange(
            Request request, ResponseSink sink, EventExecutor loop, ExchangeObserver observer, ExchangeTimes times) {
        this.request = request;
        this.sink = sink;
        this.loop = loop;
        this.observer = observer;
        this.times = times;
    }

    /**
     * Which worker's thread answers, for the log.
     *
     * @param pid process id of the worker
     * @param worker its number, from 1
     * @param core its thread, from 0
     * @param requests how many requests this worker has been given, this one included
     * @param memory its memory
     */
    public record Server(int pid, int worker, int core, long requests, ProcessMemory memory) {}

    // ---- the handler's side

    public Request request() {
        return request;
    }

    public EventExecutor loop() {
        return loop;
    }

    public State state() {
        return state;
    }

    public ExchangeTimes times() {
        return times;
    }

    /** Whether all of an answer has been given, and not in the handler's place: it has no more use for the request. */
    public boolean isAnswered() {
        return state == State.ANSWERED && failure == null;
    }

    /** Who is told when the client leaves or takes data again; the latest one counts. */
    public void answeredBy(Responder responder) {
        this.responder = responder;
    }

    /** Which worker's thread has it; the latest one counts. */
    public void servedBy(Server server) {
        this.server = server;
    }

    /** Gives the head and the first part of the body; with {@code last} that is all. Owns {@code data}. */
    public void begin(ResponseHead head, ByteBuf data, boolean last) {
        if (state != State.WAITING) {
            data.release();
            return;
        }
        state = last ? State.ANSWERED : State.ANSWERING;
        status = head.status();
        responseFields = head.fieldCount();
        responseHeadBytes = head.fields().length;
        responseBodyBytes = data.readableBytes();
        times.firstByte();
        sink.head(head, data, last);
    }

    /** Gives more of the body. Owns {@code data}. */
    public void write(ByteBuf data) {
        if (state != State.ANSWERING) {
            data.release();
            return;
        }
        responseBodyBytes += data.readableBytes();
        sink.data(data);
    }

    /** Gives a part of a file as more of the body; it is closed when sent. Returns whether it was taken. */
    public boolean writeFile(FileRange file) {
        if (state != State.ANSWERING) {
            return false;
        }
        responseBodyBytes += file.length();
        sentFile = true;
        sink.file(file);
        return true;
    }

    /** All of the body has been given. */
    public void finish() {
        if (state == State.ANSWERING) {
            state = State.ANSWERED;
            sink.end();
        }
    }

    /** The handler cannot answer, or not go on answering: an error answer, or the cut, as far as it has come. */
    public void fail(Failure why) {
        switch (state) {
            case WAITING -> {
                failure = why;
                String text = why.status() + " " + why.reason() + "\n";
                ByteBuf body = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
                begin(errorHead(why, body.readableBytes()), body, true);
            }
            case ANSWERING -> {
                failure = why;
                state = State.ANSWERED;
                sink.cut();
            }
            case ANSWERED, OVER -> {
                // the answer was complete before the failure: nothing to tell the client
            }
        }
    }

    private static ResponseHead errorHead(Failure why, int length) {
        String retry = why.isTransient() ? "Retry-After: 1\r\n" : "";
        byte[] fields = ("Content-Type: text/plain\r\n" + retry).getBytes(StandardCharsets.US_ASCII);
        return new ResponseHead(why.status(), why.reason(), fields, why.isTransient() ? 2 : 1, length, false);
    }

    /**
     * The handler gives up a request that it has not answered and whose client has most likely left
     * ({@link Responder#inputEnded}): the client counts as gone, and its connection ends without an answer.
     */
    public void drop() {
        if (state == State.WAITING) {
            clientGone();
            sink.cut();
        }
    }

    /** False while the client takes the answer more slowly than the handler gives it. */
    public boolean isWritable() {
        return state == State.OVER || sink.isWritable();
    }

    // ---- the connection's side

    /** The client can take more. */
    public void writable() {
        if (responder != null && state == State.ANSWERING) {
            responder.writable();
        }
    }

    /** The client has shut down its sending side; see {@link Responder#inputEnded()}. */
    public void inputEnded() {
        if (responder != null && state != State.ANSWERED && state != State.OVER) {
            responder.inputEnded();
        }
    }

    /** The answer, or what there was of it before a cut, has left for the client: the exchange is over. */
    public void delivered() {
        if (state != State.OVER) {
            over();
        }
    }

    /** The client has left, or its connection has failed: the exchange is over. */
    public void clientGone() {
        if (state == State.OVER) {
            return;
        }
        boolean unanswered = state != State.ANSWERED;
        clientGone = true;
        over();
        if (responder != null && unanswered) {
            responder.clientGone();
        }
    }

    /**
     * The connection's side cannot go on with the request, because its body has broken off or something has failed
     * here: an error answer, or the cut, as far as it has come. To the handler that is the same as a client that has
     * left.
     */
    public void broken(Failure why) {
        boolean unanswered = state == State.WAITING || state == State.ANSWERING;
        fail(why);
        if (responder != null && unanswered) {
            responder.clientGone();
        }
    }

    private void over() {
        state = State.OVER;
        times.over();
        observer.over(this);
    }

    // ---- what the observers read

    /** The status sent, or 0 when none was. */
    public int status() {
        return status;
    }

    public int responseFields() {
        return responseFields;
    }

    public long responseHeadBytes() {
        return responseHeadBytes;
    }

    public long responseBodyBytes() {
        return responseBodyBytes;
    }

    /** Whether (part of) the answer was sent from a file by the kernel. */
    public boolean sentFile() {
        return sentFile;
    }

    public boolean isClientGone() {
        return clientGone;
    }

    public @Nullable Failure failure() {
        return failure;
    }

    public @Nullable Server server() {
        return server;
    }
}
