// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** How long HTTP clients may take, and what is said in answers. */
public final class HttpOptions {
    public static final Option<Duration> HTTP_KEEPALIVE = Option.of(
                    Kind.SECONDS_OR_FLAG, Duration.ofSeconds(75), "http-keepalive")
            .help("how long an idle connection is kept for another request; 0 or off: one request per connection");

    public static final Option<Duration> HTTP_TIMEOUT = Option.of(Kind.SECONDS, Duration.ofSeconds(60), "http-timeout")
            .help("longest pause while a client sends a body or takes an answer, on http listeners; 0: no limit");

    public static final Option<Duration> SOCKET_TIMEOUT = Option.of(
                    Kind.SECONDS, Duration.ofSeconds(60), "socket-timeout")
            .letter('z')
            .help("the same on all other listeners");

    public static final Option<Duration> HEADER_TIMEOUT = Option.of(
                    Kind.SECONDS, Duration.ofSeconds(30), "header-timeout", "http-headers-timeout")
            .help("how long a request head may take to arrive; then 408. 0: no limit");

    public static final Option<Duration> BODY_TIMEOUT = Option.of(Kind.SECONDS, Duration.ofSeconds(60), "body-timeout")
            .initially("http-timeout or socket-timeout")
            .help("longest pause while a client sends a body; then 408. 0: no limit");

    public static final Option<Boolean> REQUEST_BUFFERING = Option.of(Kind.SWITCH, true, "request-buffering")
            .help("take a request body in before a worker gets the request; off: stream it to the worker");

    public static final Option<List<String>> ADD_HEADER = Option.of(Kind.list("NAME: VALUE"), List.of(), "add-header")
            .help("a field for every answer of the application that has none of its own; may be repeated");

    public static final Option<List<String>> DEL_HEADER = Option.of(
                    Kind.list("NAME"), List.<String>of(), "del-header", "rem-header")
            .help("a field that is taken out of the application's answers; may be repeated");

    static final OptionGroup GROUP = new OptionGroup(
            "HTTP",
            List.of(
                    HTTP_KEEPALIVE,
                    HTTP_TIMEOUT,
                    SOCKET_TIMEOUT,
                    HEADER_TIMEOUT,
                    BODY_TIMEOUT,
                    REQUEST_BUFFERING,
                    ADD_HEADER,
                    DEL_HEADER));

    private HttpOptions() {}
}
