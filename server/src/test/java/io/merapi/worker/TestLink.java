// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.marshal.MarshalReader;
import io.merapi.worker.directory.Words;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker's thread as docs/workerlink.md has it, scripted: takes requests off its link, starts and answers them when
 * the test says so. What it answers reaches the front at {@link #send}.
 */
final class TestLink extends EmbeddedChannel implements DuplexChannel {
    private final Words words;
    private final int slot;
    private final ByteBuf down = Unpooled.buffer();
    private final ByteBuf up = Unpooled.buffer();
    private final ArrayDeque<Asked> inbox = new ArrayDeque<>();
    private final List<String> started = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private @Nullable Asked running;
    private long lastSeq;
    private long served;
    private int writes;
    private boolean outputShutdown;

    TestLink(Ticker ticker, Words words, int slot) {
        super(EmbeddedChannel.builder().ticker(ticker));
        this.words = words;
        this.slot = slot;
    }

    /** A request as it has come. */
    record Asked(long seq, int flags, String uri, String body) {}

    // ---- down

    /** Takes in what the front has sent. */
    private void receive() {
        ByteBuf data = readOutbound();
        while (data != null) {
            writes++;
            down.writeBytes(data);
            data.release();
            data = readOutbound();
        }
        while (down.readableBytes() >= 16 && down.readableBytes() - 16 >= down.getIntLE(down.readerIndex())) {
            frame();
        }
    }

    private void frame() {
        int size = down.readIntLE();
        int kind = down.readByte();
        int flags = down.readByte();
        assertThat(down.readShortLE()).as("aux").isZero();
        long seq = down.readLongLE();
        ByteBuf payload = down.readSlice(size);
        if (kind == 8) {
            assertThat(seq).as("seq").isEqualTo(++lastSeq);
            ByteBuf dict = payload.readSlice(payload.readIntLE());
            Map<?, ?> environ = (Map<?, ?>) Objects.requireNonNull(MarshalReader.read(dict));
            inbox.add(new Asked(seq, flags, String.valueOf(environ.get("REQUEST_URI")), text(payload)));
        } else {
            assertThat(kind).as("kind").isEqualTo(9);
            bodies.add(seq + (flags == 0 ? " " + text(payload) : flags == 1 ? " LAST" : " BROKEN"));
        }
    }

    private static String text(ByteBuf payload) {
        return payload.toString(StandardCharsets.ISO_8859_1);
    }

    /** Targets of the requests that have come and are not begun. */
    List<String> inbox() {
        receive();
        return inbox.stream().map(Asked::uri).toList();
    }

    /** The BODY frames that have come. */
    List<String> bodies() {
        receive();
        return bodies;
    }

    /** In how many writes everything has come since the last time this was asked. */
    int writes() {
        receive();
        int count = writes;
        writes = 0;
        return count;
    }

    // ---- the application

    /** Starts the next request as long as it has not been taken back, else answers SKIPPED; null when there is none. */
    @Nullable
    Asked begin() {
        receive();
        assertThat(running).as("the request that runs").isNull();
        Asked next = inbox.poll();
        while (next != null) {
            if (words.revoked(slot) == 0 || next.seq() < words.revoked(slot)) {
                words.start(slot, next.seq());
            }
            if (words.revoked(slot) == 0 || next.seq() < words.revoked(slot)) {
                running = next;
                started.add(next.uri());
                return next;
            }
            skip(next.seq());
            next = inbox.poll();
        }
        return null;
    }

    /** Starts the next request, which must be this one. */
    Asked begin(String uri) {
        Asked begun = begin();
        assertThat(begun).as("begun").isNotNull();
        assertThat(Objects.requireNonNull(begun).uri()).as("begun").isEqualTo(uri);
        return begun;
    }

    /** Targets of all requests that were ever started here. */
    List<String> startedUris() {
        return started;
    }

    boolean isRunning() {
        return running != null;
    }

    /** The running request is answered with its own target. */
    void finish(long micros) {
        Asked request = end();
        head(request.seq(), 1, micros, request.uri());
    }

    /** Begins and finishes the next request, which must be this one, and sends the answer. */
    void serve(String uri, long micros) {
        begin(uri);
        finish(micros);
        send();
    }

    /** The head of the running request's answer, and a first part. */
    void answerHead(String data) {
        head(Objects.requireNonNull(running).seq(), 0, 0, data);
    }

    void answerData(String data) {
        data(Objects.requireNonNull(running).seq(), 0, 0, data);
    }

    void finishData(long micros, String data) {
        data(end().seq(), 1, micros, data);
    }

    /** A FILE frame as the last of the running request's answer. */
    void finishFile(long offset, long length, long descriptor) {
        int at = up.writerIndex();
        frame(18, 1, 0, end().seq())
                .writeIntLE(5)
                .writeLongLE(offset)
                .writeLongLE(length)
                .writeLongLE(descriptor);
        up.setIntLE(at, up.writerIndex() - at - 16);
    }

    void fail(int cause) {
        int at = up.writerIndex();
        frame(19, 0, cause, end().seq()).writeIntLE(9);
        up.setIntLE(at, 4);
    }

    private Asked end() {
        Asked request = Objects.requireNonNull(running);
        running = null;
        words.served(slot, ++served);
        return request;
    }

    // ---- up

    void head(long seq, int flags, long micros, String data) {
        int at = up.writerIndex();
        frame(16, flags, 200, seq)
                .writeLongLE(-1)
                .writeIntLE((int) micros)
                .writeShortLE(0)
                .writeShortLE(2)
                .writeIntLE(0)
                .writeBytes(("OK" + data).getBytes(StandardCharsets.ISO_8859_1));
        up.setIntLE(at, up.writerIndex() - at - 16);
    }

    private void data(long seq, int flags, long micros, String data) {
        int at = up.writerIndex();
        frame(17, flags, 0, seq).writeIntLE((int) micros).writeBytes(data.getBytes(StandardCharsets.ISO_8859_1));
        up.setIntLE(at, up.writerIndex() - at - 16);
    }

    private ByteBuf frame(int kind, int flags, int aux, long seq) {
        return up.writeIntLE(0)
                .writeByte(kind)
                .writeByte(flags)
                .writeShortLE(aux)
                .writeLongLE(seq);
    }

    /** A frame that there is not. */
    void garble() {
        frame(99, 0, 0, 1);
    }

    /** SKIPPED, whatever the front thinks. */
    void skip(long seq) {
        frame(20, 0, 0, seq);
    }

    /** What has been answered reaches the front, if it reads. */
    void send() {
        sendUpTo(Integer.MAX_VALUE);
    }

    /** At most so many octets of what has been answered reach the front. */
    void sendUpTo(int most) {
        if (config().isAutoRead() && up.isReadable()) {
            ByteBuf copy = alloc().buffer().writeBytes(up, Math.min(most, up.readableBytes()));
            writeInbound(copy);
        }
    }

    boolean isReadByFront() {
        return config().isAutoRead();
    }

    /** Octets answered that the front has not read. */
    int unsent() {
        return up.readableBytes();
    }

    /** Its process is gone. */
    void die() {
        var _ = close();
        receive();
    }

    // ---- DuplexChannel

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        outputShutdown = true;
        return newSucceededFuture();
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdownOutput();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return shutdownOutput(promise);
    }
}
