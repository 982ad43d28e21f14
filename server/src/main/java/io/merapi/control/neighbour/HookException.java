// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

/** A hook wants the server to leave, by failing or by saying so. */
public final class HookException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int FAILED = 1;

    private final int status;

    private HookException(String message, int status) {
        super(message);
        this.status = status;
    }

    static HookException failed(String why) {
        return new HookException(why, FAILED);
    }

    static HookException exit(Phase phase, int status) {
        return new HookException("a hook of " + phase + " has the server leave", status);
    }

    /** The exit code. */
    public int status() {
        return status;
    }
}
