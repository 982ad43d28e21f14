// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEncoder;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.connection.LinkListener;
import io.merapi.worker.connection.News;
import io.merapi.worker.directory.RuntimeDirectory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands each connection of a Python process to the generation that the process belongs to; turns others away. */
final class Reception implements LinkListener.Owner {
    private final Supplier<List<Generation>> generations;
    private final BiConsumer<Generation, ControlEvent> news;
    private final RuntimeDirectory directory;

    /**
     * @param generations those that have processes
     * @param news is told what a zygote says
     */
    Reception(
            Supplier<List<Generation>> generations,
            BiConsumer<Generation, ControlEvent> news,
            RuntimeDirectory directory) {
        this.generations = generations;
        this.news = news;
        this.directory = directory;
    }

    @Override
    public @Nullable ChannelInboundHandlerAdapter connected(ControlEvent.Hello hello, Channel channel) {
        for (Generation generation : generations.get()) {
            if (hello.role() == ControlEvent.Role.ZYGOTE) {
                Zygote zygote = generation.zygote();
                if (zygote != null && zygote.pid() == hello.pid()) {
                    return zygote(generation, zygote, channel);
                }
            } else if (generation.number() == hello.generation()) {
                return worker(generation, hello, channel);
            }
        }
        return null;
    }

    private ChannelInboundHandlerAdapter zygote(Generation generation, Zygote zygote, Channel channel) {
        zygote.configure(channel, ZygoteConfig.of(generation.config(), generation, directory));
        return new News(event -> news.accept(generation, event), zygote::kill);
    }

    private @Nullable ChannelInboundHandlerAdapter worker(
            Generation generation, ControlEvent.Hello hello, Channel channel) {
        return switch (hello.role()) {
            case ZYGOTE -> null;
            case LINK -> generation.linked(hello, channel);
            case LIFELINE -> generation.opened(hello, channel) == null ? null : new ChannelInboundHandlerAdapter();
            case MODULES -> tellsModules(generation, hello, channel);
            case STACKS -> writesStacks(generation.opened(hello, channel));
            case FILES -> takesFiles(generation, hello, channel);
        };
    }

    private @Nullable ChannelInboundHandlerAdapter tellsModules(
            Generation generation, ControlEvent.Hello hello, Channel channel) {
        if (generation.opened(hello, channel) == null) {
            return null;
        }
        return new News(
                event -> {
                    if (event instanceof ControlEvent.Modules) {
                        news.accept(generation, event);
                    }
                },
                () -> {});
    }

    private static @Nullable ChannelInboundHandlerAdapter writesStacks(@Nullable Worker worker) {
        return worker == null ? null : worker.stacks();
    }

    private static @Nullable ChannelInboundHandlerAdapter takesFiles(
            Generation generation, ControlEvent.Hello hello, Channel channel) {
        Worker worker = generation.opened(hello, channel);
        if (worker == null || !(channel instanceof EpollDomainSocketChannel descriptors)) {
            return null;
        }
        descriptors.config().setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
        ByteBuf ready = channel.alloc().ioBuffer(32);
        ControlEncoder.filesReady(ready);
        var _ = channel.writeAndFlush(ready, channel.voidPromise());
        return worker.files();
    }
}
