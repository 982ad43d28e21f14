// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.marshal;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CPython's {@code marshal.dumps(value, 2)} writes of None, booleans, int, str, bytes, list and dict; the
 * counterpart of {@link MarshalWriter}. In version 2 there are no references ({@code FLAG_REF}) to resolve.
 */
public final class MarshalReader {
    private static final int MAX_DEPTH = 16;

    private MarshalReader() {}

    /**
     * Reads one value.
     *
     * @return null, Boolean, Integer, String, byte[], List or Map
     * @throws IllegalArgumentException when the octets are not such a value
     */
    public static @Nullable Object read(ByteBuf in) {
        try {
            return read(in, 0);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("marshal: ends early", e);
        }
    }

    private static @Nullable Object read(ByteBuf in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("marshal: nested too deeply");
        }
        int type = in.readByte();
        return switch (type) {
            case 'N' -> null;
            case 'T' -> true;
            case 'F' -> false;
            case 'i' -> in.readIntLE();
            case 'u', 't', 'a', 'A' -> text(in, in.readIntLE());
            case 'z', 'Z' -> text(in, in.readUnsignedByte());
            case 's' -> octets(in, in.readIntLE());
            case '[', '(' -> list(in, depth);
            case '{' -> dict(in, depth);
            default -> throw new IllegalArgumentException("marshal: type " + type + " is not read here");
        };
    }

    private static String text(ByteBuf in, int length) {
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException("marshal: a string ends early");
        }
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }

    private static byte[] octets(ByteBuf in, int length) {
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalArgumentException("marshal: octets end early");
        }
        byte[] octets = new byte[length];
        in.readBytes(octets);
        return octets;
    }

    private static List<@Nullable Object> list(ByteBuf in, int depth) {
        int count = in.readIntLE();
        if (count < 0 || count > in.readableBytes()) {
            throw new IllegalArgumentException("marshal: a list ends early");
        }
        // not sized by the count: lists in lists could each claim all that is left
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(in, depth + 1));
        }
        return items;
    }

    private static Map<@Nullable Object, @Nullable Object> dict(ByteBuf in, int depth) {
        Map<@Nullable Object, @Nullable Object> pairs = new LinkedHashMap<>();
        while (in.getByte(in.readerIndex()) != '0') {
            Object key = read(in, depth + 1);
            pairs.put(key, read(in, depth + 1));
        }
        in.readByte();
        return pairs;
    }
}
