// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import io.merapi.protocol.Violation;

/** How what a connection begins with fails to be a PROXY protocol header, where there must be one. */
public enum ProxyHeaderViolation implements Violation {
    PROXY_HEADER_MISSING("the connection does not begin with a PROXY protocol header", "section 2"),
    PROXY_HEADER_TIMEOUT("the PROXY protocol header did not come in time", "section 2"),
    PROXY_LINE_TOO_LONG("the PROXY protocol line is longer than 107 octets", "section 2.1"),
    PROXY_LINE_MALFORMED("the PROXY protocol line is malformed", "section 2.1"),
    PROXY_VERSION("the PROXY protocol header is of another version than 1 and 2", "section 2.2"),
    PROXY_COMMAND("the PROXY protocol header has an unknown command", "section 2.2"),
    PROXY_FAMILY("the PROXY protocol header has an unknown address family or transport", "section 2.2"),
    PROXY_ADDRESSES_CUT("the PROXY protocol header is too short for its addresses", "section 2.2");

    private final String sentence;
    private final String section;

    ProxyHeaderViolation(String sentence, String section) {
        this.sentence = sentence;
        this.section = section;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public String section() {
        return "PROXY protocol " + section;
    }

    /** What speaks another protocol than the one expected understands no answer. */
    @Override
    public int status() {
        return 0;
    }
}
