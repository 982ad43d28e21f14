// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.connection;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.workerlink.ControlDecoder;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.protocol.workerlink.Gathered;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The unix socket that the Python processes connect to; hands each connection over once it has said what it is for. */
public final class LinkListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.worker");
    private static final int READ_BYTES = 64 << 10;
    private static final int MAX_READ_BYTES = 256 << 10;

    private final Channel channel;

    private LinkListener(Channel channel) {
        this.channel = channel;
    }

    /** Who the connections are for. */
    public interface Owner {
        /**
         * A connection has said what it is for.
         *
         * @return the handler that takes it over, or null when it is not wanted: it is closed
         */
        @Nullable
        ChannelInboundHandlerAdapter connected(ControlEvent.Hello hello, Channel channel);
    }

    /** Binds the socket; everything happens on {@code loop}. */
    public static LinkListener bind(EventLoop loop, boolean epoll, Path socket, Owner owner) {
        SocketAddress address = epoll ? new DomainSocketAddress(socket.toFile()) : UnixDomainSocketAddress.of(socket);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                // a write that fails must not close the connection: what the dead worker answered is still in it
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(1024, READ_BYTES, MAX_READ_BYTES))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(new HelloHandler(owner));
                    }
                });
        return new LinkListener(bootstrap.bind(address).syncUninterruptibly().channel());
    }

    /** Accepts connections, or leaves them waiting. On the loop. */
    public void accept(boolean accepts) {
        channel.config().setAutoRead(accepts);
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    /** Waits for HELLO, then makes room for the handler of the connection's role. */
    private static final class HelloHandler extends ChannelInboundHandlerAdapter {
        private final Owner owner;
        private final Gathered in = new Gathered();

        HelloHandler(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ControlEvent event = ControlDecoder.decode(in.add((ByteBuf) message));
            if (event == null) {
                in.settle();
                return;
            }
            ByteBuf rest = in.take();
            ChannelInboundHandlerAdapter next =
                    event instanceof ControlEvent.Hello hello ? owner.connected(hello, ctx.channel()) : null;
            if (next == null) {
                rest.release();
                var _ = ctx.close();
                return;
            }
            ctx.pipeline().addLast(next);
            if (rest.isReadable()) {
                ctx.fireChannelRead(rest);
            } else {
                rest.release();
            }
            ctx.pipeline().remove(this);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            in.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof ProtocolException) {
                LOG.log(System.Logger.Level.WARNING, "a connection to the worker socket: " + cause.getMessage());
            }
            var _ = ctx.close();
        }
    }
}
