// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/**
 * Makes the channel of a listening socket: on epoll, or on NIO where there is no epoll and not every kind of socket.
 *
 * <p>A unix socket is bound here and not by Netty, which would remove its file whenever the channel is closed.
 */
public final class ListeningChannels {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;

    private final boolean epoll;

    /** @param epoll whether the event loops are on epoll, else on NIO */
    public ListeningChannels(boolean epoll) {
        this.epoll = epoll;
    }

    /**
     * Opens one. A socket of TCP is still to be bound, the others listen already.
     *
     * @throws IOException when that cannot be listened at
     */
    public ServerChannel open(ListenSpec spec) throws IOException {
        return switch (spec.endpoint()) {
            case Endpoint.Tcp tcp -> tcp(tcp.address(), spec);
            case Endpoint.UnixFile file -> unixFile(file.path(), spec.backlog());
            case Endpoint.UnixName name -> unixName(name, spec.backlog());
            case Endpoint.HandedOver given -> handedOver(given);
        };
    }

    /** A socket of the address's own family: one of IPv6 would take 0.0.0.0 for all addresses of both. */
    private ServerChannel tcp(InetSocketAddress address, ListenSpec spec) {
        SocketProtocolFamily family =
                address.getAddress() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        ServerChannel channel = epoll
                ? new EpollServerSocketChannel(family)
                : new NioServerSocketChannel(SelectorProvider.provider(), family);
        channel.config().setOption(ChannelOption.SO_BACKLOG, spec.backlog());
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        return channel;
    }

    private ServerChannel unixFile(Path path, int backlog) throws IOException {
        if (epoll) {
            return bound(new DomainSocketAddress(path.toFile()), backlog);
        }
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path), backlog);
        return new NioServerDomainSocketChannel(socket);
    }

    private ServerChannel unixName(Endpoint.UnixName name, int backlog) throws IOException {
        requireEpoll(name);
        return bound(new DomainSocketAddress("\0" + name.name()), backlog);
    }

    private static ServerChannel bound(DomainSocketAddress address, int backlog) throws IOException {
        Socket socket = Socket.newSocketDomain();
        try {
            socket.bind(address);
            socket.listen(backlog);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new EpollServerDomainSocketChannel(socket.intValue(), true);
    }

    private ServerChannel handedOver(Endpoint.HandedOver given) throws IOException {
        requireEpoll(given);
        Socket socket = new Socket(given.descriptor());
        if (socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 0) {
            throw new IOException("it is a socket that does not listen");
        }
        return socket.getIntOpt(SOL_SOCKET, SO_DOMAIN) == AF_UNIX
                ? new EpollServerDomainSocketChannel(given.descriptor(), true)
                : new EpollServerSocketChannel(given.descriptor());
    }

    private void requireEpoll(Endpoint endpoint) throws IOException {
        if (!epoll) {
            throw new IOException(endpoint + " needs epoll, which this system does not have");
        }
    }
}
