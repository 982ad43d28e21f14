// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.ProtocolException;

/**
 * What a request's fields say about its body and its connection (RFC 9112 sections 3.2, 6 and 9). Where two readings
 * are possible, the request is refused: request smuggling lives on them (RFC 9112 section 11.2).
 */
final class Framing {
    private final FieldSection fields;
    private final int minorVersion;
    private int host = -1;
    private int contentType = -1;
    private int contentLengthField = -1;
    private int codings = -1;
    private boolean repeatedCodings;
    private boolean expectContinue;
    private boolean forwarded;
    private boolean close;
    private boolean keepAlive;
    private long contentLength = -1;

    private Framing(FieldSection fields, int minorVersion) {
        this.fields = fields;
        this.minorVersion = minorVersion;
    }

    static Framing of(FieldSection fields, int minorVersion) {
        Framing framing = new Framing(fields, minorVersion);
        for (int i = 0; i < fields.count(); i++) {
            framing.see(i);
        }
        framing.check();
        return framing;
    }

    private void see(int i) {
        switch (fields.known(i)) {
            case HOST -> host = once(host, i, Http1Violation.HOST_REPEATED);
            case CONTENT_TYPE -> contentType = once(contentType, i, Http1Violation.CONTENT_TYPE_REPEATED);
            case CONTENT_LENGTH ->
                contentLengthField = once(contentLengthField, i, Http1Violation.CONTENT_LENGTH_REPEATED);
            case TRANSFER_ENCODING -> {
                repeatedCodings = codings >= 0;
                codings = i;
            }
            case EXPECT -> expectContinue |= valueIs(i, "100-continue");
            case CONNECTION -> seeConnection(i);
            case FORWARDED, X_FORWARDED -> forwarded = true;
            case OTHER, NAMED_BY_CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRAILER, UPGRADE -> {
                // says nothing about framing or persistence
            }
        }
    }

    private static int once(int before, int now, Http1Violation repeated) {
        if (before >= 0) {
            throw new ProtocolException(repeated);
        }
        return now;
    }

    private void seeConnection(int i) {
        if (valueIs(i, "keep-alive")) {
            keepAlive = true;
            return;
        }
        ConnectionOptions options = ConnectionOptions.read(fields, i);
        close |= options.close();
        keepAlive |= options.keepAlive();
    }

    private void check() {
        checkHost();
        if (codings >= 0) {
            checkCodings();
        }
        if (contentLengthField >= 0) {
            contentLength = contentLengthValue();
        }
    }

    private void checkHost() {
        if (host < 0) {
            if (minorVersion >= 1) {
                throw new ProtocolException(Http1Violation.HOST_MISSING);
            }
            return;
        }
        // an empty Host is what a client sends whose target has no authority (RFC 9112 section 3.2)
        int start = fields.valueStart(host);
        int length = fields.valueLength(host);
        if (length > 0 && !Authority.isValid(fields.octets(), start, start + length)) {
            throw new ProtocolException(Http1Violation.HOST_MALFORMED);
        }
    }

    private void checkCodings() {
        if (contentLengthField >= 0) {
            throw new ProtocolException(Http1Violation.LENGTH_AND_CODING);
        }
        if (minorVersion == 0) {
            throw new ProtocolException(Http1Violation.CODING_IN_HTTP_1_0);
        }
        if (repeatedCodings || !valueIs(codings, "chunked")) {
            throw new ProtocolException(TransferCodings.violation(fields));
        }
    }

    private long contentLengthValue() {
        int start = fields.valueStart(contentLengthField);
        int end = start + fields.valueLength(contentLengthField);
        long value = 0;
        boolean valid = end > start;
        for (int i = start; i < end && valid; i++) {
            int digit = fields.octets()[i] - '0';
            valid = digit >= 0 && digit <= 9 && value <= (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
        }
        if (!valid) {
            throw new ProtocolException(Http1Violation.CONTENT_LENGTH_MALFORMED);
        }
        return value;
    }

    private boolean valueIs(int i, String lower) {
        return Octets.equalsIgnoreCase(fields.octets(), fields.valueStart(i), fields.valueLength(i), lower);
    }

    /** Which field is Host, or -1. */
    int host() {
        return host;
    }

    /** Whether any field says for whom the request is forwarded. */
    boolean isForwarded() {
        return forwarded;
    }

    long contentLength() {
        return contentLength;
    }

    boolean isChunked() {
        return codings >= 0;
    }

    /** RFC 9112 section 9.3. */
    boolean isKeepAlive() {
        return !close && (minorVersion >= 1 || keepAlive);
    }

    /** RFC 9110 section 10.1.1: in an HTTP/1.0 request, or in one without a body, the expectation is ignored. */
    boolean isContinueExpected() {
        return expectContinue && minorVersion >= 1 && (isChunked() || contentLength > 0);
    }
}
