// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/** What stands in front, and what is believed of it (docs/proxies.md). */
public final class ProxyOptions {
    public static final Option<List<String>> TRUSTED_PROXIES = Option.of(
                    Kind.list("ADDRESSES"), List.of(), "trusted-proxies", "forwarded-allow-ips")
            .initially("127.0.0.0/8, ::1, unix")
            .help("whose X-Forwarded-* and Forwarded are believed: addresses, networks, unix, * or none");

    public static final Option<Boolean> LOG_X_FORWARDED_FOR = Option.flag("log-x-forwarded-for")
            .status(Status.NO_EFFECT)
            .help("the log always names the client whom a trusted proxy names");

    public static final Option<Boolean> HTTP_PROXY_PROTOCOL = Option.of(
                    Kind.FLAG_OR_VALUE, false, "http-enable-proxy-protocol")
            .help("on http listeners each connection must begin with a PROXY protocol header, version 1 or 2");

    public static final Option<Boolean> PROXY_PROTOCOL =
            Option.flag("enable-proxy-protocol").help("the same on http-socket, socket and all other listeners");

    static final OptionGroup GROUP = new OptionGroup(
            "Proxies in front", List.of(TRUSTED_PROXIES, HTTP_PROXY_PROTOCOL, PROXY_PROTOCOL, LOG_X_FORWARDED_FOR));

    private ProxyOptions() {}
}
