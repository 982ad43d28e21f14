// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a worker sends (FILES connection of docs/workerlink.md), numbered from 1 in the order they come, until
 * the FILE frame that names them takes them. A descriptor is opened anew through {@code /proc/self/fd}, which the
 * worker has made sure of, for Java has no file on a bare descriptor.
 */
final class SentFiles extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    private final Map<Long, FileChannel> waiting = new HashMap<>();
    private final Runnable arrived;
    private long received;
    private boolean ended;

    /** Tells {@code arrived} whenever another file has come. */
    SentFiles(Runnable arrived) {
        this.arrived = arrived;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
        FileDescriptor descriptor = (FileDescriptor) message;
        received++;
        try {
            waiting.put(
                    received,
                    FileChannel.open(Path.of("/proc/self/fd/" + descriptor.intValue()), StandardOpenOption.READ));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a file sent by a worker cannot be opened: " + e.getMessage());
        } finally {
            descriptor.close();
        }
        arrived.run();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    /** No more will come. */
    void end() {
        ended = true;
        arrived.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var _ = ctx.close();
    }

    /** Whether the file of that number has come, or never will. */
    boolean isSettled(long number) {
        return number <= received || ended;
    }

    /** Takes the file of that number, or returns null when it is not there. */
    @Nullable
    FileChannel take(long number) {
        return waiting.remove(number);
    }

    /** Closes what nobody has taken; no more will come. */
    void closeAll() {
        ended = true;
        waiting.values().forEach(SentFiles::close);
        waiting.clear();
    }

    static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a sent file", e);
        }
    }
}
