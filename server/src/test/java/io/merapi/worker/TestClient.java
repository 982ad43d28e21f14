// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeTimes;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.ResponseHead;
import io.merapi.exchange.ResponseSink;
import io.merapi.exchange.Vars;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** One request, and the client that waits for its one answer. */
final class TestClient implements ResponseSink {
    private final Exchange exchange;
    private final StringBuilder text = new StringBuilder();
    private String fields = "";
    private boolean answered;
    private boolean ended;
    private boolean cut;
    private boolean writable = true;
    private int overs;

    TestClient(Request request, EventExecutor loop, LongSupplier clock) {
        exchange = new Exchange(request, this, loop, over -> overs++, new ExchangeTimes(clock, 0));
    }

    static Request request(String method, String uri, RequestBody body) {
        Vars vars = new Vars(64);
        vars.add("REQUEST_METHOD", method);
        vars.add("REQUEST_URI", uri);
        return new Request(method, uri, "HTTP/1.1", "127.0.0.1", vars, body);
    }

    Exchange exchange() {
        return exchange;
    }

    // ---- what the test asks

    /** {@code 200 octets} as far as they have come, then {@code ...} while more is awaited or {@code CUT}. */
    String answer() {
        return text + (cut ? " CUT" : ended || !answered ? "" : "...");
    }

    String fields() {
        return fields;
    }

    /** Whether there is nothing of an answer yet. */
    boolean isWaiting() {
        return !answered;
    }

    /** Whether all of the answer has been given, or it was cut. */
    boolean isComplete() {
        return ended || cut;
    }

    /** How often the exchange was over. */
    int overs() {
        return overs;
    }

    // ---- what the client does

    void leave() {
        exchange.clientGone();
    }

    void endInput() {
        exchange.inputEnded();
    }

    /** Reads no more. */
    void stall() {
        writable = false;
    }

    /** Reads again. */
    void resume() {
        writable = true;
        if (ended) {
            exchange.delivered();
        } else {
            exchange.writable();
        }
    }

    // ---- ResponseSink

    @Override
    public void head(ResponseHead head, ByteBuf data, boolean last) {
        assertThat(answered).as("answered already: %s", answer()).isFalse();
        answered = true;
        fields = new String(head.fields(), StandardCharsets.ISO_8859_1);
        text.append(head.status()).append(' ');
        take(data);
        if (last) {
            complete();
        }
    }

    @Override
    public void data(ByteBuf data) {
        take(data);
    }

    private void take(ByteBuf data) {
        assertThat(ended || cut).as("the answer is complete: %s", answer()).isFalse();
        text.append(data.toString(StandardCharsets.ISO_8859_1));
        data.release();
    }

    @Override
    public void file(FileRange file) {
        try (FileChannel channel = file.channel()) {
            ByteBuffer octets = ByteBuffer.allocate((int) file.length());
            channel.read(octets, file.offset());
            text.append(StandardCharsets.ISO_8859_1.decode(octets.flip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        complete();
    }

    private void complete() {
        assertThat(ended || cut).as("ended already: %s", answer()).isFalse();
        ended = true;
        if (writable) {
            exchange.delivered();
        }
    }

    @Override
    public void cut() {
        assertThat(ended || cut).as("ended already: %s", answer()).isFalse();
        cut = true;
        exchange.delivered();
    }

    @Override
    public boolean isWritable() {
        return writable;
    }
}
