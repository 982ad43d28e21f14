// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.merapi.protocol.Violation;
import io.merapi.protocol.http1.ReasonPhrase;
import io.merapi.protocol.http1.ResponseLines;
import java.nio.charset.StandardCharsets;

/**
 * The answer to what is not served.
 *
 * @param lines its head
 * @param text its body
 */
record Refusal(ResponseLines lines, byte[] text) {
    private static final byte[] PLAIN_TEXT = "Content-Type: text/plain\r\n".getBytes(StandardCharsets.US_ASCII);

    static Refusal of(Violation why) {
        String reason = ReasonPhrase.of(why.status());
        String text = why.status() + " " + reason + ": " + why.sentence() + "\n";
        return new Refusal(
                new ResponseLines(why.status(), reason, PLAIN_TEXT, false), text.getBytes(StandardCharsets.US_ASCII));
    }

    /** How large it is, beside status line and framing. */
    int bytes() {
        return lines.fields().length + text.length;
    }
}
