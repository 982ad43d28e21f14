// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/** The ways a web server in front, or whoever passes for one, breaks the uwsgi protocol, SCGI, or CGI's variables. */
public enum CgiViolation implements Violation {
    // the variables, whatever carries them
    NAME_EMPTY(400, "RFC 3875 section 4.1", "a variable has an empty name"),
    NAME_MALFORMED(400, "RFC 3875 section 4.1", "a variable's name holds a control character or an equals sign"),
    VALUE_NUL(400, "RFC 9110 section 5.5", "a variable's value holds a NUL"),
    VALUE_LINE_END(400, "RFC 9110 section 5.5", "a variable that stands for a part of one line holds a CR or LF"),
    CONTENT_LENGTH_MALFORMED(400, "RFC 3875 section 4.1.2", "CONTENT_LENGTH is not a number of octets"),
    CONTENT_LENGTH_CONFLICT(400, "RFC 3875 section 4.1.2", "CONTENT_LENGTH is repeated with another number"),
    REQUEST_METHOD_CONFLICT(400, "RFC 3875 section 4.1.12", "REQUEST_METHOD is repeated with another method"),

    REQUEST_METHOD_MALFORMED(400, "RFC 3875 section 4.1.12", "REQUEST_METHOD is missing, or is not a token"),

    // the uwsgi protocol
    MODIFIER_UNKNOWN(501, "uwsgi protocol, modifiers", "modifier1 is neither 0, 30 nor 100"),
    HTTP_INSTEAD_OF_UWSGI(400, "uwsgi protocol, packet header", "HTTP came where the uwsgi protocol is spoken"),
    VARIABLE_OVERRUN(400, "uwsgi protocol, packet body", "a variable is longer than what is left of its packet"),

    // SCGI
    NETSTRING_LENGTH_MALFORMED(400, "SCGI section 2", "the headers' length is not a decimal number and a colon"),
    HEADERS_TOO_LARGE(431, "SCGI section 3", "the headers take more octets than allowed"),
    NETSTRING_END_MISSING(400, "SCGI section 2", "the headers are not followed by a comma"),
    HEADERS_UNTERMINATED(400, "SCGI section 3", "the headers do not end with a whole name and value"),
    CONTENT_LENGTH_NOT_FIRST(400, "SCGI section 3", "the first header is not CONTENT_LENGTH"),
    SCGI_MISSING(400, "SCGI section 3", "there is no header SCGI with the value 1");

    private final Rule rule;

    CgiViolation(int status, String section, String sentence) {
        this.rule = new Rule(status, section, sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
