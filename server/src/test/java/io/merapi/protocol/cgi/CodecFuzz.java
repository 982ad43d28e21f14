// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes very many inputs of a few good packets and a damaged one, the same ones for one seed, and makes sure of each
 * that it is read alike in any cut, that the good ones are read however the damaged one is, and that nothing beyond the
 * input is touched.
 */
public final class CodecFuzz {
    /** How many inputs, of 2.5 packets each; more with {@code -Dmerapi.fuzz.inputs=400000}. */
    private static final int INPUTS = Integer.getInteger("merapi.fuzz.inputs", 100_000);

    private static final int MOST_GOOD = 3;
    private static final int MOST_CHANGES = 3;

    private final List<byte[]> good;
    private final List<String> goodLines;
    private final List<byte[]> seeds;
    private final Supplier<Cuts.Reader> readers;
    private final Random random;
    private final Set<String> refusals = new TreeSet<>();
    private int damagedAndRead;

    /**
     * A run of its own.
     *
     * @param good packets without a body
     * @param seeds what is damaged
     */
    public CodecFuzz(List<byte[]> good, List<byte[]> seeds, Supplier<Cuts.Reader> readers, long seed) {
        this.good = good;
        this.seeds = seeds;
        this.readers = readers;
        this.random = new Random(seed);
        this.goodLines = good.stream()
                .map(packet -> String.join("; ", read(packet, packet.length)))
                .toList();
    }

    /** Sees what else must hold of a damaged packet. */
    public interface Check {
        /**
         * The lines that must be noted about it.
         *
         * @param packet damaged, at times so little that there is nothing wrong with it
         * @param noted the lines that have been
         */
        void accept(byte[] packet, List<String> noted);
    }

    /** Runs; returns the causes of the refusals that were met. */
    public Set<String> run(Check check) {
        for (int i = 0; i < INPUTS; i++) {
            int[] before =
                    random.ints(random.nextInt(MOST_GOOD + 1), 0, good.size()).toArray();
            byte[] damaged = damage();
            byte[] input = joined(before, damaged);
            List<String> whole = read(input, input.length);
            List<String> cut = read(input, 1 + random.nextInt(i % 4 == 0 ? 1 : 40));
            if (!cut.equals(whole)) {
                assertThat(cut).as("input %d, cut", i).isEqualTo(whole);
            }
            for (int at = 0; at < before.length; at++) {
                assertThat(whole.get(at)).as("input %d, good packet %d", i, at).isEqualTo(goodLines.get(before[at]));
            }
            List<String> noted = whole.subList(before.length, whole.size());
            note(noted);
            check.accept(damaged, noted);
        }
        assertThat(damagedAndRead).as("damaged and read").isGreaterThan(INPUTS / 20);
        return refusals;
    }

    private void note(List<String> noted) {
        if (!noted.isEmpty() && !noted.getLast().contains(" ")) {
            refusals.add(noted.getLast());
        } else if (!noted.isEmpty()) {
            damagedAndRead++;
        }
    }

    private byte[] damage() {
        byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(MOST_CHANGES + 1); i > 0 && packet.length > 0; i--) {
            packet = change(packet);
        }
        return packet;
    }

    private byte[] change(byte[] packet) {
        int at = random.nextInt(random.nextBoolean() ? packet.length : Math.min(packet.length, 16));
        int to = Math.min(packet.length, at + 1 + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> with(packet, at, (byte) random.nextInt(256));
            case 1 -> with(packet, at, (byte) (packet[at] + random.nextInt(3) - 1));
            case 2 -> with(packet, at, (byte) "\0\r\n=,:09A\u00ff".charAt(random.nextInt(10)));
            case 3 -> Arrays.copyOf(packet, at);
            case 4 -> joined(packet, at, to);
            default -> joined(packet, to, at);
        };
    }

    private static byte[] with(byte[] packet, int at, byte octet) {
        packet[at] = octet;
        return packet;
    }

    private byte[] joined(int[] first, byte[] last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int each : first) {
            out.writeBytes(good.get(each));
        }
        out.writeBytes(last);
        return out.toByteArray();
    }

    private static byte[] joined(byte[] packet, int end, int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(packet, 0, end);
        out.write(packet, start, packet.length - start);
        return out.toByteArray();
    }

    /** Reads in pieces of up to {@code most} octets; of the buffer not one octet more is there than has come. */
    private List<String> read(byte[] input, int most) {
        List<String> notes = new ArrayList<>();
        Cuts.Reader reader = readers.get();
        ByteBuf in = Unpooled.wrappedBuffer(input).writerIndex(0);
        try {
            while (in.writerIndex() < input.length) {
                int left = input.length - in.writerIndex();
                in.writerIndex(in.writerIndex() + (most >= left ? left : 1 + random.nextInt(most)));
                reader.accept(in, notes);
            }
        } catch (ProtocolException e) {
            notes.add(e.violation().name());
        }
        if (in.refCnt() != 1) {
            throw new AssertionError("the input is held " + in.refCnt() + " times");
        }
        in.release();
        return notes;
    }
}
