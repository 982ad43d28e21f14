// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Opens listening sockets: on epoll, or on NIO where there is no epoll and not everything can be had.
 *
 * <p>On epoll a unix socket is bound here and not by Netty, which would remove its file whenever the channel is closed,
 * and would let clients connect before the file has its permissions.
 */
public final class SocketOpener {
    private final boolean epoll;
    private final HandedOverSockets handedOver;

    /** @param epoll whether the event loops are on epoll, else on NIO */
    public SocketOpener(boolean epoll, HandedOverSockets handedOver) {
        this.epoll = epoll;
        this.handedOver = handedOver;
    }

    /**
     * Opens one. If its channel is not active, it is still to be bound.
     *
     * @throws IOException when that cannot be listened at
     */
    public ListeningSocket open(ListenSpec spec) throws IOException {
        Descriptor given = handedOver.take(spec.endpoint());
        if (given != null) {
            return adopt(given);
        }
        return switch (spec.endpoint()) {
            case Endpoint.Tcp tcp -> new ListeningSocket(tcp(tcp.address(), spec), tcp, null);
            case Endpoint.UnixFile file -> unixFile(file, spec.backlog());
            case Endpoint.UnixName name -> unixName(name, spec.backlog());
            case Endpoint.HandedOver absent -> throw new IOException(absent + " is not there");
        };
    }

    private ListeningSocket adopt(Descriptor given) throws IOException {
        requireEpoll("a socket that is handed over");
        given.prepare();
        ServerChannel channel = given.isUnix()
                ? new EpollServerDomainSocketChannel(given.number(), true)
                : new EpollServerSocketChannel(given.number());
        return new ListeningSocket(channel, given.endpoint(), null);
    }

    /** A socket of the address's own family: one of IPv6 would take 0.0.0.0 for all addresses of both. */
    private ServerChannel tcp(InetSocketAddress address, ListenSpec spec) throws IOException {
        SocketProtocolFamily family =
                address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        ServerChannel channel = epoll
                ? new EpollServerSocketChannel(family)
                : new NioServerSocketChannel(SelectorProvider.provider(), family);
        set(channel, ChannelOption.SO_BACKLOG, spec.backlog());
        set(channel, ChannelOption.SO_REUSEADDR, true);
        SocketOptions options = spec.options();
        if (options.reusePort()) {
            set(
                    channel,
                    epoll ? UnixChannelOption.SO_REUSEPORT : NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT),
                    true);
        }
        if (options.freeBind()) {
            requireEpoll("freebind");
            set(channel, EpollChannelOption.IP_FREEBIND, true);
        }
        if (options.fastOpen() > 0) {
            requireEpoll("tcp-fast-open");
            set(channel, ChannelOption.TCP_FASTOPEN, options.fastOpen());
        }
        if (options.buffers().receiveBytes() > 0) {
            set(channel, ChannelOption.SO_RCVBUF, options.buffers().receiveBytes());
        }
        return channel;
    }

    private static <T> void set(Channel channel, ChannelOption<T> option, T value) {
        channel.config().setOption(option, value);
    }

    private ListeningSocket unixFile(Endpoint.UnixFile endpoint, int backlog) throws IOException {
        SocketFile file = new SocketFile(endpoint);
        file.makeRoom();
        return new ListeningSocket(
                epoll ? epollUnix(file, endpoint, backlog) : nioUnix(file, endpoint, backlog), endpoint, file);
    }

    private static ServerChannel epollUnix(SocketFile file, Endpoint.UnixFile endpoint, int backlog)
            throws IOException {
        Socket socket = Socket.newSocketDomain();
        try {
            socket.bind(new DomainSocketAddress(endpoint.path().toFile()));
            file.bound();
            socket.listen(backlog);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new EpollServerDomainSocketChannel(socket.intValue(), true);
    }

    private static ServerChannel nioUnix(SocketFile file, Endpoint.UnixFile endpoint, int backlog) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(endpoint.path()), backlog);
            file.bound();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new NioServerDomainSocketChannel(socket);
    }

    private ListeningSocket unixName(Endpoint.UnixName name, int backlog) throws IOException {
        requireEpoll("a unix socket without a file");
        Socket socket = Socket.newSocketDomain();
        try {
            socket.bind(new DomainSocketAddress("\0" + name.name()));
            socket.listen(backlog);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new ListeningSocket(new EpollServerDomainSocketChannel(socket.intValue(), true), name, null);
    }

    private void requireEpoll(String what) throws IOException {
        if (!epoll) {
            throw new IOException(what + " needs epoll, which is not available here");
        }
    }
}
