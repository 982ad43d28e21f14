// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;

/**
 * One Connection field (RFC 9110 section 7.6.1): a list of tokens, some of which name fields that are for this
 * connection alone.
 *
 * <p>Naming a field here makes it vanish for whoever is behind us, and clients have used that to take away what a proxy
 * in front had added: {@code Connection: close, X-Forwarded-For}. The section forbids to name a field that is meant for
 * all recipients; so the names of such fields are ignored.
 *
 * @param close whether {@code close} is among them
 * @param keepAlive whether {@code keep-alive} is
 */
record ConnectionOptions(boolean close, boolean keepAlive) {
    private static final int MOST_OPTIONS = 64;

    private static final String[] END_TO_END = {
        "authorization",
        "cache-control",
        "cookie",
        "date",
        "forwarded",
        "from",
        "max-forwards",
        "origin",
        "pragma",
        "range",
        "referer",
        "user-agent",
        "via"
    };
    private static final String[] END_TO_END_FAMILIES = {"accept", "content-", "if-", "sec-", "x-"};

    /** Reads field {@code field} and marks in {@code fields} those it names. */
    static ConnectionOptions read(FieldSection fields, int field) {
        byte[] octets = fields.octets();
        int end = fields.valueStart(field) + fields.valueLength(field);
        boolean close = false;
        boolean keepAlive = false;
        int options = 0;
        int at = fields.valueStart(field);
        while (at < end) {
            int start = Octets.skipSpace(octets, at);
            int tokenEnd = Octets.skip(octets, start, Octets.TOKEN);
            int next = Octets.skipSpace(octets, tokenEnd);
            options++;
            if ((next < end && octets[next] != ',') || options > MOST_OPTIONS) {
                throw new ProtocolException(Http1Violation.CONNECTION_OPTIONS);
            }
            int length = tokenEnd - start;
            if (Octets.equalsIgnoreCase(octets, start, length, "close")) {
                close = true;
            } else if (Octets.equalsIgnoreCase(octets, start, length, "keep-alive")) {
                keepAlive = true;
            } else {
                mark(fields, start, length);
            }
            at = next + 1;
        }
        return new ConnectionOptions(close, keepAlive);
    }

    private static void mark(FieldSection fields, int start, int length) {
        if (length == 0 || isEndToEnd(fields.octets(), start, length)) {
            return;
        }
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) == KnownField.OTHER && fields.hasName(i, start, length)) {
                fields.reclassify(i, KnownField.NAMED_BY_CONNECTION);
            }
        }
    }

    private static boolean isEndToEnd(byte[] octets, int start, int length) {
        for (String name : END_TO_END) {
            if (Octets.equalsIgnoreCase(octets, start, length, name)) {
                return true;
            }
        }
        for (String family : END_TO_END_FAMILIES) {
            if (Octets.startsWithIgnoreCase(octets, start, length, family)) {
                return true;
            }
        }
        return false;
    }
}
