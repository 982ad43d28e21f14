// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.http1.BodyDecoder;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a connection of a protocol without records reads, requests with their bodies in turn: the variables of
 * each in one line, and each octet of its body in another.
 */
public final class CgiNotes implements Cuts.Reader {
    private final Function<ByteBuf, @Nullable Request> decoder;
    private @Nullable BodyDecoder body;

    /** Notes what {@code decoder} takes off its argument, null where that needs more. */
    public CgiNotes(Function<ByteBuf, @Nullable Request> decoder) {
        this.decoder = decoder;
    }

    /** What has been read of a request before its body; {@code mark} is what else there is to it. */
    public record Request(String mark, CgiVariables variables) {}

    /** The line of a request. */
    public static String line(String mark, Map<String, String> variables) {
        return mark + " " + variables;
    }

    /** The variables as text. */
    public static Map<String, String> texts(CgiVariables variables) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < variables.count(); i++) {
            texts.put(variables.name(i), variables.text(i));
        }
        return texts;
    }

    @Override
    public void accept(ByteBuf in, List<String> notes) {
        while (true) {
            if (body == null) {
                Request request = decoder.apply(in);
                if (request == null) {
                    return;
                }
                notes.add(line(request.mark(), texts(request.variables())));
                body = new BodyDecoder(request.variables().contentLength());
            }
            for (ByteBuf part = body.decode(in); part != null; part = body.decode(in)) {
                part.toString(StandardCharsets.ISO_8859_1).chars().forEach(octet -> notes.add("octet " + octet));
                part.release();
            }
            if (!body.isComplete()) {
                return;
            }
            body = null;
        }
    }
}
