// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A line after a format, {@code log-format}: text and tokens {@code %(name)}, read once. A value that is empty or not
 * known is written as {@code -}. A format that begins like JSON, with a brace or a quote, has its values escaped as
 * JSON wants it; in any other that can be asked for by {@code %(json_name)}.
 */
public final class LineFormat implements LineStyle {
    private static final String OPENING = "%(";
    private static final String JSON = "json_";

    private final List<Function<ZoneId, RequestLine>> parts = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final Tokens tokens;
    private final Escaping escaping;
    private boolean tellsMemory;

    private LineFormat(Tokens tokens, Escaping escaping) {
        this.tokens = tokens;
        this.escaping = escaping;
    }

    /**
     * Reads a format.
     *
     * @param ftime the form of {@code %(ftime)}
     */
    public static LineFormat of(String format, Strftime ftime) {
        String beginning = format.stripLeading();
        boolean isJson = beginning.startsWith("{") || beginning.startsWith("\"");
        LineFormat result = new LineFormat(new Tokens(ftime), isJson ? Escaping.JSON : Escaping.TEXT);
        result.read(format);
        result.text("\n");
        return result;
    }

    private void read(String format) {
        int done = 0;
        int opening = format.indexOf(OPENING);
        while (opening >= 0) {
            int begin = opening + OPENING.length();
            int end = format.indexOf(')', begin);
            if (end > begin) {
                text(format.substring(done, opening));
                token(format.substring(begin, end));
                done = end + 1;
            }
            opening = end < 0 ? -1 : format.indexOf(OPENING, end);
        }
        text(format.substring(done));
    }

    private void text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > 0) {
            parts.add(_ -> (line, _) -> line.octets(octets));
        }
    }

    private void token(String written) {
        boolean isJson = written.startsWith(JSON);
        String name = isJson ? written.substring(JSON.length()) : written;
        Function<ZoneId, RequestLine> part = tokens.find(name, isJson ? Escaping.JSON : escaping);
        if (part == null) {
            unknown.add(written);
            text("-");
        } else {
            parts.add(part);
            tellsMemory |= Tokens.isOfMemory(name);
        }
    }

    /** The tokens that there are not. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    @Override
    public boolean tellsMemory() {
        return tellsMemory;
    }

    @Override
    public RequestLine writer(ZoneId zone) {
        RequestLine[] pieces = parts.stream().map(part -> part.apply(zone)).toArray(RequestLine[]::new);
        return (line, request) -> {
            for (RequestLine piece : pieces) {
                piece.append(line, request);
            }
        };
    }
}
