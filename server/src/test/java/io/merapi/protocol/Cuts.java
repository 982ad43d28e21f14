// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The split harness: gives a decoder the same octets whole, cut in two at every place, octet by octet and in random
 * pieces, and makes sure that it reads the same in them every time.
 */
public final class Cuts {
    private static final int RANDOM_CUTS = 50;

    /** Up to here every cut in two is tried. */
    private static final int SHORT = 600;

    private Cuts() {}

    /** Reads all events that are complete, and notes each as lines of text; releases what they hold. */
    public interface Reader extends BiConsumer<ByteBuf, List<String>> {}

    /** What a new reader notes about the input, in whichever way it is cut; a refusal is the last line. */
    public static List<String> read(byte[] input, Supplier<Reader> readers) {
        List<String> whole = read(List.of(input), readers.get());
        if (input.length <= SHORT) {
            for (int cut = 1; cut < input.length; cut++) {
                agree(whole, List.of(Arrays.copyOf(input, cut), Arrays.copyOfRange(input, cut, input.length)), readers);
            }
        }
        agree(whole, pieces(input, 1, new Random(0)), readers);
        for (int seed = 0; seed < RANDOM_CUTS; seed++) {
            agree(whole, pieces(input, Math.max(1, input.length / 2), new Random(seed)), readers);
        }
        return whole;
    }

    private static void agree(List<String> whole, List<byte[]> pieces, Supplier<Reader> readers) {
        assertThat(read(pieces, readers.get()))
                .as("read in %s", pieces.stream().map(HexFormat.of()::formatHex).toList())
                .isEqualTo(whole);
    }

    private static List<byte[]> pieces(byte[] input, int most, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int end = Math.min(input.length, at + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return pieces;
    }

    private static List<String> read(List<byte[]> pieces, Reader reader) {
        List<String> notes = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        try {
            for (byte[] piece : pieces) {
                in.writeBytes(piece);
                reader.accept(in, notes);
            }
        } catch (ProtocolException e) {
            notes.add(e.violation().name());
        }
        assertThat(in.refCnt()).as("holders of the input").isEqualTo(1);
        in.release();
        return notes;
    }
}
