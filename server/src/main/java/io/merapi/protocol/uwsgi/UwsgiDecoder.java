// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.uwsgi;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiViolation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets of the uwsgi protocol (uWSGI documentation, "The uwsgi Protocol").
 *
 * <pre>
 *   u8 modifier1 | u16 size | u8 modifier2 | size octets of data          little-endian
 * </pre>
 *
 * Every packet is read that its header can announce. After the packet of a request come the octets of its body, as many
 * as CONTENT_LENGTH says.
 */
public final class UwsgiDecoder {
    /** The largest packet, its header included. */
    public static final int MOST_BYTES = 4 + 0xffff;

    private static final int HEADER_BYTES = 4;

    private UwsgiDecoder() {}

    /**
     * Takes one packet off {@code in}, exactly its octets.
     *
     * @param in what has been received and not consumed; what this call leaves must be there at the next one, too
     * @return null when more is needed
     * @throws ProtocolException when it is HTTP
     */
    public static @Nullable UwsgiPacket decode(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int at = in.readerIndex();
        if (isHttp(in.getInt(at))) {
            throw new ProtocolException(CgiViolation.HTTP_INSTEAD_OF_UWSGI);
        }
        int size = in.getUnsignedShortLE(at + 1);
        if (in.readableBytes() < HEADER_BYTES + size) {
            return null;
        }
        byte[] data = new byte[size];
        in.skipBytes(HEADER_BYTES).readBytes(data);
        return new UwsgiPacket(in.getUnsignedByte(at), in.getUnsignedByte(at + 3), data);
    }

    /**
     * A browser on a uwsgi socket is the commonest mistake of all, and would be waited for until a timeout: its first
     * four octets announce some twenty thousand. The modifiers that methods begin with mean nothing.
     */
    private static boolean isHttp(int four) {
        return switch (four) {
            case 0x47455420 /* GET */,
                    0x48454144 /* HEAD */,
                    0x504f5354 /* POST */,
                    0x50555420 /* PUT */,
                    0x50415443 /* PATC */,
                    0x44454c45 /* DELE */,
                    0x4f505449 /* OPTI */,
                    0x434f4e4e /* CONN */,
                    0x54524143 /* TRAC */ -> true;
            default -> false;
        };
    }
}
