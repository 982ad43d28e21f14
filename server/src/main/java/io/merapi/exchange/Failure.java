// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

/**
 * Why an exchange could not be answered by its handler; decides what the client gets (ARCHITECTURE.md, "The life of a
 * request").
 */
public enum Failure {
    /** The pool's queue is full, or the request waited longer than {@code queue-timeout}. */
    OVERLOADED(503, "Service Unavailable"),
    /** No worker can serve at the moment: none could be started, or the application did not load. */
    UNAVAILABLE(503, "Service Unavailable"),
    /** The application raised. */
    APPLICATION(500, "Internal Server Error"),
    /** No application is loaded in the worker ("--- no python application found"). */
    NO_APPLICATION(500, "Internal Server Error"),
    /** The worker died with the request started and not safe to repeat. */
    WORKER_DIED(502, "Bad Gateway"),
    /** It ran for longer than {@code harakiri} allows. */
    TIMEOUT(504, "Gateway Timeout"),
    /** The body broke off or was malformed while it was being streamed. */
    BODY_BROKEN(400, "Bad Request"),
    /** The body stalled while it was being streamed. */
    BODY_TIMEOUT(408, "Request Timeout"),
    /** The body turned out too large while it was being streamed. */
    BODY_TOO_LARGE(413, "Content Too Large"),
    /** Our own defect; logged at the root. */
    INTERNAL(500, "Internal Server Error");

    private final int status;
    private final String reason;

    Failure(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** Whether the answer carries Retry-After (RFC 9110 section 10.2.3). */
    public boolean isTransient() {
        return status == 503;
    }
}
