// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to a client: when it is flushed, whether all of it has left, and whether the client takes any of
 * it.
 *
 * <p>Whether all has left is read off the channel's outbound buffer after a flush, as nearly always it has; only where
 * it has not is an empty buffer with a promise queued behind it. So the usual answer needs no promise, and a slow
 * client's costs one.
 */
final class Outflow implements Runnable {
    /** Who holds something back that goes out with the next flush. */
    interface Source {
        /** The flush is about to happen: what was held back is to be written. */
        void beforeFlush();
    }

    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final Channel channel;
    private final LoopConnections home;
    private @Nullable Source source;
    private boolean flushScheduled;
    /** How many messages have been written, to tell from those that wait how many the client has taken. */
    private long written;

    private long stallDeadline = NEVER;
    private long takenMessages;
    private long takenOctets;

    Outflow(Channel channel, LoopConnections home) {
        this.channel = channel;
        this.home = home;
    }

    /** Who is asked before each flush. */
    void source(Source asked) {
        source = asked;
    }

    /** Queues a buffer or a file region; owns it. */
    void write(Object message) {
        written++;
        var _ = channel.write(message, channel.voidPromise());
    }

    /** Flushes once the loop has done what it is at, so that a burst of writes is one system call. */
    void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            channel.eventLoop().execute(this);
        }
    }

    /** The scheduled flush. */
    @Override
    public void run() {
        if (flushScheduled) {
            flush();
        }
    }

    void flush() {
        flushScheduled = false;
        if (source != null) {
            source.beforeFlush();
        }
        channel.flush();
        if (stallDeadline == NEVER && !isAllSent()) {
            awaitProgress();
        }
    }

    /**
     * Flushes what may be the last for some time.
     *
     * @param later told when all has left, unless it has already or the connection has failed
     * @return whether all has left
     */
    boolean finish(ChannelFutureListener later) {
        flush();
        if (isAllSent()) {
            return true;
        }
        if (channel.isActive()) {
            written++;
            var _ = channel.writeAndFlush(
                    Unpooled.EMPTY_BUFFER, channel.newPromise().addListener(later));
        }
        return false;
    }

    /** Whether more of an answer may be kept for the client: nothing, once buffers run short. */
    boolean hasRoom() {
        return channel.isWritable() && (isAllSent() || !home.bufferMemory().isTight());
    }

    private boolean isAllSent() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out != null && out.isEmpty();
    }

    /** When {@link #isStalled} is to be asked. */
    long stallDeadline() {
        return stallDeadline;
    }

    /** Whether the client has taken nothing since the deadline was set; if it has, there is a new deadline, or none. */
    boolean isStalled() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.isEmpty()) {
            stallDeadline = NEVER;
            return false;
        }
        if (flushScheduled) {
            flush();
        }
        long messages = takenMessages;
        long octets = takenOctets;
        awaitProgress();
        return takenMessages == messages && takenOctets == octets;
    }

    private void awaitProgress() {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out != null) {
            takenMessages = written - out.size();
            takenOctets = out.currentProgress();
            stallDeadline = home.after(home.service().limits().timeouts().write());
        }
    }
}
