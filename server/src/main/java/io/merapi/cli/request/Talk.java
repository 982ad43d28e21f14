// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One connection, over which a request goes out while its answer comes in: who only writes, and then only reads, waits
 * for ever for a server that answers before it has read everything.
 */
final class Talk implements AutoCloseable {
    private static final int READ_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long deadline;

    private Talk(SocketChannel channel, Selector selector, long deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /** Connects to the first that lets itself be connected to. */
    static Talk open(Target target, Duration patience) throws CallException, IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        CallException failure = new CallException(Exit.UNRESOLVED, target.peer() + ": has no address");
        for (SocketAddress address : target.addresses()) {
            boolean unix = address instanceof UnixDomainSocketAddress;
            SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
            Talk talk = new Talk(channel, Selector.open(), deadline);
            try {
                talk.connect(address);
                return talk;
            } catch (IOException e) {
                talk.close();
                failure = new CallException(
                        Exit.UNCONNECTED, target.peer() + ": cannot be connected to: " + e.getMessage());
            } catch (CallException e) {
                talk.close();
                throw e;
            }
        }
        throw failure;
    }

    private void connect(SocketAddress address) throws CallException, IOException {
        if (!channel.connect(address)) {
            do {
                await(SelectionKey.OP_CONNECT);
            } while (!channel.finishConnect());
        }
    }

    private void await(int operations) throws CallException, IOException {
        key.interestOps(operations);
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left > 0) {
            selector.selectedKeys().clear();
            selector.select(left);
        }
        if (left <= 0 || selector.selectedKeys().isEmpty()) {
            throw new CallException(Exit.TIMEOUT, "it took longer than --max-time allows");
        }
    }

    /** Sends the request and receives until the answer is complete or the connection has ended. */
    void exchange(ByteBuf request, Reception reception) throws CallException, IOException {
        ByteBuffer out = request.nioBuffer();
        ByteBuffer part = ByteBuffer.allocateDirect(READ_BYTES);
        ByteBuf in = Unpooled.buffer();
        boolean complete = false;
        while (!complete) {
            await(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            if (key.isWritable()) {
                write(out);
            }
            if (key.isReadable()) {
                if (read(part) < 0) {
                    reception.end();
                    return;
                }
                in.writeBytes(part.flip());
                complete = reception.receive(in);
                in.discardReadBytes();
            }
        }
    }

    private void write(ByteBuffer out) {
        try {
            channel.write(out);
        } catch (IOException e) {
            // nobody reads on; there may be an answer that says why
            out.position(out.limit());
        }
    }

    private int read(ByteBuffer part) throws CallException {
        try {
            return channel.read(part.clear());
        } catch (IOException e) {
            throw new CallException(Exit.RECEIVE, "the connection broke: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
