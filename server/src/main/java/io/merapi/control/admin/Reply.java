// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

/**
 * What is answered to a request.
 *
 * @param status with which the command exits
 * @param text what it prints
 * @param lasts whether the connection stays open until the server ends
 */
public record Reply(int status, String text, boolean lasts) {
    /** Done. */
    public static final int DONE = 0;

    /** It has failed; the text says why. */
    public static final int FAILED = 1;

    /** The request makes no sense. */
    public static final int USAGE = 2;

    public static Reply done(String text) {
        return new Reply(DONE, text, false);
    }

    public static Reply failed(String text) {
        return new Reply(FAILED, text, false);
    }

    /** Its octets are a line with the status, then the text. */
    String encoded() {
        return status + "\n" + text;
    }
}
