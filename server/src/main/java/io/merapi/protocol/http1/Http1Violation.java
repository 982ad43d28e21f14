// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/** The ways a client breaks HTTP/1.x, or goes beyond what is served. */
public enum Http1Violation implements Violation {
    // the request line
    REQUEST_LINE_TOO_LONG(414, "RFC 9112 section 3", "the request line is longer than allowed"),
    EMPTY_LINES(400, "RFC 9112 section 2.2", "too many empty lines before the request line"),
    METHOD_MALFORMED(400, "RFC 9112 section 3.1", "the method is not a token"),
    METHOD_TOO_LONG(501, "RFC 9112 section 3", "the method is longer than any that is implemented"),
    METHOD_CONNECT(501, "RFC 9110 section 9.3.6", "CONNECT is for proxies"),
    REQUEST_LINE_SPACING(400, "RFC 9112 section 3", "the parts of the request line are not separated by single spaces"),
    TARGET_OCTET(400, "RFC 9112 section 3.2", "the request target holds an octet that no URI may hold"),
    TARGET_FORM(400, "RFC 9112 section 3.2", "the request target has none of the forms its method allows"),
    TARGET_AUTHORITY(400, "RFC 9110 section 4.2.1", "the request target's authority is not a valid host and port"),
    PATH_ESCAPE(400, "RFC 3986 section 2.1", "the path holds a broken percent-encoding or an encoded NUL"),
    VERSION_MISSING(400, "RFC 9112 section 3", "the request line has no version"),
    VERSION_MALFORMED(400, "RFC 9112 section 2.3", "the version is not HTTP/digit.digit"),
    VERSION_UNSUPPORTED(505, "RFC 9110 section 15.6.6", "the major version is not 1"),

    // lines and fields
    BARE_CR(400, "RFC 9112 section 2.2", "a CR is not followed by LF"),
    BARE_LF(400, "RFC 9112 section 2.2", "a line ends with LF alone"),
    FIELDS_TOO_LARGE(431, "RFC 6585 section 5", "the fields take more octets than allowed"),
    TOO_MANY_FIELDS(431, "RFC 6585 section 5", "there are more fields than allowed"),
    OBS_FOLD(400, "RFC 9112 section 5.2", "a line starts with white space"),
    FIELD_NAME_EMPTY(400, "RFC 9112 section 5", "a field has an empty name"),
    FIELD_NAME_MALFORMED(400, "RFC 9110 section 5.1", "a field name is not a token followed by a colon"),
    FIELD_NAME_SPACE(400, "RFC 9112 section 5.1", "there is white space between a field name and its colon"),
    FIELD_VALUE_CONTROL(400, "RFC 9110 section 5.5", "a field value holds a control character"),

    // what certain fields say
    HOST_MISSING(400, "RFC 9112 section 3.2", "an HTTP/1.1 request has no Host"),
    HOST_REPEATED(400, "RFC 9112 section 3.2", "Host is repeated"),
    HOST_MALFORMED(400, "RFC 9112 section 3.2", "Host is not a valid host and port"),
    CONTENT_TYPE_REPEATED(400, "RFC 9110 section 5.3", "Content-Type is repeated"),
    CONTENT_LENGTH_REPEATED(400, "RFC 9112 section 6.3", "Content-Length is repeated"),
    CONTENT_LENGTH_MALFORMED(400, "RFC 9112 section 6.3", "Content-Length is not a number of octets"),
    LENGTH_AND_CODING(400, "RFC 9112 section 6.1", "there are both Content-Length and Transfer-Encoding"),
    CODING_IN_HTTP_1_0(400, "RFC 9112 section 6.1", "an HTTP/1.0 request has Transfer-Encoding"),
    CODING_MALFORMED(400, "RFC 9112 section 6.1", "Transfer-Encoding is not a list of transfer codings"),
    CODING_NOT_CHUNKED(400, "RFC 9112 section 6.3", "the final transfer coding is not chunked, or chunked is repeated"),
    CODING_UNKNOWN(501, "RFC 9112 section 6.1", "a transfer coding other than chunked is not implemented"),
    CONNECTION_OPTIONS(400, "RFC 9110 section 7.6.1", "Connection is not a list of tokens, or a very long one"),

    // the chunked body
    CHUNK_SIZE_MALFORMED(400, "RFC 9112 section 7.1", "a chunk size is not a hexadecimal number"),
    CHUNK_SIZE_TOO_LARGE(400, "RFC 9112 section 7.1", "a chunk size is beyond all bounds"),
    CHUNK_EXTENSION_MALFORMED(400, "RFC 9112 section 7.1.1", "a chunk extension is malformed"),
    CHUNK_EXTENSIONS_TOO_LARGE(400, "RFC 9112 section 7.1.1", "the chunk extensions take more octets than allowed"),
    CHUNK_END_MISSING(400, "RFC 9112 section 7.1", "the data of a chunk is not followed by CRLF"),
    TRAILER_FORBIDDEN(400, "RFC 9110 section 6.5.1", "a field that may not be a trailer is one");

    private final Rule rule;

    Http1Violation(int status, String section, String sentence) {
        this.rule = new Rule(status, section, sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
