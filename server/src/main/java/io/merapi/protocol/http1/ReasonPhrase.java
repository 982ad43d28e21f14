// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The registered reason phrases (RFC 9110 section 15, RFC 6585, RFC 8297 and the IANA registry), and whole status
 * lines.
 */
public final class ReasonPhrase {
    private static final int STATUSES = 600;
    private static final String[] PHRASES = new String[STATUSES];
    private static final byte[][] LINES = new byte[STATUSES][];

    static {
        for (int status = 0; status < STATUSES; status++) {
            register(status, "");
        }
        register(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        register(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content");
        register(206, "Partial Content", "Multi-Status", "Already Reported");
        register(226, "IM Used");
        register(300, "Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy");
        register(307, "Temporary Redirect", "Permanent Redirect");
        register(
                400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed");
        register(406, "Not Acceptable", "Proxy Authentication Required", "Request Timeout", "Conflict", "Gone");
        register(411, "Length Required", "Precondition Failed", "Content Too Large", "URI Too Long");
        register(415, "Unsupported Media Type", "Range Not Satisfiable", "Expectation Failed", "I'm a Teapot");
        register(421, "Misdirected Request", "Unprocessable Content", "Locked", "Failed Dependency", "Too Early");
        register(426, "Upgrade Required");
        register(428, "Precondition Required", "Too Many Requests");
        register(431, "Request Header Fields Too Large");
        register(451, "Unavailable For Legal Reasons");
        register(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable");
        register(504, "Gateway Timeout", "HTTP Version Not Supported", "Variant Also Negotiates");
        register(507, "Insufficient Storage", "Loop Detected");
        register(511, "Network Authentication Required");
    }

    private ReasonPhrase() {}

    private static void register(int first, String... phrases) {
        for (int i = 0; i < phrases.length; i++) {
            PHRASES[first + i] = phrases[i];
            LINES[first + i] =
                    ("HTTP/1.1 " + (first + i) + " " + phrases[i] + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The phrase registered for a status, or an empty one. */
    public static String of(int status) {
        return isKnown(status) ? PHRASES[status] : "";
    }

    /**
     * The whole status line with its CRLF, not to be changed; null when {@code reason} is not the registered phrase.
     */
    static byte @Nullable [] line(int status, String reason) {
        return isKnown(status) && reason.equals(PHRASES[status]) ? LINES[status] : null;
    }

    private static boolean isKnown(int status) {
        return status >= 0 && status < STATUSES;
    }
}
