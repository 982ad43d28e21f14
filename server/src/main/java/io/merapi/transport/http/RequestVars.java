// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.http;

import io.merapi.exchange.Vars;
import io.merapi.protocol.http1.RequestHead;
import io.merapi.protocol.http1.TargetForm;
import io.merapi.transport.client.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns request heads into CGI variables (RFC 3875 section 4.1, PEP 3333 "environ Variables").
 *
 * <p>A field becomes {@code HTTP_} and its name in capitals with {@code -} as {@code _}. Fields whose name has a
 * {@code _} never pass, for they would pass for others ({@code X_Forwarded_For}); nor does {@code Proxy}, which
 * programs that the application starts would take for their HTTP_PROXY; nor fields that are for this connection alone
 * (RFC 9110 section 7.6.1); nor what a stranger says about forwarding. Has a scratch buffer, so one per event loop.
 */
public final class RequestVars {
    private static final byte[] REQUEST_METHOD = octets("REQUEST_METHOD");
    private static final byte[] REQUEST_URI = octets("REQUEST_URI");
    private static final byte[] PATH_INFO = octets("PATH_INFO");
    private static final byte[] QUERY_STRING = octets("QUERY_STRING");
    private static final byte[] SERVER_PROTOCOL = octets("SERVER_PROTOCOL");
    private static final byte[] HTTP_1_0 = octets("HTTP/1.0");
    private static final byte[] HTTP_1_1 = octets("HTTP/1.1");
    private static final byte[] CONTENT_TYPE = octets("CONTENT_TYPE");
    private static final byte[] CONTENT_LENGTH = octets("CONTENT_LENGTH");
    private static final byte[] HTTP_HOST = octets("HTTP_HOST");
    private static final byte[] HTTP = octets("HTTP_");
    private static final int FIXED_BYTES = 256;
    private static final int FIELD_BYTES = 16;

