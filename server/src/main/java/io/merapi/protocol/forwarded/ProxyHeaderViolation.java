// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.forwarded;

import io.merapi.protocol.Rule;
import io.merapi.protocol.Violation;

/** How what a connection begins with fails to be a PROXY protocol header, where there must be one. */
public enum ProxyHeaderViolation implements Violation {
    PROXY_HEADER_MISSING("2", "the connection does not begin with a PROXY protocol header"),
    PROXY_HEADER_TIMEOUT("2", "the PROXY protocol header did not come in time"),
    PROXY_LINE_TOO_LONG("2.1", "the PROXY protocol line is longer than 107 octets"),
    PROXY_LINE_MALFORMED("2.1", "the PROXY protocol line is malformed"),
    PROXY_VERSION("2.2", "the PROXY protocol header is of another version than 1 and 2"),
    PROXY_COMMAND("2.2", "the PROXY protocol header has an unknown command"),
    PROXY_FAMILY("2.2", "the PROXY protocol header has an unknown address family or transport"),
    PROXY_ADDRESSES_CUT("2.2", "the PROXY protocol header is too short for its addresses");

    private final Rule rule;

    ProxyHeaderViolation(String section, String sentence) {
        // what speaks another protocol than the one expected understands no answer
        this.rule = new Rule(0, "PROXY protocol section " + section, sentence);
    }

    @Override
    public Rule rule() {
        return rule;
    }
}
