// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and nobody has used yet, and whether more is read. Holds no buffer when there is nothing in
 * it, and no large one for a few octets.
 */
public final class Inflow {
    /** With this much unused no more is read. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int SMALL_BYTES = 1024;

    private final Channel channel;
    private @Nullable ByteBuf held;
    private boolean reading = true;

    public Inflow(Channel channel) {
        this.channel = channel;
    }

    /** Appends what has been read; owns {@code in}. */
    public void add(ByteBuf in) {
        ByteBuf before = held;
        if (before == null) {
            held = in;
            return;
        }
        ByteBuf into = before;
        if (before.writableBytes() < in.readableBytes()) {
            into = channel.alloc().ioBuffer(2 * (before.readableBytes() + in.readableBytes()));
            into.writeBytes(before);
            before.release();
            held = into;
        }
        into.writeBytes(in);
        in.release();
    }

    /** What there is; used by reading it. */
    public ByteBuf octets() {
        return held == null ? Unpooled.EMPTY_BUFFER : held;
    }

    public boolean isReadable() {
        return held != null && held.isReadable();
    }

    /**
     * Gives up memory that is not needed, and reads on or not.
     *
     * @param bounded whether reading stops while much is unused; where not, whoever uses it has a bound of its own
     */
    public void settle(boolean bounded) {
        if (held != null) {
            if (!held.isReadable()) {
                release();
            } else if (held.capacity() > SMALL_BYTES && held.readableBytes() < held.capacity() / 4) {
                shrink(held);
            }
        }
        boolean wanted = !bounded || held == null || held.readableBytes() < MOST_BYTES;
        if (wanted != reading) {
            reading = wanted;
            channel.config().setAutoRead(wanted);
        }
    }

    /** Reads no more until {@link #settle}. */
    public void rest() {
        reading = false;
        channel.config().setAutoRead(false);
    }

    private void shrink(ByteBuf large) {
        held = channel.alloc().ioBuffer(2 * large.readableBytes()).writeBytes(large);
        large.release();
    }

    /** Drops what there is. */
    public void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
