// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes response heads and the framing of chunked bodies (RFC 9112 sections 4, 6 and 7).
 *
 * <p>The version is always HTTP/1.1, to HTTP/1.0 clients, too: it says what the server can do (RFC 9110 section 6.2).
 */
public final class ResponseEncoder {
    /** Eight hexadecimal digits and CRLF. */
    private static final int CHUNK_ROOM_BYTES = 10;

    private static final int CRLF = '\r' << 8 | '\n';
    private static final int LONGEST_DECIMAL = 19;
    private static final int LONGEST_FRAMING = 128;
    private static final byte[] VERSION = octets("HTTP/1.1 ");
    private static final byte[] STATUS = octets("Status: ");
    private static final byte[] CHUNKED = octets("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONTENT_LENGTH = octets("Content-Length: ");
    private static final byte[] CLOSE = octets("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = octets("Connection: keep-alive\r\n");
    private static final byte[] LAST_CHUNK = octets("0\r\n\r\n");
    private static final byte[] CONTINUE = octets("HTTP/1.1 100 Continue\r\n\r\n");

    private final DateField date;

    /** An encoder for whoever owns {@code date}. */
    public ResponseEncoder(DateField date) {
        this.date = date;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends a whole response head. */
    public void head(ByteBuf out, ResponseLines lines, ResponseFraming framing) {
        out.ensureWritable(LONGEST_FRAMING + lines.reason().length() + lines.fields().length);
        statusLine(out, lines.status(), lines.reason());
        if (!lines.hasDate()) {
            date.writeTo(out);
        }
        out.writeBytes(lines.fields());
        framing(out, framing);
        out.writeShort(CRLF);
    }

    /** Appends a status line (RFC 9112 section 4). */
    public static void statusLine(ByteBuf out, int status, String reason) {
        byte @Nullable [] line = ReasonPhrase.line(status, reason);
        if (line != null) {
            out.writeBytes(line);
            return;
        }
        out.writeBytes(VERSION);
        unknownStatus(out, status, reason);
    }

    /** Appends the field that CGI has in place of a status line (RFC 3875 section 6.3.3). */
    public static void statusField(ByteBuf out, int status, String reason) {
        out.writeBytes(STATUS);
        byte @Nullable [] line = ReasonPhrase.line(status, reason);
        if (line != null) {
            out.writeBytes(line, VERSION.length, line.length - VERSION.length);
            return;
        }
        unknownStatus(out, status, reason);
    }

    private static void unknownStatus(ByteBuf out, int status, String reason) {
        decimal(out, status);
        out.writeByte(' ');
        for (int i = 0; i < reason.length(); i++) {
            // RFC 9112 section 4: nothing in a reason phrase can end its line
            byte octet = (byte) reason.charAt(i);
            out.writeByte(Octets.is(octet, Octets.FIELD_VALUE) ? octet : ' ');
        }
        out.writeShort(CRLF);
    }

    private static void framing(ByteBuf out, ResponseFraming framing) {
        if (framing.contentLength() >= 0) {
            contentLength(out, framing.contentLength());
        } else if (framing.body() == ResponseFraming.Body.CHUNKED) {
            out.writeBytes(CHUNKED);
        }
        switch (framing.persistence()) {
            case CLOSE -> out.writeBytes(CLOSE);
            case TELL_PERSIST -> out.writeBytes(KEEP_ALIVE);
            case PERSIST, UNTOLD -> {
                // what HTTP/1.1 takes for granted is not said
            }
        }
    }

    /** Appends the field Content-Length; {@code length} is not negative. */
    public static void contentLength(ByteBuf out, long length) {
        out.writeBytes(CONTENT_LENGTH);
        decimal(out, length);
        out.writeShort(CRLF);
    }

    /** Appends a number that is not negative. */
    private static void decimal(ByteBuf out, long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int start = out.writerIndex();
        out.ensureWritable(LONGEST_DECIMAL);
        long rest = number;
        for (int i = start + digits - 1; i >= start; i--) {
            out.setByte(i, '0' + (int) (rest % 10));
            rest /= 10;
        }
        out.writerIndex(start + digits);
    }

    /** Appends what goes before the data of a chunk; {@code size} is above 0. */
    public static void chunkStart(ByteBuf out, long size) {
        int shift = 60 - Long.numberOfLeadingZeros(size) / 4 * 4;
        for (; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit((int) (size >>> shift) & 0xf, 16));
        }
        out.writeShort(CRLF);
    }

    /** Leaves room before the data of a chunk whose size is not known yet; see {@link #chunkSize}. */
    public static void chunkRoom(ByteBuf out) {
        out.writeZero(CHUNK_ROOM_BYTES);
        out.readerIndex(out.writerIndex());
    }

    /**
     * Puts the size of the chunk that {@code out} holds before its data, where {@link #chunkRoom} has left room, and
     * ends the chunk.
     */
    public static void chunkSize(ByteBuf out) {
        int size = out.readableBytes();
        int at = out.readerIndex() - 2;
        out.setShort(at, CRLF);
        for (int rest = size; rest > 0; rest >>>= 4) {
            at--;
            out.setByte(at, Character.forDigit(rest & 0xf, 16));
        }
        out.readerIndex(at);
        out.writeShort(CRLF);
    }

    /** Appends what goes after the data of a chunk. */
    public static void chunkEnd(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /** Appends the last chunk and the empty trailer section. */
    public static void lastChunk(ByteBuf out) {
        out.writeBytes(LAST_CHUNK);
    }

    /** Appends the interim response that asks for the body (RFC 9110 section 15.2.1). */
    public static void interimContinue(ByteBuf out) {
        out.writeBytes(CONTINUE);
    }
}
