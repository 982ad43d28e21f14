// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import io.merapi.protocol.http1.ResponseEncoder;
import io.merapi.protocol.http1.ResponseFraming;
import io.merapi.protocol.http1.ResponseLines;
import io.netty.buffer.ByteBuf;

/**
 * Writes the heads of answers to a web server in front.
 *
 * <pre>
 *   "Status: 200 OK" CRLF    or    "HTTP/1.1 200 OK" CRLF
 *   *( field CRLF )
 *   [ "Content-Length: 12" CRLF ]
 *   CRLF
 * </pre>
 *
 * Nothing is added but Content-Length. Connection and transfer coding are the web server's towards its client, and here
 * the body ends with the connection or with a record. Date and Server are passed on where the application gave them;
 * nginx and Apache httpd add their own where it did not (RFC 9110 section 6.6.1), as they have to do with uWSGI.
 */
public final class CgiResponseEncoder {

    /** How the status is told. */
    public enum StatusForm {
        /** As the field Status (RFC 3875 section 6.3.3): what FastCGI and SCGI expect. */
        FIELD,
        /** As an HTTP status line, which RFC 3875 section 5 calls NPH: what the uwsgi protocol expects. */
        LINE
    }

    private CgiResponseEncoder() {}

    /** Appends a whole head; of {@code framing} only what Content-Length says is written. */
    public static void head(ByteBuf out, StatusForm form, ResponseLines lines, ResponseFraming framing) {
        switch (form) {
            case FIELD -> ResponseEncoder.statusField(out, lines.status(), lines.reason());
            case LINE -> ResponseEncoder.statusLine(out, lines.status(), lines.reason());
        }
        out.writeBytes(lines.fields());
        if (framing.contentLength() >= 0) {
            ResponseEncoder.contentLength(out, framing.contentLength());
        }
        out.writeByte('\r').writeByte('\n');
    }
}
