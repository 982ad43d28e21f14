// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

/**
 * Says what is wrong with transfer codings that are not exactly one {@code chunked} (RFC 9112 sections 6.1 and 6.3).
 */
final class TransferCodings {
    private final FieldSection fields;
    private boolean malformed;
    private boolean parameters;
    private int chunked;
    private boolean chunkedIsFinal;

    private TransferCodings(FieldSection fields) {
        this.fields = fields;
    }

    static Http1Violation violation(FieldSection fields) {
        TransferCodings codings = new TransferCodings(fields);
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) == KnownField.TRANSFER_ENCODING) {
                codings.seeList(fields.valueStart(i), fields.valueStart(i) + fields.valueLength(i));
            }
        }
        return codings.violation();
    }

    private Http1Violation violation() {
        if (malformed) {
            return Http1Violation.CODING_MALFORMED;
        }
        if (chunked == 1 && chunkedIsFinal && !parameters) {
            return Http1Violation.CODING_UNKNOWN;
        }
        return Http1Violation.CODING_NOT_CHUNKED;
    }

    private void seeList(int start, int end) {
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || fields.octets()[i] == ',') {
                seeMember(from, i);
                from = i + 1;
            }
        }
    }

    private void seeMember(int from, int to) {
        byte[] octets = fields.octets();
        int start = Math.min(Octets.skipSpace(octets, from), to);
        int nameEnd = Octets.skip(octets, start, Octets.TOKEN);
        int end = Octets.trimSpace(octets, nameEnd, to);
        malformed |= nameEnd == start || (nameEnd < end && octets[Octets.skipSpace(octets, nameEnd)] != ';');
        chunkedIsFinal = Octets.equalsIgnoreCase(octets, start, nameEnd - start, "chunked");
        if (chunkedIsFinal) {
            chunked++;
            parameters |= nameEnd < end;
        }
    }
}
