// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * The request line of a head: {@code method SP request-target SP HTTP-version CRLF}, single spaces, nothing else (RFC
 * 9112 section 3).
 *
 * @param minorVersion 0 or 1: a higher minor version is served as the highest that is known (RFC 9110 section 2.5)
 */
record RequestLine(String method, int minorVersion, Target target) {
    private static final int LONGEST_METHOD = 32;
    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final String[] COMMON_METHODS = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"
    };

    /**
     * Reads the line.
     *
     * @param octets start with the line, and that with a tchar
     * @param end where its CR stands
     */
    static RequestLine parse(byte[] octets, int end) {
        int methodEnd = methodEnd(octets, end);
        int targetStart = methodEnd + 1;
        int targetEnd = targetEnd(octets, targetStart, end);
        int minorVersion = minorVersion(octets, targetEnd + 1, end);
        String method = method(octets, methodEnd);
        return new RequestLine(method, minorVersion, Target.parse(octets, targetStart, targetEnd, method));
    }

    private static int methodEnd(byte[] octets, int lineEnd) {
        int end = Octets.skip(octets, 0, Octets.TOKEN);
        if (end > LONGEST_METHOD) {
            throw new ProtocolException(Http1Violation.METHOD_TOO_LONG);
        }
        if (octets[end] == ' ') {
            return end;
        }
        throw new ProtocolException(bareReturnOr(
                octets,
                end,
                lineEnd,
                end == lineEnd ? Http1Violation.VERSION_MISSING : Http1Violation.METHOD_MALFORMED));
    }

    private static int targetEnd(byte[] octets, int start, int lineEnd) {
        int end = Octets.skip(octets, start, Octets.TARGET);
        if (octets[end] == ' ') {
            if (end == start) {
                throw new ProtocolException(Http1Violation.REQUEST_LINE_SPACING);
            }
            return end;
        }
        throw new ProtocolException(bareReturnOr(
                octets, end, lineEnd, end == lineEnd ? Http1Violation.VERSION_MISSING : Http1Violation.TARGET_OCTET));
    }

    private static Http1Violation bareReturnOr(byte[] octets, int at, int lineEnd, Http1Violation otherwise) {
        return octets[at] == '\r' && at < lineEnd ? Http1Violation.BARE_CR : otherwise;
    }

    private static int minorVersion(byte[] octets, int start, int end) {
        int length = end - start;
        boolean formed = length == VERSION_LENGTH
                && octets[start] == 'H'
                && octets[start + 1] == 'T'
                && octets[start + 2] == 'T'
                && octets[start + 3] == 'P'
                && octets[start + 4] == '/'
                && Octets.is(octets[start + 5], Octets.DIGIT)
                && octets[start + 6] == '.'
                && Octets.is(octets[start + 7], Octets.DIGIT);
        if (!formed) {
            throw new ProtocolException(versionViolation(octets, start, end));
        }
        if (octets[start + 5] != '1') {
            throw new ProtocolException(Http1Violation.VERSION_UNSUPPORTED);
        }
        return octets[start + 7] == '0' ? 0 : 1;
    }

    private static Http1Violation versionViolation(byte[] octets, int start, int end) {
        for (int i = start; i < end; i++) {
            if (octets[i] == '\r') {
                return Http1Violation.BARE_CR;
            }
            if (octets[i] == ' ') {
                return Http1Violation.REQUEST_LINE_SPACING;
            }
        }
        return Http1Violation.VERSION_MALFORMED;
    }

    private static String method(byte[] octets, int length) {
        for (String common : COMMON_METHODS) {
            if (isMethod(octets, length, common)) {
                return common;
            }
        }
        return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isMethod(byte[] octets, int length, String method) {
        if (length != method.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (octets[i] != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
