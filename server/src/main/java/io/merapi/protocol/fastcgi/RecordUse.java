// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import org.jspecify.annotations.Nullable;

/** What is done with a record and its content. */
enum RecordUse {
    /** It begins the request. */
    BEGIN,
    /** It ends the request before its time. */
    ABORT,
    /** Its content is part of the variables. */
    GATHER,
    /** Its content is part of the body. */
    PASS,
    /** Its content is a query about the server. */
    QUERY,
    /** Nobody wants it. */
    SKIP,
    /** The request is there already. */
    REPEATED(FastCgiViolation.REQUEST_REPEATED),
    /** It would be body. */
    EARLY(FastCgiViolation.BODY_TOO_EARLY),
    /** Its stream is complete. */
    LATE(FastCgiViolation.STREAM_ENDED),
    /** No responder receives such. */
    STRAY(FastCgiViolation.TYPE_UNEXPECTED);

    private final @Nullable FastCgiViolation violation;

    RecordUse() {
        this.violation = null;
    }

    RecordUse(FastCgiViolation violation) {
        this.violation = violation;
    }

    /** Why such a record is refused; null where it is not. */
    @Nullable
    FastCgiViolation violation() {
        return violation;
    }
}
