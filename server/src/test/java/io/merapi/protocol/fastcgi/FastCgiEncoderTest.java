// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What both ends write is what the vectors have, to the octet, and however long it is. */
final class FastCgiEncoderTest {

    static List<FastCgiVector> requests() {
        return FastCgiVector.of("down").stream()
                .filter(vector -> !vector.isReadOnly())
                .toList();
    }

    static List<FastCgiVector> answers() {
        return FastCgiVector.of("up").stream()
                .filter(vector -> !vector.isReadOnly())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void writesRequests(FastCgiVector vector) {
        assertThat(ByteBufUtil.hexDump(vector.requests())).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void writesAnswers(FastCgiVector vector) {
        assertThat(ByteBufUtil.hexDump(vector.answers())).isEqualTo(vector.hex());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_527, 65_528, 65_529, 131_056, 131_057, 1_000_000})
    void partsLongOutputIntoRecordsThatStayAligned(int length) {
        ByteBuf content = random(length);
        ByteBuf out = Unpooled.buffer().writeByte(0xaa);
        int start = FastCgiEncoder.beginStdout(out, 0xfffe);
        out.writeBytes(content.duplicate());
        FastCgiEncoder.endStdout(out, start);
        out.skipBytes(1);
        assertThat(lengths(out)).isEqualTo(expectedLengths(length));
        assertThat(output(out, 0xfffe)).isEqualTo(content);
    }

    private static List<Integer> expectedLengths(int length) {
        List<Integer> lengths = new ArrayList<>();
        for (int left = length; left > 0; left -= FastCgiEncoder.MOST_CONTENT_BYTES) {
            lengths.add(Math.min(left, FastCgiEncoder.MOST_CONTENT_BYTES));
        }
        return lengths;
    }

    /** The lengths of all records, which the headers give. */
    private static List<Integer> lengths(ByteBuf records) {
        List<Integer> lengths = new ArrayList<>();
        int at = records.readerIndex();
        while (at < records.writerIndex()) {
            int length = records.getUnsignedShort(at + 4);
            lengths.add(length);
            at += FastCgiEncoder.HEADER_BYTES + length;
        }
        return lengths;
    }

    private static ByteBuf output(ByteBuf records, int id) {
        FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();
        ByteBuf joined = Unpooled.buffer();
        for (FastCgiAnswer answer = decoder.decode(records); answer != null; answer = decoder.decode(records)) {
            assertThat(answer).isInstanceOf(FastCgiAnswer.Output.class);
            FastCgiAnswer.Output output = (FastCgiAnswer.Output) answer;
            assertThat(output.id()).isEqualTo(id);
            joined.writeBytes(output.octets());
            output.octets().release();
        }
        return joined;
    }

    @Test
    void writesNoRecordForOutputThatIsEmpty() {
        ByteBuf out = Unpooled.buffer().writeByte(0xaa);
        FastCgiEncoder.endStdout(out, FastCgiEncoder.beginStdout(out, 1));
        FastCgiEncoder.stderr(out, 1, Unpooled.EMPTY_BUFFER);
        FastCgiRequestEncoder.variables(out, 1, Unpooled.EMPTY_BUFFER);
        FastCgiRequestEncoder.body(out, 1, Unpooled.EMPTY_BUFFER);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("aa");
    }

    @Test
    void writesAHeaderWhoseContentTheCallerAppends() {
        ByteBuf out = Unpooled.buffer();
        FastCgiEncoder.stdoutHeader(out, 0x102, 0x304);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("0106010203040000");
        assertThat(out.readableBytes()).isEqualTo(FastCgiEncoder.HEADER_BYTES);
    }

    @Test
    void saysHowMuchTheEndTakes() {
        ByteBuf out = Unpooled.buffer();
        FastCgiEncoder.complete(out, 1, 0);
        assertThat(out.readableBytes()).isEqualTo(FastCgiEncoder.COMPLETE_BYTES);
    }

    @Test
    void partsLongBodiesAndVariables() {
        ByteBuf content = random(200_000);
        ByteBuf out = Unpooled.buffer();
        FastCgiRequestEncoder.body(out, 1, content.duplicate());
        assertThat(lengths(out)).isEqualTo(expectedLengths(200_000));
        out.clear();
        FastCgiRequestEncoder.variables(out, 1, content.duplicate());
        assertThat(lengths(out)).isEqualTo(expectedLengths(200_000));
    }

    private static ByteBuf random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return Unpooled.wrappedBuffer(octets);
    }
}
