// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.fastcgi.FastCgiAnswer;
import io.merapi.protocol.fastcgi.FastCgiAnswerDecoder;
import io.merapi.transport.socket.ListenerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A web server's FastCGI connection: sends records, and sorts what is answered by the requests' ids. */
final class FastCgiPeer implements AutoCloseable {
    private final RawClient client;
    private final FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();
    private final ByteBuf in = Unpooled.buffer();
    private final Map<Integer, StringBuilder> outputs = new HashMap<>();
    private final Map<Integer, FastCgiAnswer.Ended> ended = new HashMap<>();

    FastCgiPeer(TestFront front) {
        this.client = front.connect(ListenerProtocol.FASTCGI);
    }

    /** An answer and how it ended. */
    record Whole(GatewayClient.Answer answer, FastCgiAnswer.Ended ended) {}

    FastCgiPeer send(ByteBuf records) {
        client.send(ByteBufUtil.getBytes(records));
        return this;
    }

    Thread sendInBackground(ByteBuf records) {
        return client.sendInBackground(ByteBufUtil.getBytes(records));
    }

    /** What comes next, whatever it is. */
    FastCgiAnswer next() {
        FastCgiAnswer next = decoder.decode(in);
        while (next == null) {
            in.discardReadBytes().writeCharSequence(client.some(), StandardCharsets.ISO_8859_1);
            next = decoder.decode(in);
        }
        return next;
    }

    private void readOne() {
        switch (next()) {
            case FastCgiAnswer.Output(int id, ByteBuf octets) ->
                outputs.computeIfAbsent(id, any -> new StringBuilder())
                        .append(octets.toString(StandardCharsets.ISO_8859_1));
            case FastCgiAnswer.Ended end -> ended.put(end.id(), end);
            case FastCgiAnswer other -> throw new AssertionError("not expected: " + other);
        }
    }

    /** Reads until that much of an answer is there. */
    void expect(int id, int bytes) {
        while (outputs.getOrDefault(id, new StringBuilder()).length() < bytes) {
            readOne();
        }
    }

    /** Reads until a request is over. */
    Whole whole(int id) {
        while (!ended.containsKey(id)) {
            readOne();
        }
        StringBuilder output = outputs.remove(id);
        FastCgiAnswer.Ended end = ended.remove(id);
        return new Whole(GatewayClient.parse(output == null ? "" : output.toString(), true), end);
    }

    GatewayClient.Answer answer(int id) {
        return whole(id).answer();
    }

    void assertClosed() {
        assertThat(client.readToEnd()).isEmpty();
    }

    @Override
    public void close() {
        client.close();
    }
}
