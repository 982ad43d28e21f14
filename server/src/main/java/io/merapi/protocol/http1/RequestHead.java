// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, checked. Holds the head's octets once; what is cut from them is given as slices of
 * {@link #octets()}, which nobody changes, or as a latin-1 string made at each call.
 */
public final class RequestHead {
    private final byte[] octets;
    private final RequestLine line;
    private final Target target;
    private final FieldSection fields;
    private final Framing framing;

    RequestHead(byte[] octets, RequestLine line, FieldSection fields, Framing framing) {
        this.octets = octets;
        this.line = line;
        this.target = line.target();
        this.fields = fields;
        this.framing = framing;
    }

    /** The octets that the slices below are parts of. */
    public byte[] octets() {
        return octets;
    }

    // ---- the request line

    /** The method, case kept (RFC 9110 section 9.1). */
    public String method() {
        return line.method();
    }

    /** 0 or 1. */
    public int minorVersion() {
        return line.minorVersion();
    }

    /** The request target as received. */
    public String target() {
        return text(target.start(), target.length());
    }

    public int targetStart() {
        return target.start();
    }

    public int targetLength() {
        return target.length();
    }

    public TargetForm form() {
        return target.form();
    }

    /** The path, not decoded: {@code /} where absolute-form has none, {@code *} in asterisk-form. */
    public String rawPath() {
        return text(target.pathStart(), target.pathLength());
    }

    public int pathStart() {
        return target.pathStart();
    }

    public int pathLength() {
        return target.pathLength();
    }

    /** What follows the first question mark, not decoded; empty when there is none. */
    public String rawQuery() {
        return text(target.queryStart(), target.queryLength());
    }

    public int queryStart() {
        return target.queryStart();
    }

    public int queryLength() {
        return target.queryLength();
    }

    /** The authority of a target in absolute-form, else empty. */
    public String authority() {
        return text(target.authorityStart(), target.authorityLength());
    }

    /**
     * Host and port the request is for: {@link #authority()}, or else what Host says (RFC 9112 section 3.2.2); may be
     * empty.
     */
    public String host() {
        return text(hostStart(), hostLength());
    }

    public int hostStart() {
        if (form() == TargetForm.ABSOLUTE) {
            return target.authorityStart();
        }
        return framing.host() < 0 ? 0 : fields.valueStart(framing.host());
    }

    public int hostLength() {
        if (form() == TargetForm.ABSOLUTE) {
            return target.authorityLength();
        }
        return framing.host() < 0 ? 0 : fields.valueLength(framing.host());
    }

    // ---- body and connection

    /** What Content-Length says, or -1. */
    public long contentLength() {
        return framing.contentLength();
    }

    /** Whether the body comes in chunks; there is no Content-Length then. */
    public boolean chunked() {
        return framing.isChunked();
    }

    /** Whether body octets follow the head: chunks, or a Content-Length above 0. */
    public boolean hasBody() {
        return framing.isChunked() || framing.contentLength() > 0;
    }

    /** Whether the client lets the connection persist (RFC 9112 section 9.3). */
    public boolean keepAlive() {
        return framing.isKeepAlive();
    }

    /** Whether the client waits for 100 (Continue) before it sends its body. */
    public boolean expectContinue() {
        return framing.isContinueExpected();
    }

    // ---- the fields, in the order they came

    public int fieldCount() {
        return fields.count();
    }

    public int nameStart(int i) {
        return fields.nameStart(i);
    }

    public int nameLength(int i) {
        return fields.nameLength(i);
    }

    /** Whether field {@code i} has that name. */
    public boolean isNamed(int i, String lowerCaseName) {
        return fields.hasName(i, lowerCaseName);
    }

    /** Whether fields {@code i} and {@code j} have one name. */
    public boolean haveOneName(int i, int j) {
        return fields.hasName(i, fields.nameStart(j), fields.nameLength(j));
    }

    /** Where the value starts, its surrounding white space cut off. */
    public int valueStart(int i) {
        return fields.valueStart(i);
    }

    public int valueLength(int i) {
        return fields.valueLength(i);
    }

    /** Whether field {@code i} is for this connection alone and not for the application (RFC 9110 section 7.6.1). */
    public boolean isHopByHop(int i) {
        return fields.known(i).isHopByHop();
    }

    /** Whether any field says for whom the request is forwarded: one of the two kinds below. */
    public boolean isForwarded() {
        return framing.isForwarded();
    }

    /** Whether field {@code i} is {@code Forwarded} (RFC 7239). */
    public boolean isForwarded(int i) {
        return fields.known(i) == KnownField.FORWARDED;
    }

    /** Whether field {@code i} is {@code X-Forwarded-} something, or {@code X-Real-IP}. */
    public boolean isXForwarded(int i) {
        return fields.known(i) == KnownField.X_FORWARDED;
    }

    /** The values of all fields of that name as one list (RFC 9110 section 5.3), or null. */
    public @Nullable String list(String lowerCaseName) {
        String list = null;
        for (int i = 0; i < fields.count(); i++) {
            if (isNamed(i, lowerCaseName)) {
                String value = text(fields.valueStart(i), fields.valueLength(i));
                list = list == null ? value : list + ", " + value;
            }
        }
        return list;
    }

    /** The value of the first field of that name, or null. */
    public @Nullable String value(String lowerCaseName) {
        for (int i = 0; i < fields.count(); i++) {
            if (isNamed(i, lowerCaseName)) {
                return text(fields.valueStart(i), fields.valueLength(i));
            }
        }
        return null;
    }

    private String text(int start, int length) {
        return length == 0 ? "" : new String(octets, start, length, StandardCharsets.ISO_8859_1);
    }
}
