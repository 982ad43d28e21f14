// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlDecoder;
import io.merapi.protocol.workerlink.ControlEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The zygote's control connection: its news. */
final class ZygoteLink extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    private final Consumer<ControlEvent> news;
    private final Runnable ended;
    private @Nullable ByteBuf in;

    /** Tells {@code ended} when nothing more can be said to the zygote: it is of no use then. */
    ZygoteLink(Consumer<ControlEvent> news, Runnable ended) {
        this.news = news;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (in == null) {
            in = data;
        } else {
            in.writeBytes(data);
            data.release();
        }
        ControlEvent event = ControlDecoder.decode(in);
        while (event != null) {
            news.accept(event);
            event = ControlDecoder.decode(in);
        }
        if (!in.isReadable()) {
            in.release();
            in = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (in != null) {
            in.release();
            in = null;
        }
        ended.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a broken connection is the zygote's end, which is told when its exit is noticed
        if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.ERROR, "on the zygote's connection", cause);
        }
        var _ = ctx.close();
    }
}
