// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Failure;
import io.merapi.exchange.ProcessMemory;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.Violation;
import io.merapi.protocol.http1.ReasonPhrase;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows of the request that it writes a line of: one that is over, or one that was turned away. The same
 * object serves for every request of a thread. A request that no worker had counts as served by the front.
 */
public final class LoggedRequest {
    /** nginx's status for a client that left before it had its answer. */
    public static final int CLIENT_GONE = 499;

    /** {@code HTTP/1.1 nnn reason CRLF} without the reason, and the empty line after the fields. */
    private static final int HEAD_OVERHEAD = 9 + 3 + 1 + 2 + 2;

    private final int frontPid;
    private Request request = refused("", "");
    private @Nullable Exchange exchange;
    private Exchange.@Nullable Server server;
    private @Nullable Violation violation;
    private int status;
    private long total;
    private long wallMillis;

    public LoggedRequest(int frontPid) {
        this.frontPid = frontPid;
    }

    /** The status that the log gives an exchange. */
    public static int status(Exchange exchange) {
        return exchange.isClientGone() ? CLIENT_GONE : exchange.status();
    }

    /** The status that the log gives a request that was turned away. */
    public static int status(Violation violation) {
        return violation.status() == 0 ? CLIENT_GONE : violation.status();
    }

    /**
     * From now on that exchange.
     *
     * @param total how many requests there have been with it
     */
    public LoggedRequest of(Exchange over, long total) {
        exchange = over;
        request = over.request();
        server = over.server();
        violation = null;
        status = status(over);
        wallMillis = over.times().wallMillis();
        this.total = total;
        return this;
    }

    /**
     * From now on one that was turned away.
     *
     * @param refused what is known of it
     * @param rule the rule it broke
     * @param millis when that was, since the epoch
     * @param total how many requests there have been with it
     */
    public LoggedRequest ofRefused(Request refused, Violation rule, long millis, long total) {
        exchange = null;
        request = refused;
        server = null;
        violation = rule;
        status = status(rule);
        wallMillis = millis;
        this.total = total;
        return this;
    }

    /** What is known of a request that was turned away; arguments as of {@link io.merapi.exchange.RefusalObserver}. */
    public static Request refused(String remoteAddress, String requestLine) {
        int first = requestLine.indexOf(' ');
        int last = requestLine.lastIndexOf(' ');
        boolean whole = first >= 0 && first < last;
        return new Request(
                whole ? requestLine.substring(0, first) : "-",
                whole ? requestLine.substring(first + 1, last) : "-",
                whole ? requestLine.substring(last + 1) : "-",
                remoteAddress,
                new Vars(0),
                RequestBody.EMPTY);
    }

    Request request() {
        return request;
    }

    /** A CGI variable; empty where there is none. */
    String var(String name) {
        String value = request.vars().get(name);
        return value == null ? "" : value;
    }

    /** A CGI variable that is a number; 0 where there is none. */
    long number(String name) {
        String value = var(name);
        boolean isNumber =
                !value.isEmpty() && value.length() <= 18 && value.chars().allMatch(Character::isDigit);
        return isNumber ? Long.parseLong(value) : 0;
    }

    int status() {
        return status;
    }

    long total() {
        return total;
    }

    /** When it began, in milliseconds since the epoch. */
    long wallMillis() {
        return wallMillis;
    }

    boolean isOfWorker() {
        return server != null;
    }

    int pid() {
        return server == null ? frontPid : server.pid();
    }

    int worker() {
        return server == null ? 0 : server.worker();
    }

    int core() {
        return server == null ? 0 : server.core();
    }

    /** How many requests the worker has had with it; -1 where none had it. */
    long workerRequests() {
        return server == null ? -1 : server.requests();
    }

    ProcessMemory memory() {
        return server == null ? ProcessMemory.UNKNOWN : server.memory();
    }

    int responseFields() {
        return exchange == null ? 0 : exchange.responseFields();
    }

    long responseBodyBytes() {
        return exchange == null ? 0 : exchange.responseBodyBytes();
    }

    long responseHeadBytes() {
        int sent = exchange == null ? 0 : exchange.status();
        return exchange == null || sent == 0
                ? 0
                : HEAD_OVERHEAD + ReasonPhrase.of(sent).length() + exchange.responseHeadBytes();
    }

    boolean isFromFile() {
        return exchange != null && exchange.sentFile();
    }

    long totalMicros() {
        return exchange == null ? 0 : exchange.times().totalMicros();
    }

    long queuedMicros() {
        return exchange == null ? 0 : exchange.times().queuedMicros();
    }

    long applicationMicros() {
        return exchange == null ? 0 : exchange.times().applicationMicros();
    }

    /** Whether the client left before it had its answer: what uWSGI counts as an error of writing. */
    boolean isWriteBroken() {
        return exchange != null && exchange.isClientGone();
    }

    boolean isReadBroken() {
        return exchange != null && isReadBroken(exchange);
    }

    /** Whether the body of a request broke off or stalled. */
    public static boolean isReadBroken(Exchange exchange) {
        return exchange.failure() == Failure.BODY_BROKEN || exchange.failure() == Failure.BODY_TIMEOUT;
    }

    /** The rule for which it was turned away; null where it was not. */
    @Nullable
    Violation violation() {
        return violation;
    }
}
