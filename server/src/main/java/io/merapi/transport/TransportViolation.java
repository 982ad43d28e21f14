// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/** What a client can do wrong beside breaking the syntax: be slow, send too much, leave early. */
public enum TransportViolation implements Violation {
    HEAD_TIMEOUT(408, "RFC 9110 section 15.5.9", "the request head did not come in time"),
    BODY_TIMEOUT(408, "RFC 9110 section 15.5.9", "the request body stalled"),
    BODY_TOO_LARGE(413, "RFC 9110 section 15.5.14", "the request body is too large"),
    BODY_INCOMPLETE(400, "RFC 9112 section 8", "the request body ended early"),
    UNKNOWN_EXPECTATION(417, "RFC 9110 section 10.1.1", "an expectation is not known"),
    /** Not the client's fault: the disk is full, or descriptors have run out. */
    BODY_NOT_STORED(507, "RFC 4918 section 11.5", "the request body could not be stored"),
    /** Nothing can be sent to a client that takes nothing. */
    WRITE_TIMEOUT(0, "RFC 9112 section 9.5", "the client took nothing of its answer");

    private final Rule rule;

    TransportViolation(int status, String section, String sentence) {
        this.rule = new Rule(status, section, sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
