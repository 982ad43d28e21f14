// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;

/** How much clients may ask, and what is kept for them. */
public final class LimitOptions {
    public static final Option<Long> REQUEST_LINE =
            Option.of(Kind.SIZE, 16L * 1024, "limit-request-line").help("longest request line; then 414");

    public static final Option<Long> HEADER_BLOCK = Option.of(Kind.SIZE, 64L * 1024, "limit-header-block")
            .help("size of all header lines of a request; then 431");

    public static final Option<Integer> HEADER_COUNT =
            Option.of(Kind.INTEGER, 200, "limit-header-count").help("number of header lines of a request; then 431");

    public static final Option<Long> BUFFER_SIZE = Option.of(Kind.SIZE, 0L, "buffer-size")
            .letter('b')
            .initially("no hint")
            .help("a hint: raises limit-request-line and limit-header-block where they are lower, lowers nothing");

    public static final Option<Long> LIMIT_POST =
            Option.of(Kind.SIZE, 0L, "limit-post").initially("no limit").help("largest request body; then 413");

    public static final Option<Long> BODY_MEMORY = Option.of(Kind.SIZE, 256L * 1024, "body-memory")
            .help("largest request body that is kept in memory; a larger one goes to a temporary file");

    public static final Option<Long> BODY_FILE_MEMORY = Option.of(Kind.SIZE, 64L * 1024 * 1024, "body-file-memory")
            .help("how much memory may hold such files, in all, before they go to the disk. 0: none");

    public static final Option<Long> POST_BUFFERING = Option.of(Kind.SIZE, 0L, "post-buffering")
            .initially("body-memory counts")
            .help("uWSGI's name for body-memory, where it is not 0");

    public static final Option<Long> RESPONSE_BUFFER = Option.of(Kind.SIZE, 256L * 1024, "response-buffer")
            .help("how much of an answer is kept for a client that reads slowly, before its worker has to wait");

    public static final Option<Integer> CONNECTIONS = Option.of(Kind.INTEGER, 10_000, "limit-connections")
            .help("how many client connections may be open; beyond that accepting pauses");

    public static final Option<Integer> MAX_QUEUE = Option.of(Kind.INTEGER, 1024, "max-queue")
            .help("how many requests may wait for a worker; one more gets 503. 0: none waits");

    public static final Option<Duration> QUEUE_TIMEOUT = Option.of(
                    Kind.SECONDS, Duration.ofSeconds(30), "queue-timeout")
            .help("how long a request may wait for a worker; then 503. 0: no limit");

    static final OptionGroup GROUP = new OptionGroup(
            "Limits",
            List.of(
                    REQUEST_LINE,
                    HEADER_BLOCK,
                    HEADER_COUNT,
                    BUFFER_SIZE,
                    LIMIT_POST,
                    BODY_MEMORY,
                    BODY_FILE_MEMORY,
                    POST_BUFFERING,
                    RESPONSE_BUFFER,
                    CONNECTIONS,
                    MAX_QUEUE,
                    QUEUE_TIMEOUT));

    private LimitOptions() {}
}
