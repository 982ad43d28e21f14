// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import org.jspecify.annotations.Nullable;

/** How a request has ended (section 5.5). */
public enum ProtocolStatus {
    REQUEST_COMPLETE(0),
    /** More than one request at a time on a connection; never said here. */
    CANT_MPX_CONN(1),
    /** More requests at a time than are served. */
    OVERLOADED(2),
    /** A role other than the responder's. */
    UNKNOWN_ROLE(3);

    private final int number;

    ProtocolStatus(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static @Nullable ProtocolStatus of(int number) {
        for (ProtocolStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        return null;
    }
}
