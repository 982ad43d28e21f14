// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.uwsgi;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes packets of the uwsgi protocol, as a web server does; {@link UwsgiDecoder} has the picture. */
public final class UwsgiEncoder {
    private static final int MOST_DATA_BYTES = 0xffff;
    private static final int LENGTHS_BYTES = 4;

    private UwsgiEncoder() {}

    /**
     * Appends a packet.
     *
     * @param modifier1 0 to 255
     * @param modifier2 0 to 255
     * @param variables names and values, their characters octets 0 to 255
     * @throws IllegalArgumentException when they do not fit into a packet
     */
    public static void packet(ByteBuf out, int modifier1, int modifier2, Map<String, String> variables) {
        int size = 0;
        for (Map.Entry<String, String> each : variables.entrySet()) {
            size += LENGTHS_BYTES + each.getKey().length() + each.getValue().length();
            if (size > MOST_DATA_BYTES) {
                // a size modulo 65,536 would make a body of the variables' rest
                throw new IllegalArgumentException(
                        "the variables are longer than the 65,535 octets that a packet of the uwsgi protocol holds");
            }
        }
        out.writeByte(modifier1).writeShortLE(size).writeByte(modifier2);
        variables.forEach((name, value) -> {
            text(out, name);
            text(out, value);
        });
    }

    private static void text(ByteBuf out, String text) {
        out.writeShortLE(text.length());
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
}
