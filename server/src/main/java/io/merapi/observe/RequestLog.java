// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeObserver;
import io.merapi.exchange.Failure;
import io.merapi.exchange.RefusalObserver;
import io.merapi.exchange.Request;
import io.merapi.protocol.Violation;
import io.merapi.protocol.http1.ReasonPhrase;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and writes a line for each, uWSGI's default one ({@code core/logging.c}), which log tools know:
 *
 * <pre>
 * [pid: 2965|app: 0|req: 1/1] 127.0.0.1 () {24 vars in 263 bytes} [Mon Nov 23 09:30:51 2026] GET /a?x=1 =>
 *     generated 1541 bytes in 0 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)
 * </pre>
 *
 * <p>Runs on the event loops. What the client can choose is escaped, so that no request can forge a line or move a
 * terminal's cursor. A request that no worker had counts as served by the front, {@code app: -1}. The line of one that
 * was turned away ends with the rule it broke.
 */
public final class RequestLog implements ExchangeObserver, RefusalObserver {
    /** nginx's status for a client that left before it had its answer. */
    private static final int CLIENT_GONE = 499;

    private static final int MOST_OF_A_TOKEN = 64;
    /** Escaped at worst fourfold; the usual line stays below the size that a pipe takes in one piece. */
    private static final int MOST_OF_A_TARGET = 3000;
    /** {@code HTTP/1.1 nnn reason CRLF} without the reason, and the empty line after the fields. */
    private static final int HEAD_OVERHEAD = 9 + 3 + 1 + 2 + 2;

    private final LogSink sink;
    private final Counters counters;
    private final Clock clock;
    private final int pid;
    private final boolean writesLines;
    private final ThreadLocal<Desk> desks;

    /**
     * A log of requests.
     *
     * @param pid the front's process id, for requests that no worker had
     * @param config whether lines are written; requests are counted anyway
     */
    public RequestLog(LogSink sink, Counters counters, Clock clock, int pid, LogConfig config) {
        this.sink = sink;
        this.counters = counters;
        this.clock = clock;
        this.pid = pid;
        this.writesLines = config.requestLines();
        this.desks = ThreadLocal.withInitial(() -> new Desk(new LineBuffer(), new CalendarTime(clock.getZone())));
    }

    /** What a thread needs to write lines. */
    private record Desk(LineBuffer line, CalendarTime time) {}

    @Override
    public void over(Exchange exchange) {
        boolean gone = exchange.isClientGone();
        int status = gone ? CLIENT_GONE : exchange.status();
        long total = counters.request(status);
        if (gone) {
            counters.clientGone();
        }
        if (exchange.failure() == Failure.APPLICATION) {
            counters.exception();
        }
        if (writesLines) {
            write(exchange, status, total);
        }
    }

    private void write(Exchange exchange, int status, long total) {
        Request request = exchange.request();
        Exchange.Server server = exchange.server();
        Desk desk = desks.get();
        LineBuffer line = desk.line();
        line.clear();
        begin(line, server, total);
        line.escaped(request.remoteAddress(), MOST_OF_A_TOKEN).text(" (");
        line.escaped(Objects.requireNonNullElse(request.vars().get("REMOTE_USER"), ""), MOST_OF_A_TOKEN);
        line.text(") {").number(request.vars().count()).text(" vars in ");
        line.number(request.vars().encodedBytes()).text(" bytes} [");
        line.octets(desk.time().of(exchange.times().wallMillis())).text("] ");
        line.escaped(request.method(), MOST_OF_A_TOKEN).text(" ");
        line.escaped(request.uri(), MOST_OF_A_TARGET).text(" => generated ");
        line.number(exchange.responseBodyBytes()).text(" bytes in ");
        line.number(exchange.times().totalMicros() / 1000);
        line.text(exchange.sentFile() ? " msecs via sendfile() (" : " msecs (");
        line.escaped(request.protocol(), MOST_OF_A_TOKEN)
                .text(" ")
                .number(status)
                .text(") ");
        end(line, exchange, server);
        sink.offer(line.octets(), 0, line.size());
    }

    private void begin(LineBuffer line, Exchange.@Nullable Server server, long total) {
        line.text("[pid: ").number(server == null ? pid : server.pid());
        line.text("|app: ").number(server == null ? -1 : 0);
        line.text("|req: ").number(server == null ? -1 : server.requests());
        line.text("/").number(total).text("] ");
    }

    private static void end(LineBuffer line, Exchange exchange, Exchange.@Nullable Server server) {
        int status = exchange.status();
        long headBytes =
                status == 0 ? 0 : HEAD_OVERHEAD + ReasonPhrase.of(status).length() + exchange.responseHeadBytes();
        line.number(exchange.responseFields()).text(" headers in ").number(headBytes);
        line.text(" bytes (").number(server == null ? 0 : 1).text(" switches on core ");
        line.number(server == null ? 0 : server.core()).text(")\n");
    }

    @Override
    public void refused(String remoteAddress, Violation violation, String requestLine) {
        int status = violation.status() == 0 ? CLIENT_GONE : violation.status();
        long total = counters.request(status);
        if (!writesLines) {
            return;
        }
        int lastSpace = requestLine.lastIndexOf(' ');
        String methodAndTarget = lastSpace < 0 ? "- -" : requestLine.substring(0, lastSpace);
        String protocol = lastSpace < 0 ? "-" : requestLine.substring(lastSpace + 1);
        Desk desk = desks.get();
        LineBuffer line = desk.line();
        line.clear();
        begin(line, null, total);
        line.escaped(remoteAddress, MOST_OF_A_TOKEN).text(" () {0 vars in 0 bytes} [");
        line.octets(desk.time().of(clock.millis())).text("] ");
        line.escaped(methodAndTarget, MOST_OF_A_TARGET).text(" => generated 0 bytes in 0 msecs (");
        line.escaped(protocol, MOST_OF_A_TOKEN).text(" ").number(status);
        line.text(") 0 headers in 0 bytes (0 switches on core 0) refused: ");
        line.text(violation.sentence()).text(" (").text(violation.section()).text(")\n");
        sink.offer(line.octets(), 0, line.size());
    }
}
