// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

/** One way to break a protocol; each codec has an enum of its own. */
public interface Violation {
    /** What the peer did, as a sentence without a full stop. */
    String sentence();

    /** The section of the specification that forbids it, such as {@code RFC 9112 section 6.3}. */
    String section();

    /** The HTTP status that answers it, or 0 where the connection can only be closed. */
    int status();

    /** The constant's name: the cause it is counted under. */
    String name();
}
