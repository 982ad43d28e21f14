// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/**
 * The ways a peer breaks FastCGI, or goes beyond what is served. Those with a status concern one request, which is
 * answered; after the others the connection can only be closed.
 */
public enum FastCgiViolation implements Violation {
    // records
    VERSION_UNKNOWN(0, "3.3", "a record's version is not 1"),
    TYPE_UNEXPECTED(0, "3.3", "a record has a type that is not for the one who received it"),
    REQUEST_ID_MISSING(0, "3.3", "a record that belongs to a request has no request id"),
    CONTENT_LENGTH_WRONG(0, "5", "a record's content is not as long as its type asks"),
    STATUS_UNKNOWN(0, "5.5", "a request ends with a protocol status that does not exist"),
    VALUES_MALFORMED(0, "4.1", "a query for values, or its result, ends within a name or a value"),

    // the order of a request's records
    REQUEST_REPEATED(0, "3.3", "a request begins with the id of one that is not over"),
    BODY_TOO_EARLY(0, "6.1", "a request's body begins before its variables have ended"),
    STREAM_ENDED(0, "3.3", "a stream goes on after its end"),

    // what a request says
    VARIABLES_MALFORMED(400, "3.4", "the variables end within a name or a value"),
    VARIABLES_TOO_LARGE(431, "3.4", "the variables take more octets than allowed"),
    CONNECTION_VARIABLES_TOO_LARGE(503, "3.4", "the requests of a connection take more octets than allowed"),
    BODY_TOO_LONG(400, "6.2", "the body is longer than CONTENT_LENGTH"),
    BODY_TOO_SHORT(400, "6.2", "the body is shorter than CONTENT_LENGTH");

    private final Rule rule;

    FastCgiViolation(int status, String section, String sentence) {
        this.rule = new Rule(status, "FastCGI 1.0 section " + section, sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
