// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the decoders make of everything one client sends: heads and bodies in turn, as a connection does it. Run on one
 * input cut in various ways, it must read the same.
 */
final class Conversation {
    static final HeadLimits LIMITS = new HeadLimits(16 * 1024, 64 * 1024, 100);

    private static final int RANDOM_CUTS = 8;

    private final RequestDecoder heads;
    private final ByteBuf in = Unpooled.buffer();
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private @Nullable RequestHead head;
    private @Nullable BodyDecoder bodyDecoder;
    private @Nullable Http1Violation refusal;

    private Conversation(HeadLimits limits) {
        this.heads = new RequestDecoder(limits);
    }

    /** One request as read. */
    record Message(RequestHead head, String body) {
        String text() {
            return describe(head) + "\n" + body;
        }
    }

    /**
     * What was read.
     *
     * @param messages the complete requests
     * @param partial the head and what there was of the body of an incomplete one, or null
     * @param refusal what ended it, or null
     * @param rest octets not consumed
     */
    record Reading(
            List<Message> messages,
            @Nullable Message partial,
            @Nullable Http1Violation refusal,
            String rest) {

        /** The only request. */
        Message only() {
            if (messages.size() != 1 || refusal != null) {
                throw new AssertionError("not one request: " + text());
            }
            return messages.get(0);
        }

        String text() {
            StringBuilder text = new StringBuilder();
            messages.forEach(message -> text.append(message.text()).append('\n'));
            if (partial != null) {
                text.append("partial ").append(partial.text()).append('\n');
            }
            return text.append("refused: ")
                    .append(refusal)
                    .append("\nrest: ")
                    .append(rest)
                    .toString();
        }
    }

    /** A request that nothing is wrong with. */
    static final String GOOD = lines("GET /good HTTP/1.1", "Host: good", "");

    /** Makes sure that the input is refused, and that a good request after it is not read; cut in all ways. */
    static void assertRefused(String input, Http1Violation why) {
        Reading reading = read(input + GOOD);
        assertThat(reading.refusal()).as(reading.text()).isEqualTo(why);
        assertThat(reading.messages()).as("requests read in spite of the error").isEmpty();
    }

    /** Reads a request that is followed by another one, cut in all ways; returns the first. */
    static Message first(String input) {
        Reading reading = read(input + GOOD);
        assertThat(reading.refusal()).as(reading.text()).isNull();
        assertThat(reading.messages()).as(reading.text()).hasSize(2);
        assertThat(reading.messages().get(1).head().target()).isEqualTo("/good");
        return reading.messages().get(0);
    }

    /** Reads a request whose end is missing, cut in all ways; returns what there is. */
    static Message incomplete(String input) {
        Reading reading = read(input);
        assertThat(reading.refusal()).as(reading.text()).isNull();
        assertThat(reading.messages()).as(reading.text()).isEmpty();
        return Objects.requireNonNull(reading.partial(), "no head");
    }

    /** Each line with its CRLF. */
    static String lines(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    /**
     * Reads the input whole, octet by octet and in random cuts, makes sure that all agree, and returns what they read.
     */
    static Reading read(String latin1) {
        return read(latin1, LIMITS);
    }

    static Reading read(String latin1, HeadLimits limits) {
        byte[] input = latin1.getBytes(StandardCharsets.ISO_8859_1);
        Reading whole = readCut(input, limits, input.length, null);
        agree(whole, readCut(input, limits, 1, null), latin1);
        for (int seed = 0; seed < RANDOM_CUTS; seed++) {
            agree(whole, readCut(input, limits, Math.max(1, input.length / 2), new Random(seed)), latin1);
        }
        return whole;
    }

    private static void agree(Reading whole, Reading cut, String input) {
        if (!whole.text().equals(cut.text())) {
            throw new AssertionError(
                    "cuts change the reading of\n" + input + "\nwhole: " + whole.text() + "\ncut: " + cut.text());
        }
    }

    /** Reads the input in pieces of {@code most} octets, or of random sizes up to that. */
    static Reading readCut(byte[] input, HeadLimits limits, int most, @Nullable Random random) {
        Conversation conversation = new Conversation(limits);
        int at = 0;
        while (at < input.length && conversation.refusal == null) {
            int size = Math.min(random == null ? most : 1 + random.nextInt(most), input.length - at);
            conversation.receive(input, at, size);
            at += size;
        }
        Reading reading = conversation.end(input, at);
        conversation.in.release();
        return reading;
    }

    private void receive(byte[] input, int at, int size) {
        in.discardReadBytes();
        in.writeBytes(input, at, size);
        try {
            while (step()) {
                // on to the next message
            }
        } catch (ProtocolException e) {
            refusal = (Http1Violation) e.violation();
        }
    }

    private boolean step() {
        if (bodyDecoder == null) {
            head = heads.decode(in);
            if (head == null) {
                return false;
            }
            bodyDecoder = new BodyDecoder(head);
        }
        ByteBuf part = bodyDecoder.decode(in);
        while (part != null) {
            body.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
            part = bodyDecoder.decode(in);
        }
        if (!bodyDecoder.isComplete()) {
            return false;
        }
        messages.add(message());
        bodyDecoder = null;
        head = null;
        return true;
    }

    private Message message() {
        Message message = new Message(Objects.requireNonNull(head), body.toString());
        body.setLength(0);
        return message;
    }

    private Reading end(byte[] input, int at) {
        // after a refusal nothing is read, and how much of the input had come by then depends on the cut
        String rest = refusal != null
                ? ""
                : in.toString(StandardCharsets.ISO_8859_1)
                        + new String(input, at, input.length - at, StandardCharsets.ISO_8859_1);
        return new Reading(messages, head == null || refusal != null ? null : message(), refusal, rest);
    }

    private static String describe(RequestHead head) {
        StringBuilder text = new StringBuilder();
        text.append(head.method()).append(' ').append(head.form()).append(' ').append(head.target());
        text.append(" path=").append(head.rawPath()).append(" query=").append(head.rawQuery());
        text.append(" host=").append(head.host()).append(" minor=").append(head.minorVersion());
        text.append(" length=").append(head.contentLength()).append(" chunked=").append(head.chunked());
        text.append(" keep=").append(head.keepAlive()).append(" expect=").append(head.expectContinue());
        for (int i = 0; i < head.fieldCount(); i++) {
            text.append("\n  ").append(name(head, i)).append('=').append(value(head, i));
            text.append(head.isHopByHop(i) ? " (hop)" : "");
        }
        return text.toString();
    }

    static String name(RequestHead head, int i) {
        return new String(head.octets(), head.nameStart(i), head.nameLength(i), StandardCharsets.ISO_8859_1);
    }

    static String value(RequestHead head, int i) {
        return new String(head.octets(), head.valueStart(i), head.valueLength(i), StandardCharsets.ISO_8859_1);
    }
}
