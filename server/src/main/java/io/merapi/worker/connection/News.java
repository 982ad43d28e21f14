// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.connection;

import io.merapi.protocol.workerlink.ControlDecoder;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.protocol.workerlink.Gathered;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;

/** A connection on which a Python process tells news: the zygote's control connection is one. */
public final class News extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    private final Consumer<ControlEvent> news;
    private final Runnable ended;
    private final Gathered in = new Gathered();

    /** Tells {@code ended} when nothing more comes, and nothing can be said to the process. */
    public News(Consumer<ControlEvent> news, Runnable ended) {
        this.news = news;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf all = in.add((ByteBuf) message);
        ControlEvent event = ControlDecoder.decode(all);
        while (event != null) {
            news.accept(event);
            event = ControlDecoder.decode(all);
        }
        in.settle();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        in.release();
        ended.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // a broken connection is the process's end, which is told when its exit is noticed
        if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.ERROR, "on a connection for news", cause);
        }
        var _ = ctx.close();
    }
}
