// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

/**
 * The peer broke its protocol. Carries what it did; has no stack trace, for it is the peer's fault and may come often.
 */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Violation violation;

    public ProtocolException(Violation violation) {
        super(violation.sentence() + " (" + violation.section() + ")", null, false, false);
        this.violation = violation;
    }

    public Violation violation() {
        return violation;
    }
}
