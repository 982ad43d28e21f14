// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.merapi.protocol.Cuts;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What holds for every input, tried on very many: it reads the same in any cut, and holds on to nothing. An input is
 * several records; {@code -Dmerapi.fuzz.inputs=N} tries N of them each way.
 */
final class FastCgiFuzzTest {
    private static final int INPUTS = Integer.getInteger("merapi.fuzz.inputs", 50_000);
    private static final int[] TYPES = {1, 1, 1, 2, 3, 4, 4, 4, 4, 5, 5, 5, 6, 7, 8, 9, 10, 11, 0, 12, 255};

    private final Random random = new Random(1);

    @Test
    void anyRequestsAreReadTheSameInAnyCutOrRefused() {
        List<FastCgiVector> seeds = FastCgiVector.of("down");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < INPUTS; i++) {
            boolean ending = random.nextInt(4) != 0;
            seen.addAll(readTwice(input(seeds), () -> new FastCgiNotes(ending)));
        }
        for (FastCgiViolation violation : FastCgiViolation.values()) {
            if (violation != FastCgiViolation.STATUS_UNKNOWN) {
                assertThat(seen).contains(violation.name());
            }
        }
        assertThat(seen).contains("begun", "variables", "body", "body_end", "aborted", "refused", "rejected", "asked");
    }

    @Test
    void anyAnswersAreReadTheSameInAnyCutOrRefused() {
        List<FastCgiVector> seeds = FastCgiVector.of("up");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < INPUTS; i++) {
            seen.addAll(readTwice(input(seeds), FastCgiNotes::ofAnswers));
        }
        assertThat(seen)
                .contains("output", "errors", "ended", "values", "type_unknown")
                .contains("STATUS_UNKNOWN", "VERSION_UNKNOWN", "CONTENT_LENGTH_WRONG", "REQUEST_ID_MISSING");
    }

    /** Returns all words of the notes. */
    private Set<String> readTwice(byte[] input, Supplier<Cuts.Reader> readers) {
        List<String> whole = read(input, input.length, readers.get());
        List<String> cut = read(input, 1 + random.nextInt(24), readers.get());
        if (!cut.equals(whole)) {
            assertThat(cut).as(HexFormat.of().formatHex(input)).isEqualTo(whole);
        }
        Set<String> words = new HashSet<>();
        whole.forEach(note -> words.addAll(Arrays.asList(note.split(" "))));
        return words;
    }

    private byte[] input(List<FastCgiVector> seeds) {
        ByteBuf joined = Unpooled.buffer();
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (random.nextInt(3) == 0) {
                randomRecords(joined);
            } else {
                byte[] seed = seeds.get(random.nextInt(seeds.size())).octets();
                joined.writeBytes(seed, 0, random.nextInt(8) == 0 ? random.nextInt(seed.length) : seed.length);
            }
        }
        byte[] input = Arrays.copyOf(joined.array(), joined.readableBytes());
        for (int i = random.nextInt(4); i > 0 && input.length > 0; i--) {
            int near = random.nextBoolean() ? Math.min(input.length, 40) : input.length;
            input[random.nextInt(near)] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(3) - 1);
        }
        return input;
    }

    /** Well-formed records that make little sense together. */
    private void randomRecords(ByteBuf out) {
        for (int i = random.nextInt(12); i >= 0; i--) {
            int type = TYPES[random.nextInt(TYPES.length)];
            int length = random.nextInt(3) == 0 ? 0 : type == 1 || type == 3 ? 8 : random.nextInt(40);
            int padding = random.nextInt(3) == 0 ? random.nextInt(256) : 0;
            out.writeByte(1).writeByte(type).writeShort(random.nextInt(4));
            out.writeShort(length).writeByte(padding).writeByte(random.nextInt(2));
            for (int octet = 0; octet < length + padding; octet++) {
                out.writeByte(random.nextInt(octet == 1 ? 2 : 6));
            }
        }
    }

    private List<String> read(byte[] input, int most, Cuts.Reader reader) {
        List<String> notes = new ArrayList<>();
        ByteBuf in = Unpooled.buffer(Math.max(1, input.length));
        try {
            int at = 0;
            while (at < input.length) {
                int size = Math.min(input.length - at, most == input.length ? most : 1 + random.nextInt(most));
                in.writeBytes(input, at, size);
                at += size;
                reader.accept(in, notes);
            }
        } catch (ProtocolException e) {
            notes.add(e.violation().name());
        }
        assertThat(in.refCnt()).as("holders of the input").isEqualTo(1);
        in.release();
        return notes;
    }

    @Test
    void lengthsThatOnlyClaimToBeLargeCostNoMemory() {
        ByteBuf in = Unpooled.buffer(1 << 20);
        for (int id = 1; id <= 1000; id++) {
            FastCgiRequestEncoder.begin(in, id, FastCgiRequestEncoder.RESPONDER, true);
        }
        FastCgiDecoder decoder = new FastCgiDecoder(new FastCgiLimits(1 << 20, 1 << 30, 1000));
        drain(decoder, in);
        for (int id = 1; id <= 1000; id++) {
            // one octet of variables, which announces a name and a value of two gigabytes
            in.writeLong(0x0104_0000_0001_0000L | (long) id << 32).writeByte(0xff);
        }
        // the last record of variables is not complete
        in.writeLong(0x0104_0001_ffff_ff00L).writeByte(0xff);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        drain(decoder, in);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 10);
        in.release();
    }

    private static void drain(FastCgiDecoder decoder, ByteBuf in) {
        FastCgiEvent event = decoder.decode(in);
        while (event != null) {
            event = decoder.decode(in);
        }
    }
}
