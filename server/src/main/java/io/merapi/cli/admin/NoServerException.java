// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.admin;

/** There is no server to ask, or more than one; the message is a sentence about it. */
final class NoServerException extends Exception {
    private static final long serialVersionUID = 1;

    NoServerException(String message) {
        super(message);
    }
}
