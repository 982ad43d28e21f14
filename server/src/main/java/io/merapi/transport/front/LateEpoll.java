// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Netty's epoll(7), which hears of a stream socket only once there is something to wait for.
 *
 * <p>Who connects has mostly sent its request by the time the connection is accepted. So the first time a socket is to
 * be read, that is tried at once; epoll is told of it if more is wanted afterwards, or something else than the end of
 * the stream. A connection for one quick request is never told of:
 *
 * <pre>
 *   accept4 - recv - ... - send - close            instead of
 *   accept4 - epoll_ctl - epoll_wait - recv - ... - send - close
 * </pre>
 *
 * Until a channel reads, or waits to write, it does not hear that the other end has gone.
 */
final class LateEpoll implements IoHandler {
    private static final EpollIoEvent READABLE = () -> EpollIoOps.EPOLLIN;

    private final IoHandler epoll;

    LateEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory epolls = EpollIoHandler.newFactory();
        return executor -> new LateEpoll(epolls.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration((EpollIoHandle) handle, epoll.register(handle));
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /** One socket's. */
    private static final class Registration implements IoRegistration {
        private final EpollIoHandle handle;
        private final IoRegistration inEpoll;
        /** What is waited for, as of last. */
        private EpollIoOps wanted = EpollIoOps.NONE;

        private boolean tried;
        private boolean told;

        Registration(EpollIoHandle handle, IoRegistration inEpoll) {
            this.handle = handle;
            this.inEpoll = inEpoll;
        }

        @Override
        public long submit(IoOps ops) {
            wanted = (EpollIoOps) ops;
            if (!told && !tried && wanted.contains(EpollIoOps.EPOLLRDHUP) && wanted.contains(EpollIoOps.EPOLLIN)) {
                tried = true;
                // this may submit something else, or close the socket
                handle.handle(this, READABLE);
            }
            if (!told && wanted.equals(EpollIoOps.EPOLLRDHUP)) {
                return wanted.value();
            }
            told = true;
            return inEpoll.submit(wanted);
        }

        @Override
        public boolean cancel() {
            return inEpoll.cancel();
        }

        @Override
        public boolean isValid() {
            return inEpoll.isValid();
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's
        public <T> T attachment() {
            return inEpoll.attachment();
        }
    }
}
