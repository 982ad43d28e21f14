// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every input, tried on very many. */
final class DecoderFuzzTest {
    private static final int INPUTS = 200_000;
    private static final int OCTET_BY_OCTET = 4;
    private static final HeadLimits LIMITS = new HeadLimits(60, 300, 12);

    /** The grammar of RFC 9112 again, in another notation, with what is deliberately narrower here. */
    private static final Pattern HEAD = Pattern.compile("(?<method>[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) "
            + "(?<target>[\\x21\\x22\\x24-\\x7e]+) HTTP/1\\.[0-9]\r\n"
            + "(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\x20-\\x7e\\x80-\\xff\\t]*\r\n)*\r\n");

    private static final Pattern PATH = Pattern.compile("\\*|/(?:[^%]|%(?!00)[0-9A-Fa-f]{2})*");

    @Test
    void anyInputIsReadTheSameInAnyCutOrRefused() {
        Mutations mutations = new Mutations(1);
        Random cuts = new Random(2);
        Set<Http1Violation> seen = EnumSet.noneOf(Http1Violation.class);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutations.next();
            Conversation.Reading whole = Conversation.readCut(input, LIMITS, input.length, null);
            assertSame(input, whole, Conversation.readCut(input, LIMITS, 1 + cuts.nextInt(40), cuts));
            if (i % OCTET_BY_OCTET == 0) {
                assertSame(input, whole, Conversation.readCut(input, LIMITS, 1, null));
            }
            read += whole.messages().size();
            whole.messages().forEach(message -> assertWellFormed(message.head()));
            if (whole.refusal() != null) {
                seen.add(whole.refusal());
            }
        }
        assertThat(read).as("requests read").isGreaterThan(INPUTS / 5);
        // inputs are too short for that one
        EnumSet<Http1Violation> unreachable = EnumSet.of(Http1Violation.CHUNK_EXTENSIONS_TOO_LARGE);
        assertThat(seen).as("violations met").containsAll(EnumSet.complementOf(unreachable));
    }

    private static void assertSame(byte[] input, Conversation.Reading whole, Conversation.Reading cut) {
        if (!whole.text().equals(cut.text())) {
            assertThat(cut.text()).as(text(input)).isEqualTo(whole.text());
        }
    }

    private static void assertWellFormed(RequestHead head) {
        String octets = text(head.octets());
        Matcher matcher = HEAD.matcher(octets);
        boolean formed = matcher.matches()
                && matcher.group("method").equals(head.method())
                && matcher.group("target").equals(head.target())
                && PATH.matcher(head.rawPath()).matches()
                && !(head.chunked() && head.contentLength() >= 0)
                && (head.minorVersion() == 0 || head.value("host") != null);
        if (!formed) {
            assertThat(octets).as("accepted").isEqualTo("a well-formed head");
        }
    }

    @Test
    void nothingBeyondTheInputIsRead() {
        Mutations mutations = new Mutations(3);
        int refused = 0;
        for (int i = 0; i < INPUTS / 4; i++) {
            // no octet more than the input: a look beyond it is an exception
            ByteBuf exact = Unpooled.wrappedBuffer(mutations.next());
            try {
                RequestHead head = new RequestDecoder(LIMITS).decode(exact);
                if (head != null) {
                    drain(new BodyDecoder(head), exact);
                }
            } catch (ProtocolException e) {
                refused++;
            } finally {
                exact.release();
            }
        }
        assertThat(refused).isPositive();
    }

    private static void drain(BodyDecoder body, ByteBuf in) {
        ByteBuf part = body.decode(in);
        while (part != null) {
            part.release();
            part = body.decode(in);
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
