// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.BodyStream;
import io.merapi.exchange.Exchange;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.workerlink.Gathered;
import io.merapi.protocol.workerlink.LinkDecoder;
import io.merapi.protocol.workerlink.LinkEncoder;
import io.merapi.protocol.workerlink.LinkEvent;
import io.merapi.worker.limit.ThreadActivity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a worker, seen from the front: requests go down, answers come up, in order (docs/workerlink.md).
 *
 * <p>What is on its way is in {@link SentRequests}. What comes up is decoded as a whole first, then the freed places
 * are filled and flushed to the worker, and only then the answers are handed on: the worker has work again while the
 * front writes to clients.
 *
 * <p>Owned by the pool's loop.
 */
final class WorkerLink extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final int COPY_BYTES = 16 << 10;
    private static final int OUT_BYTES = 4 << 10;
    private static final int MEMORY_PAUSE_MILLIS = 100;

    /** How long a file is waited for that was announced on a link that has ended. */
    private static final int LAST_FILE_MILLIS = 500;

    private final Channel channel;
    private final Worker worker;
    private final int thread;
    private final Dispatcher dispatcher;
    private final LinkDecoder decoder = new LinkDecoder();
    private final SentRequests sent;
    private final ArrayDeque<Answer> answers = new ArrayDeque<>();
    private final List<PendingRequest> skipped = new ArrayList<>();
    private final Gathered in = new Gathered();
    private @Nullable ByteBuf out;
    private @Nullable PendingRequest streaming;
    /** More than one when the clients of answers that follow each other are on several loops. */
    private final Set<PendingRequest> heldFor = new HashSet<>(2);

    private long heldSinceNanos;
    private boolean waitingForFile;
    private boolean closing;
    private boolean finishing;
    private boolean workerGone;
    private boolean ended;

    WorkerLink(Channel channel, Worker worker, int thread, Dispatcher dispatcher) {
        this.channel = channel;
        this.worker = worker;
        this.thread = thread;
        this.dispatcher = dispatcher;
        this.sent = new SentRequests(worker.scoreboard(), worker.slot(thread));
    }

    private record Answer(PendingRequest request, LinkEvent event) {}

    Worker worker() {
        return worker;
    }

    int thread() {
        return thread;
    }

    /** The request that its thread is at, or about to start. */
    @Nullable
    PendingRequest running() {
        return sent.oldest();
    }

    /** Since when it has been at that. */
    long runningSinceNanos() {
        return sent.oldestSinceNanos();
    }

    /** For how long it has had something to do, in all. */
    long busyNanos(long now) {
        return sent.busyNanos(now);
    }

    /** What the kernel tells of its thread. */
    ThreadActivity activity() {
        return ThreadActivity.of(worker.pid(), worker.scoreboard().nativeId(worker.slot(thread)));
    }

    /** How many requests it has not answered. */
    int outstanding() {
        return sent.size();
    }

    boolean isFree() {
        return sent.isEmpty();
    }

    /** Whether the rest of a body is still to be sent. */
    boolean isStreaming() {
        return streaming != null;
    }

    /** How many more requests it may be given when {@code ahead} may wait behind the running one. */
    int room(int ahead) {
        if (closing || sent.isRevoked() || streaming != null) {
            return 0;
        }
        return Math.max(0, 1 + ahead - sent.size());
    }

    // ---- down: requests

    /** Writes a request; {@link #flush} sends it. */
    void send(PendingRequest request) {
        long seq = sent.add(request, dispatcher.nanoTime());
        long number = worker.nextRequest();
        request.assigned(
                this, seq, new Exchange.Server(worker.pid(), worker.number(), thread, number, worker.footprint()));
        switch (request.exchange().request().body()) {
            case RequestBody.Empty empty -> begin(request, LinkEncoder.BodyForm.INLINE, 0);
            case RequestBody.InMemory body -> {
                begin(request, LinkEncoder.BodyForm.INLINE, body.content().readableBytes());
                append(body.content().retainedDuplicate());
            }
            case RequestBody.InFile file -> {
                byte[] path = LinkEncoder.path(file.path().toString());
                begin(request, LinkEncoder.BodyForm.FILE, path.length);
                out().writeBytes(path);
            }
            case RequestBody.Streaming body -> {
                begin(request, LinkEncoder.BodyForm.STREAM, 0);
                streaming = request;
                startStream(request, body.stream(), seq);
            }
        }
    }

    private void begin(PendingRequest request, LinkEncoder.BodyForm form, int bodyBytes) {
        Vars vars = request.exchange().request().vars();
        ByteBuf buffer = out();
        LinkEncoder.beginRequest(buffer, request.seq(), form, vars.encodedBytes(), bodyBytes);
        vars.writeTo(buffer);
        LinkEncoder.endVariables(buffer);
    }

    private ByteBuf out() {
        if (out == null) {
            out = channel.alloc().ioBuffer(OUT_BYTES);
        }
        return out;
    }

    /** Appends octets, copied when that is cheaper than another part of a gathering write; owns {@code data}. */
    private void append(ByteBuf data) {
        if (data.readableBytes() <= COPY_BYTES) {
            out().writeBytes(data);
            data.release();
            return;
        }
        if (out != null) {
            var _ = channel.write(out, channel.voidPromise());
            out = null;
        }
        var _ = channel.write(data, channel.voidPromise());
    }

    /** Sends what has been written. */
    void flush() {
        if (out != null) {
            ByteBuf buffer = out;
            out = null;
            var _ = channel.writeAndFlush(buffer, channel.voidPromise());
        } else {
            channel.flush();
        }
    }

    private void startStream(PendingRequest request, BodyStream stream, long seq) {
        request.onExchange(() -> stream.start(new StreamFeed(this, request, seq)));
    }

    /** More of a streamed body; on the pool's loop. */
    void streamed(PendingRequest request, long seq, @Nullable ByteBuf data, boolean broken) {
        if (!request.equals(streaming) || !channel.isActive()) {
            if (data != null) {
                data.release();
            }
            return;
        }
        if (data != null) {
            LinkEncoder.bodyPart(out(), seq, data.readableBytes());
            append(data);
        } else {
            LinkEncoder.bodyEnd(out(), seq, broken);
            streaming = null;
        }
        flush();
        endWhenSent();
        if (data != null && !channel.isWritable()) {
            request.pauseBody(true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (streaming != null && channel.isWritable()) {
            streaming.pauseBody(false);
        }
    }

    // ---- taking back

    /** Whether requests wait behind one that has run for longer than {@code nanos}. */
    boolean isStuck(long now, long nanos) {
        return streaming == null && sent.isStuck(now, nanos);
    }

    /** Whether not even the oldest request has been started for so long. */
    boolean isUnstarted(long now, long nanos) {
        return !workerGone && sent.isUnstarted(now, nanos);
    }

    /** Whether something is being taken back, or was and the worker has not got there yet. */
    boolean isRevoked() {
        return sent.isRevoked();
    }

    /** Announces that what has not been started is taken back. */
    void revoke(long now) {
        sent.revoke(now);
    }

    boolean isReclaimDue() {
        return sent.isReclaimDue();
    }

    /** A while after {@link #revoke}: takes back what has not been started and returns it, oldest first. */
    List<PendingRequest> reclaim(long now) {
        return sent.reclaim(now);
    }

    // ---- up: answers

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf all = in.add((ByteBuf) message);
        try {
            decode(all);
        } catch (ProtocolException e) {
            LOG.log(System.Logger.Level.ERROR, worker + " broke the worker link: " + e.getMessage());
            var _ = ctx.close();
        }
        in.settle();
        sent.tellAbandoned();
        sent.settle();
        if (!skipped.isEmpty()) {
            dispatcher.putBack(skipped);
            skipped.clear();
        }
        dispatcher.progressed(this);
        handOn();
    }

    private void decode(ByteBuf buffer) {
        LinkEvent event = decoder.decode(buffer);
        while (event != null) {
            sent.progressed(dispatcher.nanoTime());
            if (event instanceof LinkEvent.Skipped) {
                PendingRequest request = sent.skipped(event.seq());
                if (request != null) {
                    skipped.add(request);
                }
            } else {
                PendingRequest request = answering(event);
                answers.addLast(new Answer(request, event));
                finishIfLast(request, event);
            }
            event = decoder.decode(buffer);
        }
    }

    private PendingRequest answering(LinkEvent event) {
        try {
            return sent.answering(event.seq());
        } catch (ProtocolException e) {
            release(event);
            throw e;
        }
    }

    private void finishIfLast(PendingRequest request, LinkEvent event) {
        long micros = lastMicros(event);
        if (micros < 0) {
            return;
        }
        sent.answered();
        request.answered();
        if (event instanceof LinkEvent.Fail fail && fail.cause() == LinkEvent.Cause.FATAL) {
            worker.wearOut("reload-on-exception, it raised in "
                    + request.exchange().request().method() + " "
                    + request.exchange().request().uri());
        }
        dispatcher.served(micros);
        if (request.equals(streaming)) {
            request.discardBody();
            LinkEncoder.bodyEnd(out(), request.seq(), true);
            streaming = null;
            flush();
            endWhenSent();
        }
    }

    /** How long the application ran when the event ends its answer, else -1. */
    private static long lastMicros(LinkEvent event) {
        return switch (event) {
            case LinkEvent.Head head -> head.end().last() ? head.end().micros() : -1;
            case LinkEvent.Part data -> data.end().last() ? data.end().micros() : -1;
            case LinkEvent.File file -> file.end().last() ? file.end().micros() : -1;
            case LinkEvent.Fail fail -> fail.micros();
            case LinkEvent.Skipped skipped -> -1;
        };
    }

    private static void release(LinkEvent event) {
        if (event instanceof LinkEvent.Head head) {
            head.data().release();
        } else if (event instanceof LinkEvent.Part data) {
            data.data().release();
        }
    }

    /** Hands decoded answers on, as far as the files they name have come. */
    void handOn() {
        waitingForFile = false;
        Answer answer = answers.peekFirst();
        while (answer != null) {
            FileRange range = null;
            if (answer.event() instanceof LinkEvent.File file) {
                if (!worker.files().isSettled(file.descriptor())) {
                    waitingForFile = true;
                    break;
                }
                FileChannel opened = worker.files().take(file.descriptor());
                range = opened == null ? null : new FileRange(opened, file.offset(), file.length());
            }
            answers.removeFirst();
            answer.request().answer(answer.event(), range);
            answer = answers.peekFirst();
        }
        if (ended && !waitingForFile) {
            lost();
        } else {
            readAsAllowed();
        }
    }

    // ---- the client's side

    /** The client of {@code request} does not keep up, or does again. */
    void hold(PendingRequest request, boolean held) {
        boolean wasHeld = isHeld();
        boolean changed = held ? heldFor.add(request) : heldFor.remove(request);
        if (changed) {
            readAsAllowed();
        }
        if (isHeld() && !wasHeld) {
            heldSinceNanos = dispatcher.nanoTime();
        } else if (wasHeld && !isHeld()) {
            sent.waited(dispatcher.nanoTime() - heldSinceNanos);
        }
    }

    /** Whether the link waits for a client: what it runs is not to blame for the time that takes. */
    boolean isHeld() {
        return !heldFor.isEmpty();
    }

    private void readAsAllowed() {
        boolean read = workerGone || (heldFor.isEmpty() && !waitingForFile);
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    /** The client of a request on this link has left: its answer is dropped. */
    void abandon(PendingRequest request) {
        hold(request, false);
        sent.tellAbandoned();
    }

    // ---- the end

    /** No more requests: the worker ends this thread when it has answered what it has. */
    void finish() {
        closing = true;
        finishing = true;
        endWhenSent();
    }

    /** What waits to be sent would be lost with the sending side, and what is to come of a streamed body, too. */
    private void endWhenSent() {
        if (!finishing || streaming != null) {
            return;
        }
        var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                var _ = ((DuplexChannel) channel).shutdownOutput();
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        in.release();
        if (out != null) {
            out.release();
            out = null;
        }
        if (streaming != null) {
            streaming.discardBody();
            streaming = null;
        }
        ended = true;
        dispatcher.ended(this);
        handOn();
        if (waitingForFile) {
            dispatcher.after(LAST_FILE_MILLIS, worker.files()::end);
        }
    }

    /** The worker has exited: what it has answered is taken in now, however slowly its clients take it. */
    void readToEnd() {
        closing = true;
        workerGone = true;
        readAsAllowed();
    }

    /** All that came has been handed on; the rest will not come. */
    private void lost() {
        worker.linkLost(this, sent.takeAll(), sent.started());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            // the worker is dead: what it had answered is still to be read, and then the end
            return;
        }
        if (cause instanceof OutOfMemoryError) {
            // no buffer to read into, for the moment: the worker is in good health, and waits
            LOG.log(System.Logger.Level.WARNING, "no memory to read from " + worker + ": " + cause.getMessage());
            channel.config().setAutoRead(false);
            dispatcher.after(MEMORY_PAUSE_MILLIS, this::readAsAllowed);
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "defect on the link of " + worker, cause);
        var _ = ctx.close();
    }
}
