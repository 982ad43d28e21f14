// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.marshal;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as CPython's {@code marshal} reads them (CPython {@code Python/marshal.c}, format version 2; all
 * integers little-endian): {@code N} None, {@code T}/{@code F}, {@code i} + i32, {@code [} + u32 count + items, <code>{
 * </code> + key and value pairs + {@code 0}, and text as {@code z} + u8 size + ASCII, {@code a} + u32 size + ASCII or
 * {@code u} + u32 size + UTF-8.
 */
public final class MarshalWriter {
    private MarshalWriter() {}

    /**
     * Appends a value.
     *
     * @param value null, Boolean, Integer, String, or a List or Map of those
     * @throws IllegalArgumentException for any other type
     */
    public static void write(ByteBuf out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeByte('N');
            case Boolean truth -> out.writeByte(truth ? 'T' : 'F');
            case Integer number -> {
                out.writeByte('i');
                out.writeIntLE(number);
            }
            case String text -> writeText(out, text);
            case List<?> items -> {
                out.writeByte('[');
                out.writeIntLE(items.size());
                items.forEach(item -> write(out, item));
            }
            case Map<?, ?> pairs -> {
                out.writeByte('{');
                pairs.forEach((key, item) -> {
                    write(out, key);
                    write(out, item);
                });
                out.writeByte('0');
            }
            default -> throw new IllegalArgumentException("not marshalled: " + value.getClass());
        }
    }

    private static void writeText(ByteBuf out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean ascii = utf8.length == text.length();
        if (ascii && utf8.length < 256) {
            out.writeByte('z');
            out.writeByte(utf8.length);
        } else {
            out.writeByte(ascii ? 'a' : 'u');
            out.writeIntLE(utf8.length);
        }
        out.writeBytes(utf8);
    }
}
