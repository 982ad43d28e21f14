// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/** How a Python process can break docs/workerlink.md: always a defect of ours, or memory gone wrong over there. */
public enum LinkViolation implements Violation {
    UNKNOWN_KIND("a frame of unknown kind, or of one that is not allowed here"),
    TOO_LARGE("a frame's payload is larger than 64 MiB"),
    WRONG_SIZE("a frame's payload is not as long as its kind and its fields ask"),
    BAD_VALUE("a frame carries a value out of its range"),
    OUT_OF_SEQUENCE("an answer to a request that is not outstanding");

    private final Rule rule;

    LinkViolation(String sentence) {
        this.rule = new Rule(0, "docs/workerlink.md, Frames", sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