    private byte[] scratch = new byte[512];

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The variables of one request.
     *
     * @param contentLength length of the body, or -1 where it has none or the length is not known
     */
    Vars of(RequestHead head, Sender sender, long contentLength) {
        byte[] octets = head.octets();
        Vars vars = new Vars(octets.length + head.targetLength() + FIELD_BYTES * head.fieldCount() + FIXED_BYTES);
        vars.add(REQUEST_METHOD, octets, 0, head.method().length());
        vars.add(REQUEST_URI, octets, head.targetStart(), head.targetLength());
        addPath(vars, head);
        vars.add(QUERY_STRING, octets, head.queryStart(), head.queryLength());
        byte[] protocol = head.minorVersion() == 0 ? HTTP_1_0 : HTTP_1_1;
        vars.add(SERVER_PROTOCOL, protocol, 0, protocol.length);
        vars.addAll(sender.vars());
        if (contentLength >= 0) {
            byte[] length = octets(Long.toString(contentLength));
            vars.add(CONTENT_LENGTH, length, 0, length.length);
        }
        boolean otherHost = addOtherHost(vars, head, sender.host());
        Sender.Passed passed = head.isForwarded() ? sender.passed() : Sender.Passed.ALL;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (isPassed(head, i, passed) && !(otherHost && head.isNamed(i, "host"))) {
                addField(vars, head, i);
            }
        }
        return vars;
    }

    /** Adds the host that counts instead of the Host field, where there is one. */
    private static boolean addOtherHost(Vars vars, RequestHead head, @Nullable String forwarded) {
        if (forwarded != null) {
            byte[] host = octets(forwarded);
            vars.add(HTTP_HOST, host, 0, host.length);
            return true;
        }
        boolean absolute = head.form() == TargetForm.ABSOLUTE;
        if (absolute) {
            vars.add(HTTP_HOST, head.octets(), head.hostStart(), head.hostLength());
        }
        return absolute;
    }

    private static boolean isPassed(RequestHead head, int i, Sender.Passed passed) {
        return switch (passed) {
            case ALL -> true;
            case X_FORWARDED -> !head.isForwarded(i);
            case NONE -> !head.isForwarded(i) && !head.isXForwarded(i);
        };
    }

    /**
     * Percent-decodes once; {@code +} is a plus in a path. The decoder has made sure of two digits after each percent
     * sign.
     */
    private void addPath(Vars vars, RequestHead head) {
        byte[] octets = head.octets();
        if (head.form() == TargetForm.ASTERISK) {
            // it is no path (docs/decisions/0014-options-asterisk.md)
            vars.add(PATH_INFO, octets, 0, 0);
            return;
        }
        int end = head.pathStart() + head.pathLength();
        int escape = indexOfPercent(octets, head.pathStart(), end);
        if (escape == end) {
            vars.add(PATH_INFO, octets, head.pathStart(), head.pathLength());
            return;
        }
        reserve(head.pathLength());
        int length = 0;
        for (int i = head.pathStart(); i < end; i++) {
            byte octet = octets[i];
            if (octet == '%') {
                octet = (byte) (Character.digit(octets[i + 1], 16) << 4 | Character.digit(octets[i + 2], 16));
                i += 2;
            }
            scratch[length++] = octet;
        }
        vars.add(PATH_INFO, scratch, 0, length);
    }

    private static int indexOfPercent(byte[] octets, int start, int end) {
        int i = start;
        while (i < end && octets[i] != '%') {
            i++;
        }
        return i;
    }

    private void addField(Vars vars, RequestHead head, int i) {
        byte[] octets = head.octets();
        if (head.isHopByHop(i) || head.isNamed(i, "proxy") || head.isNamed(i, "content-length")) {
            return;
        }
        if (head.isNamed(i, "content-type")) {
            vars.add(CONTENT_TYPE, octets, head.valueStart(i), head.valueLength(i));
            return;
        }
        int nameLength = variableName(octets, head.nameStart(i), head.nameLength(i));
        if (nameLength == 0 || sameName(head, i, 0, i) < i) {
            return;
        }
        int next = sameName(head, i, i + 1, head.fieldCount());
        if (next == head.fieldCount()) {
            vars.add(scratch, 0, nameLength, octets, head.valueStart(i), head.valueLength(i));
        } else {
            addJoined(vars, head, i, nameLength);
        }
    }

    /** Leaves the variable's name in the scratch buffer; returns its length, 0 for a name that must not pass. */
    private int variableName(byte[] octets, int start, int length) {
        reserve(HTTP.length + length);
        System.arraycopy(HTTP, 0, scratch, 0, HTTP.length);
        int at = HTTP.length;
        for (int i = start; i < start + length; i++) {
            byte octet = octets[i];
            if (octet == '_') {
                return 0;
            }
            if (octet >= 'a' && octet <= 'z') {
                octet = (byte) (octet - 32);
            } else if (octet == '-') {
                octet = '_';
            }
            scratch[at++] = octet;
        }
        return at;
    }

    /**
     * The first field from {@code from} that has the name of field {@code i}; {@code to} when there is none before
     * that.
     */
    private static int sameName(RequestHead head, int i, int from, int to) {
        for (int j = from; j < to; j++) {
            if (head.haveOneName(i, j)) {
                return j;
            }
        }
        return to;
    }

    /** RFC 9110 section 5.3: a list, in order; cookies are separated by their own sign (RFC 9113 section 8.2.3). */
    private void addJoined(Vars vars, RequestHead head, int first, int nameLength) {
        byte[] octets = head.octets();
        boolean cookie = head.isNamed(first, "cookie");
        int at = nameLength;
        for (int i = first; i < head.fieldCount(); i = sameName(head, first, i + 1, head.fieldCount())) {
            reserve(at + 2 + head.valueLength(i));
            if (i > first) {
                scratch[at++] = (byte) (cookie ? ';' : ',');
                scratch[at++] = ' ';
            }
            System.arraycopy(octets, head.valueStart(i), scratch, at, head.valueLength(i));
            at += head.valueLength(i);
        }
        vars.add(scratch, 0, nameLength, scratch, nameLength, at - nameLength);
    }

    private void reserve(int length) {
        if (scratch.length < length) {
            scratch = Arrays.copyOf(scratch, Math.max(length, 2 * scratch.length));
        }
    }
}
