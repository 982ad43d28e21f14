// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;

/**
 * The grammar of chunk extensions (RFC 9112 section 7.1.1); what they say is ignored.
 *
 * <pre>
 *   chunk-ext = *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ] )
 * </pre>
 */
final class ChunkExtensions {
    private ChunkExtensions() {}

    /** Refuses all but a list of extensions and the CR that is the last octet. */
    static void check(byte[] octets) {
        int at = 0;
        while (octets[at] != '\r') {
            at = afterExtension(octets, at);
        }
        if (at != octets.length - 1) {
            throw new ProtocolException(Http1Violation.BARE_CR);
        }
    }

    private static int afterExtension(byte[] octets, int start) {
        int semicolon = Octets.skipSpace(octets, start);
        if (octets[semicolon] != ';') {
            throw malformed();
        }
        int nameEnd = afterToken(octets, Octets.skipSpace(octets, semicolon + 1));
        int next = Octets.skipSpace(octets, nameEnd);
        if (octets[next] != '=') {
            return nameEnd;
        }
        int value = Octets.skipSpace(octets, next + 1);
        return octets[value] == '"' ? afterQuotedString(octets, value) : afterToken(octets, value);
    }

    private static int afterToken(byte[] octets, int start) {
        int end = Octets.skip(octets, start, Octets.TOKEN);
        if (end == start) {
            throw malformed();
        }
        return end;
    }

    /** RFC 9110 section 5.6.4. */
    private static int afterQuotedString(byte[] octets, int start) {
        int at = start + 1;
        while (octets[at] != '"') {
            if (octets[at] == '\\') {
                at++;
            }
            if (!Octets.is(octets[at], Octets.FIELD_VALUE)) {
                throw malformed();
            }
            at++;
        }
        return at + 1;
    }

    private static ProtocolException malformed() {
        return new ProtocolException(Http1Violation.CHUNK_EXTENSION_MALFORMED);
    }
}
