// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Responder;
import io.merapi.exchange.ResponseHead;
import io.merapi.protocol.workerlink.LinkEvent;
import io.merapi.worker.lifecycle.PoolStatus;
import io.merapi.worker.limit.ThreadActivity;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCounted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exchange on its way through the pool: waiting in the queue, or on a link.
 *
 * <p>The fields belong to the pool's loop. The exchange belongs to its connection's loop, which may be another one:
 * what is for the exchange goes through {@link #onExchange}, what comes from it through {@link #onPool}; where both
 * loops are the same, which is the rule, neither costs a thing.
 */
final class PendingRequest implements Responder {
    private final Exchange exchange;
    private final Dispatcher dispatcher;
    private final EventLoop poolLoop;
    private final boolean sameLoop;
    private final long arrivedNanos;
    private @Nullable ReferenceCounted body;
    private @Nullable WorkerLink link;
    private long seq;
    private int attempts;
    private boolean queued;
    private boolean answerBegun;
    private boolean gone;
    private boolean warned;
    private boolean expired;
    private @Nullable ThreadActivity activity;
    private long activityNanos;
    /** On the exchange's loop: the link has been told to wait for the client. */
    private boolean held;

    /** Made on the exchange's loop; a body that is all there is kept from here on, whenever the exchange ends. */
    PendingRequest(Exchange exchange, Dispatcher dispatcher, EventLoop poolLoop, long nowNanos) {
        this.exchange = exchange;
        this.dispatcher = dispatcher;
        this.poolLoop = poolLoop;
        this.sameLoop = exchange.loop().equals(poolLoop);
        this.arrivedNanos = nowNanos;
        this.body = switch (exchange.request().body()) {
            case RequestBody.InMemory memory -> memory.content().retain();
            case RequestBody.InFile file -> file.use().retain();
            case RequestBody.Empty _, RequestBody.Streaming _ -> null;
        };
    }

    // ---- on the pool's loop

    Exchange exchange() {
        return exchange;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    long seq() {
        return seq;
    }

    /** Whether it holds a place in the queue. */
    boolean isQueued() {
        return queued;
    }

    void queued(boolean queued) {
        this.queued = queued;
    }

    /** Whether the rest of its body is still to come in. */
    boolean isStreaming() {
        return exchange.request().body() instanceof RequestBody.Streaming;
    }

    /** Whether its client has left: nobody wants the answer. */
    boolean isGone() {
        return gone;
    }

    /** Whether octets of the answer have been given to the exchange: it cannot be tried again. */
    boolean isAnswerBegun() {
        return answerBegun;
    }

    /** It is given to a worker's link. */
    void assigned(WorkerLink link, long seq, Exchange.Server server) {
        this.link = link;
        this.seq = seq;
        activity = null;
        attempts++;
        exchange.times().dispatched();
        exchange.servedBy(server);
    }

    /** It was taken back before it was started, or its worker died before that: this did not count as an attempt. */
    void unassigned() {
        link = null;
        attempts--;
    }

    /** Its worker died while it ran: whether it may be tried once more (RFC 9110 section 9.2.2). */
    boolean mayBeRepeated() {
        link = null;
        return !answerBegun && attempts < 2 && exchange.request().isIdempotent() && !isStreaming();
    }

    /**
     * Hands a part of the answer to the exchange.
     *
     * @param file goes with a {@link LinkEvent.File}; null where it has not come and will not
     */
    void answer(LinkEvent event, @Nullable FileRange file) {
        if (event instanceof LinkEvent.Head) {
            answerBegun = true;
        }
        if (sameLoop) {
            give(event, file);
        } else {
            exchange.loop().execute(() -> give(event, file));
        }
    }

    /** The worker has given all of its answer. */
    void answered() {
        releaseBody();
    }

    /** No worker gets it any more. */
    void drop() {
        link = null;
        releaseBody();
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    void fail(Failure why) {
        drop();
        onExchange(() -> exchange.fail(why));
    }

    /** It has run for too long: its client gets that answered, and nobody wants another answer. */
    void expire() {
        expired = true;
        boolean unanswered = !gone;
        gone = true;
        if (unanswered) {
            fail(Failure.TIMEOUT);
        }
    }

    boolean isExpired() {
        return expired;
    }

    /** Whether this is the first time that it is worth a warning. */
    boolean warn() {
        boolean first = !warned;
        warned = true;
        return first;
    }

    /** What its thread did when it was first looked at closely; null where it has not been on this link. */
    @Nullable
    ThreadActivity activity() {
        return activity;
    }

    long activityNanos() {
        return activityNanos;
    }

    void activity(ThreadActivity seen, long nowNanos) {
        activity = seen;
        activityNanos = nowNanos;
    }

    /** How long it has waited for a worker. */
    long queuedNanos() {
        return TimeUnit.MICROSECONDS.toNanos(exchange.times().queuedMicros());
    }

    /** What a thread is at that has had it for so long. */
    PoolStatus.Running told(int thread, long elapsedNanos) {
        Request head = exchange.request();
        return new PoolStatus.Running(
                thread, head.method(), head.uri(), Duration.ofNanos(elapsedNanos), Duration.ofNanos(queuedNanos()));
    }

    void onExchange(Runnable action) {
        if (sameLoop) {
            action.run();
        } else {
            exchange.loop().execute(action);
        }
    }

    /** Holds a streamed body back, or lets it flow again. */
    void pauseBody(boolean paused) {
        if (exchange.request().body() instanceof RequestBody.Streaming body) {
            onExchange(paused ? body.stream()::pause : body.stream()::resume);
        }
    }

    /** Nobody reads the rest of a streamed body. */
    void discardBody() {
        if (exchange.request().body() instanceof RequestBody.Streaming body) {
            onExchange(body.stream()::discard);
        }
    }

    // ---- on the exchange's loop

    private void give(LinkEvent event, @Nullable FileRange file) {
        switch (event) {
            case LinkEvent.Head head -> {
                ended(head.end());
                exchange.begin(responseHead(head), head.data(), head.end().last());
            }
            case LinkEvent.Part data -> {
                ended(data.end());
                if (data.data().isReadable()) {
                    exchange.write(data.data());
                } else {
                    data.data().release();
                }
                finishAt(data.end());
            }
            case LinkEvent.File end -> {
                ended(end.end());
                if (file == null) {
                    exchange.fail(Failure.INTERNAL);
                } else if (!exchange.writeFile(file)) {
                    SentFiles.close(file.channel());
                }
                finishAt(end.end());
            }
            case LinkEvent.Fail fail -> {
                exchange.times().applicationMicros(fail.micros());
                exchange.fail(
                        fail.cause() == LinkEvent.Cause.NO_APPLICATION ? Failure.NO_APPLICATION : Failure.APPLICATION);
            }
            case LinkEvent.Skipped skipped -> {
                // the link's business alone
            }
        }
        settle();
    }

    /** Has the link wait for the client, or go on. The end of an answer never waits: nobody would tell it to go on. */
    private void settle() {
        boolean hold = exchange.state() == Exchange.State.ANSWERING && !exchange.isWritable();
        if (hold != held) {
            held = hold;
            onPool(() -> hold(hold));
        }
    }

    private static ResponseHead responseHead(LinkEvent.Head head) {
        return new ResponseHead(
                head.status(), head.reason(), head.fields(), head.fieldCount(), head.contentLength(), head.hasDate());
    }

    private void ended(LinkEvent.End end) {
        if (end.last()) {
            exchange.times().applicationMicros(end.micros());
        }
    }

    private void finishAt(LinkEvent.End end) {
        if (end.last()) {
            exchange.finish();
        }
    }

    @Override
    public void clientGone() {
        onPool(() -> {
            gone = true;
            if (link == null) {
                dispatcher.left(this);
                drop();
            } else {
                link.abandon(this);
            }
        });
    }

    @Override
    public void inputEnded() {
        onPool(() -> {
            if (link == null && !gone) {
                // a client that stops sending while its request still waits has given up in all likelihood
                onExchange(exchange::drop);
            }
        });
    }

    @Override
    public void writable() {
        settle();
    }

    private void hold(boolean hold) {
        if (link != null) {
            link.hold(this, hold);
        }
    }

    void onPool(Runnable action) {
        if (poolLoop.inEventLoop()) {
            action.run();
        } else {
            poolLoop.execute(action);
        }
    }
}
