// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Encodes what a web server sends: {@link #begin}, {@link #variables} with the {@link #pair}s, {@link #endVariables},
 * {@link #body} as often as need be, {@link #endBody}.
 */
public final class FastCgiRequestEncoder {
    /** The role that is served. */
    public static final int RESPONDER = Records.RESPONDER;

    private FastCgiRequestEncoder() {}

    /**
     * Begins a request.
     *
     * @param id from 1 to 65,535
     * @param keepConnection whether the responder leaves the connection open after it
     */
    public static void begin(ByteBuf out, int id, int role, boolean keepConnection) {
        Records.header(out, Records.BEGIN_REQUEST, id, Records.FIXED_CONTENT_BYTES);
        out.writeShort(role);
        out.writeByte(keepConnection ? Records.KEEP_CONNECTION : 0);
        out.writeZero(Records.FIXED_CONTENT_BYTES - 3);
    }

    /** A name and a value, both octets 0 to 255, as {@link #variables} takes them. */
    public static void pair(ByteBuf out, String name, String value) {
        Records.pair(out, name, value);
    }

    /** All that is readable of {@code pairs}; where it is cut need not be between two pairs. */
    public static void variables(ByteBuf out, int id, ByteBuf pairs) {
        Records.stream(out, Records.PARAMS, id, pairs);
    }

    public static void endVariables(ByteBuf out, int id) {
        Records.header(out, Records.PARAMS, id, 0);
    }

    /** All that is readable of {@code octets} as a part of the body. */
    public static void body(ByteBuf out, int id, ByteBuf octets) {
        Records.stream(out, Records.STDIN, id, octets);
    }

    public static void endBody(ByteBuf out, int id) {
        Records.header(out, Records.STDIN, id, 0);
    }

    /** The client has gone. */
    public static void abort(ByteBuf out, int id) {
        Records.header(out, Records.ABORT_REQUEST, id, 0);
    }

    /** Asks for values by their names (section 4.1). */
    public static void askValues(ByteBuf out, String... names) {
        ByteBuf pairs = Unpooled.buffer();
        for (String name : names) {
            Records.pair(pairs, name, "");
        }
        Records.header(out, Records.GET_VALUES, Records.NO_REQUEST, pairs.readableBytes());
        out.writeBytes(pairs);
        pairs.release();
    }
}
