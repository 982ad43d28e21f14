// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.util.Locale;

/** When hooks of the server's own process run, in this order; those of zygote and workers are theirs. */
public enum Phase {
    /** As soon as the configuration has been read. */
    ASAP,
    PRE_JAIL,
    IN_JAIL,
    /** The last before privileges are dropped. */
    AS_ROOT,
    /** The first after that. */
    AS_USER,
    /** The application is loaded, the daemons are started. */
    MASTER_START,
    /** All processes have left. */
    AS_USER_ATEXIT;

    /** Whether it is part of becoming another user. */
    boolean isOfRoot() {
        return this == AS_ROOT || this == AS_USER;
    }

    /** As it is called in options. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
