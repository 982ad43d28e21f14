// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The CGI variables of a request (RFC 3875 section 4.1, PEP 3333 "environ Variables"), names and values as latin-1
 * octets: what uwsgi, FastCGI and SCGI carry and what HTTP is turned into.
 *
 * <p>They are kept in the encoding the worker reads, a run of marshal string pairs without the enclosing dict, so that
 * sending them is one copy. An entry is {@code 'z' len8 ascii}, {@code 'a' len32 ascii} or {@code 'u' len32 utf-8}
 * (CPython {@code Python/marshal.c}: TYPE_SHORT_ASCII, TYPE_ASCII, TYPE_UNICODE; little-endian).
 */
public final class Vars {
    private byte[] bytes;
    private int size;
    private int count;

    public Vars(int initialBytes) {
        this.bytes = new byte[initialBytes];
    }

    /** Adds a variable; the caller makes sure that the name is not there yet. Both are octets 0 to 255. */
    public void add(String name, String value) {
        byte[] n = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] v = value.getBytes(StandardCharsets.ISO_8859_1);
        add(n, 0, n.length, v, 0, v.length);
    }

    /** Adds a variable from slices of latin-1 octets. */
    @SuppressWarnings("checkstyle:ParameterNumber") // two slices; records would be garbage on every header
    public void add(byte[] name, int nameStart, int nameLength, byte[] value, int valueStart, int valueLength) {
        append(name, nameStart, nameLength);
        append(value, valueStart, valueLength);
        count++;
    }

    /** Adds a variable whose value is a slice of latin-1 octets. */
    public void add(byte[] name, byte[] value, int valueStart, int valueLength) {
        append(name, 0, name.length);
        append(value, valueStart, valueLength);
        count++;
    }

    /** Adds all variables of another. */
    public void addAll(Vars other) {
        ensure(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
        count += other.count;
    }

    private void append(byte[] source, int start, int length) {
        int high = 0;
        for (int i = start; i < start + length; i++) {
            high += (source[i] & 0x80) >>> 7;
        }
        ensure(5 + length + high);
        if (high == 0) {
            appendAscii(source, start, length);
        } else {
            appendUtf8(source, start, length, high);
        }
    }

    private void appendAscii(byte[] source, int start, int length) {
        if (length < 256) {
            bytes[size++] = 'z';
            bytes[size++] = (byte) length;
        } else {
            bytes[size++] = 'a';
            putInt(length);
        }
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    private void appendUtf8(byte[] source, int start, int length, int high) {
        bytes[size++] = 'u';
        putInt(length + high);
        for (int i = start; i < start + length; i++) {
            int octet = source[i] & 0xff;
            if (octet < 0x80) {
                bytes[size++] = (byte) octet;
            } else {
                bytes[size++] = (byte) (0xc0 | (octet >>> 6));
                bytes[size++] = (byte) (0x80 | (octet & 0x3f));
            }
        }
    }

    private void putInt(int value) {
        bytes[size++] = (byte) value;
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 24);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** The value of the first variable of that name, or null. */
    public @Nullable String get(String name) {
        int at = 0;
        while (at < size) {
            boolean match = stringLength(at) == name.length() && matches(at, name);
            at = next(at);
            if (match) {
                return string(at);
            }
            at = next(at);
        }
        return null;
    }

    private boolean matches(int at, String name) {
        int start = contentStart(at);
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != (byte) name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Calls the visitor with every variable in the order they were added. */
    public void forEach(Visitor visitor) {
        int at = 0;
        while (at < size) {
            String name = string(at);
            at = next(at);
            visitor.variable(name, string(at));
            at = next(at);
        }
    }

    private String string(int at) {
        boolean utf8 = bytes[at] == 'u';
        return new String(
                bytes, contentStart(at), stringLength(at), utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private int contentStart(int at) {
        return bytes[at] == 'z' ? at + 2 : at + 5;
    }

    private int stringLength(int at) {
        if (bytes[at] == 'z') {
            return bytes[at + 1] & 0xff;
        }
        return (bytes[at + 1] & 0xff)
                | ((bytes[at + 2] & 0xff) << 8)
                | ((bytes[at + 3] & 0xff) << 16)
                | ((bytes[at + 4] & 0xff) << 24);
    }

    private int next(int at) {
        return contentStart(at) + stringLength(at);
    }

    /** How many variables there are. */
    public int count() {
        return count;
    }

    /** Size of the encoded pairs in octets. */
    public int encodedBytes() {
        return size;
    }

    /**
     * Appends the encoded pairs to {@code out}; the caller puts the marshal dict's opening and closing octets around.
     */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, size);
    }

    /** Sees each variable. */
    public interface Visitor {
        void variable(String name, String value);
    }
}
