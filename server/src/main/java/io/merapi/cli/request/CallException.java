// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

/** There is no answer, or not the one that was asked for; the message is for the user. */
final class CallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    CallException(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    Exit exit() {
        return exit;
    }
}
