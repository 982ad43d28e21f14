// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.Violation;

/** What a client can do wrong beside breaking the syntax: be slow, send too much, leave early. */
public enum TransportViolation implements Violation {
    HEAD_TIMEOUT("the request head did not come in time", "RFC 9110 section 15.5.9", 408),
    BODY_TIMEOUT("the request body stalled", "RFC 9110 section 15.5.9", 408),
    BODY_TOO_LARGE("the request body is too large", "RFC 9110 section 15.5.14", 413),
    BODY_INCOMPLETE("the request body ended early", "RFC 9112 section 8", 400),
    UNKNOWN_EXPECTATION("an expectation is not known", "RFC 9110 section 10.1.1", 417),
    /** Not the client's fault: the disk is full, or descriptors have run out. */
    BODY_NOT_STORED("the request body could not be stored", "RFC 4918 section 11.5", 507),
    /** Nothing can be sent to a client that takes nothing. */
    WRITE_TIMEOUT("the client took nothing of its answer", "RFC 9112 section 9.5", 0);

    private final String sentence;
    private final String section;
    private final int status;

    TransportViolation(String sentence, String section, int status) {
        this.sentence = sentence;
        this.section = section;
        this.status = status;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public String section() {
        return section;
    }

    @Override
    public int status() {
        return status;
    }
}
