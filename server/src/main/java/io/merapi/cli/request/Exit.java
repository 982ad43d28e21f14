// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

/** How the command ends; the numbers are curl's. */
enum Exit {
    ANSWERED(0, "there was an answer"),
    USAGE(2, "the arguments make no sense"),
    URL(3, "the URL is malformed"),
    UNRESOLVED(6, "the host's address is not known"),
    UNCONNECTED(7, "nobody could be connected to"),
    ODD_ANSWER(8, "what came is no answer"),
    PARTIAL(18, "the answer ended early"),
    STATUS(22, "the status is 400 or above, with --fail"),
    OUTPUT(23, "the answer could not be written"),
    INPUT(26, "the body could not be read"),
    TIMEOUT(28, "it took too long"),
    EMPTY(52, "the connection ended without an answer"),
    RECEIVE(56, "the connection broke");

    private final int number;
    private final String meaning;

    Exit(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }
}
