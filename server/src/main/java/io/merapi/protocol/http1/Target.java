// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;

/** A request target (RFC 9112 section 3.2): where its parts lie in the head's octets. Ends are exclusive. */
final class Target {
    private static final String[] SCHEMES = {"http://", "https://"};

    private final byte[] octets;
    private final int start;
    private final int end;
    private TargetForm form = TargetForm.ORIGIN;
    private int authorityStart;
    private int authorityEnd;
    private int pathStart;
    private int pathEnd;
    private int queryStart;

    private Target(byte[] octets, int start, int end) {
        this.octets = octets;
        this.start = start;
        this.end = end;
    }

    /** Reads the target between {@code start} and {@code end}; it is not empty, and SP follows it. */
    static Target parse(byte[] octets, int start, int end, String method) {
        Target target = new Target(octets, start, end);
        if (method.equals("CONNECT")) {
            throw new ProtocolException(
                    Authority.isValid(octets, start, end) ? Http1Violation.METHOD_CONNECT : Http1Violation.TARGET_FORM);
        }
        if (octets[start] == '/') {
            target.parsePath(start);
        } else if (octets[start] == '*' && end - start == 1 && method.equals("OPTIONS")) {
            target.form = TargetForm.ASTERISK;
            target.parsePath(start);
        } else {
            target.form = TargetForm.ABSOLUTE;
            target.parseAbsolute();
        }
        return target;
    }

    private void parseAbsolute() {
        authorityStart = start + schemeLength();
        if (authorityStart == start) {
            throw new ProtocolException(Http1Violation.TARGET_FORM);
        }
        authorityEnd = authorityStart;
        while (octets[authorityEnd] != '/' && octets[authorityEnd] != '?' && authorityEnd < end) {
            authorityEnd++;
        }
        // userinfo is refused with the rest: RFC 9110 section 4.2.4 has it treated as an error
        if (!Authority.isValid(octets, authorityStart, authorityEnd)) {
            throw new ProtocolException(Http1Violation.TARGET_AUTHORITY);
        }
        if (octets[authorityEnd] == '/') {
            parsePath(authorityEnd);
            return;
        }
        // RFC 9110 section 4.2.3: an empty path is "/"; the last slash of "http://" lends its octet
        pathStart = authorityStart - 1;
        pathEnd = authorityStart;
        queryStart = Math.min(authorityEnd + 1, end);
    }

    private int schemeLength() {
        for (String scheme : SCHEMES) {
            if (Octets.startsWithIgnoreCase(octets, start, end - start, scheme)) {
                return scheme.length();
            }
        }
        return 0;
    }

    /**
     * Reads the path and what follows it. The path's percent-encodings must be whole, and none may be that of NUL, as
     * with nginx: nothing that names a resource looks so. The query is the application's own affair and is not looked
     * into.
     */
    private void parsePath(int from) {
        int at = Octets.skip(octets, from, Octets.PATH);
        while (octets[at] == '%') {
            int high = Octets.hexDigit(octets[at + 1]);
            if (high < 0 || Octets.hexDigit(octets[at + 2]) < 0 || (high == 0 && octets[at + 2] == '0')) {
                throw new ProtocolException(Http1Violation.PATH_ESCAPE);
            }
            at = Octets.skip(octets, at + 3, Octets.PATH);
        }
        pathStart = from;
        pathEnd = at;
        queryStart = Math.min(at + 1, end);
    }

    TargetForm form() {
        return form;
    }

    int start() {
        return start;
    }

    int length() {
        return end - start;
    }

    int authorityStart() {
        return authorityStart;
    }

    /** 0 unless in absolute-form. */
    int authorityLength() {
        return authorityEnd - authorityStart;
    }

    int pathStart() {
        return pathStart;
    }

    int pathLength() {
        return pathEnd - pathStart;
    }

    int queryStart() {
        return queryStart;
    }

    int queryLength() {
        return end - queryStart;
    }
}
