// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What epoll hears of a socket, and when the socket is read. */
final class LateEpollTest {
    private static final EpollIoOps END = EpollIoOps.EPOLLRDHUP;
    private static final EpollIoOps READ = END.with(EpollIoOps.EPOLLIN);

    /** What epoll was told, and {@code read} where the socket was. */
    private final List<Object> events = new ArrayList<>();

    private Consumer<IoRegistration> onRead = registration -> {};
    private IoRegistration registration;

    @BeforeEach
    void register() throws Exception {
        registration = new LateEpoll(new Epoll()).register(new Socket());
    }

    @Test
    void hearsNothingOfASocketThatIsNotRead() {
        registration.submit(END);
        assertThat(events).isEmpty();
    }

    @Test
    void hearsNothingWhereTheFirstReadWasEnough() {
        onRead = during -> during.submit(END);
        registration.submit(END);
        registration.submit(READ);
        registration.submit(END);
        assertThat(events).containsExactly("read");
    }

    @Test
    void hearsOfASocketThatReadsOn() {
        registration.submit(END);
        registration.submit(READ);
        registration.submit(END);
        assertThat(events).containsExactly("read", READ, END);
    }

    @Test
    void hearsOfASocketThatReadsAgainLater() {
        onRead = during -> during.submit(END);
        registration.submit(READ);
        registration.submit(READ);
        assertThat(events).containsExactly("read", READ);
    }

    @Test
    void hearsOfASocketThatWaitsToWrite() {
        EpollIoOps write = END.with(EpollIoOps.EPOLLOUT);
        registration.submit(write);
        assertThat(events).containsExactly(write);
    }

    @Test
    void hearsWhatTheFirstReadHasMadeOfIt() {
        EpollIoOps write = END.with(EpollIoOps.EPOLLOUT);
        onRead = during -> during.submit(write);
        registration.submit(READ);
        assertThat(events).containsExactly("read", write, write);
    }

    @Test
    void hearsAtOnceOfASocketThatListens() {
        EpollIoOps accept = EpollIoOps.EPOLLERR.with(EpollIoOps.EPOLLIN);
        registration.submit(accept);
        assertThat(events).containsExactly(accept);
    }

    private final class Socket implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void handle(IoRegistration during, IoEvent event) {
            events.add("read");
            onRead.accept(during);
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Epoll implements IoHandler {
        @Override
        public IoRegistration register(IoHandle handle) {
            return new InEpoll();
        }

        @Override
        public int run(IoHandlerContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private final class InEpoll implements IoRegistration {
        @Override
        public long submit(IoOps ops) {
            events.add(ops);
            return 0;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }
}
