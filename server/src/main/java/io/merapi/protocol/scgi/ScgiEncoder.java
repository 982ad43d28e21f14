// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.scgi;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the headers of SCGI requests, as a web server does; {@link ScgiDecoder} has the picture. */
public final class ScgiEncoder {
    private static final String CONTENT_LENGTH = "CONTENT_LENGTH";
    private static final String SCGI = "SCGI";

    private ScgiEncoder() {}

    /**
     * Appends the headers of a request: CONTENT_LENGTH, SCGI, then the others in their order.
     *
     * @param contentLength length of the body that will follow, in octets
     * @param variables names and values, their characters octets 0 to 255; CONTENT_LENGTH and SCGI among them are
     *     passed over
     * @throws IllegalArgumentException when one holds a NUL
     */
    public static void headers(ByteBuf out, long contentLength, Map<String, String> variables) {
        StringBuilder headers = new StringBuilder(512);
        header(headers, CONTENT_LENGTH, Long.toString(contentLength));
        header(headers, SCGI, "1");
        variables.forEach((name, value) -> {
            if (!name.equals(CONTENT_LENGTH) && !name.equals(SCGI)) {
                header(headers, name, value);
            }
        });
        out.writeCharSequence(Integer.toString(headers.length()), StandardCharsets.US_ASCII);
        out.writeByte(':');
        out.writeCharSequence(headers, StandardCharsets.ISO_8859_1);
        out.writeByte(',');
    }

    private static void header(StringBuilder headers, String name, String value) {
        if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL ends a header of SCGI and cannot be part of it");
        }
        headers.append(name).append('\0').append(value).append('\0');
    }
}
