// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

/** One way to break a protocol; each codec has an enum of its own. */
public interface Violation {
    /** The rule that is broken. */
    Rule rule();

    /** The constant's name: the cause it is counted under. */
    String name();

    /** {@link Rule#sentence}. */
    default String sentence() {
        return rule().sentence();
    }

    /** {@link Rule#section}. */
    default String section() {
        return rule().section();
    }

    /** {@link Rule#status}. */
    default int status() {
        return rule().status();
    }
}
