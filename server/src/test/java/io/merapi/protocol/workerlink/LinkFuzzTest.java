// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.merapi.protocol.Cuts;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What holds for any octets on a link or a control connection, tried on very many: read or refused, nothing else. */
final class LinkFuzzTest {
    private static final int INPUTS = 100_000;
    private static final String[] KINDS = {
        "HELLO", "HEAD", "DATA", "FILE", "FAIL", "SKIPPED", "LOADED", "LOAD_FAILED", "SPAWNED", "EXITED"
    };

    private final List<byte[]> seeds =
            Vector.of("up", KINDS).stream().map(Vector::frame).toList();

    @Test
    void aLinkReadsOrRefusesAnyOctetsTheSameInAnyCut() {
        Set<String> refusals = fuzz(11, LinkNotes::new);
        // whether an answer is in sequence is the link's to know, not the codec's
        EnumSet<LinkViolation> met = EnumSet.complementOf(EnumSet.of(LinkViolation.OUT_OF_SEQUENCE));
        assertThat(refusals)
                .containsExactlyInAnyOrderElementsOf(
                        met.stream().map(LinkViolation::name).toList());
    }

    @Test
    void aControlConnectionReadsOrRefusesAnyOctetsTheSameInAnyCut() {
        Set<String> refusals = fuzz(12, ControlDecoderTest::notes);
        assertThat(refusals).contains("UNKNOWN_KIND", "TOO_LARGE", "WRONG_SIZE", "BAD_VALUE");
    }

    /** Returns what refusals were met. */
    private Set<String> fuzz(int seed, Supplier<Cuts.Reader> readers) {
        Random random = new Random(seed);
        Set<String> refusals = new HashSet<>();
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(random);
            List<String> whole = read(input, input.length, random, readers.get());
            List<String> cut = read(input, 1 + random.nextInt(8), random, readers.get());
            assertThat(cut).as("input %d of seed %d, cut", i, seed).isEqualTo(whole);
            if (!whole.isEmpty() && LinkNames.isViolation(whole.getLast())) {
                refusals.add(whole.getLast());
            } else {
                read += whole.size();
            }
        }
        assertThat(read).as("events read").isGreaterThan(INPUTS / 20);
        return refusals;
    }

    /** A few frames with some octets changed, left out or doubled; at times nothing but random octets. */
    private byte[] mutated(Random random) {
        ByteBuf joined = Unpooled.buffer();
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            joined.writeBytes(noise);
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            byte[] seed = seeds.get(random.nextInt(seeds.size()));
            joined.writeBytes(seed, 0, random.nextInt(8) == 0 ? random.nextInt(seed.length) : seed.length);
        }
        byte[] input = Arrays.copyOf(joined.array(), joined.readableBytes());
        for (int i = random.nextInt(3); i > 0 && input.length > 0; i--) {
            int near = random.nextBoolean() ? Math.min(input.length, 40) : input.length;
            input[random.nextInt(near)] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(3) - 1);
        }
        return input;
    }

    private static List<String> read(byte[] input, int most, Random random, Cuts.Reader reader) {
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
    void sizesThatOnlyClaimToBeLargeCostNoMemory() {
        ByteBuf nested = Unpooled.buffer();
        nested.writeByte('{');
        int size = 1 << 20;
        for (int depth = 0; depth < 12; depth++) {
            nested.writeByte('[').writeIntLE(size - 100);
        }
        nested.writeZero(size - nested.readableBytes());
        ByteBuf frame = Unpooled.buffer(size + 16);
        frame.writeIntLE(size).writeByte(32).writeZero(11).writeBytes(nested);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        List<String> notes = new ArrayList<>();
        try {
            ControlDecoderTest.notes().accept(frame, notes);
        } catch (ProtocolException e) {
            notes.add(e.violation().name());
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(notes).containsExactly("BAD_VALUE");
        assertThat(allocated).isLessThan(size);
    }

    /** Tells refusals from events among the notes. */
    private static final class LinkNames {
        private static final Set<String> VIOLATIONS = new HashSet<>(
                Arrays.stream(LinkViolation.values()).map(Enum::name).toList());

        static boolean isViolation(String note) {
            return VIOLATIONS.contains(note);
        }
    }
}
