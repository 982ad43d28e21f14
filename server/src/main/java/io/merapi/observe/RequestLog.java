// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeObserver;
import io.merapi.exchange.Failure;
import io.merapi.exchange.RefusalObserver;
import io.merapi.observe.line.LineBuffer;
import io.merapi.observe.line.LineStyle;
import io.merapi.observe.line.LoggedRequest;
import io.merapi.observe.line.RequestLine;
import io.merapi.observe.sink.LogSink;
import io.merapi.protocol.Violation;
import java.time.Clock;

/** Counts requests and writes a line for each that is to have one. Runs on the event loops. */
public final class RequestLog implements ExchangeObserver, RefusalObserver {
    private final LogSink sink;
    private final Counters counters;
    private final Clock clock;
    private final RequestSelection selection;
    private final ThreadLocal<Desk> desks;

    /**
     * A log of requests.
     *
     * @param pid the front's process id, for requests that no worker had
     * @param lines which requests get a line, and what it looks like; requests are counted anyway
     */
    public RequestLog(LogSink sink, Counters counters, Clock clock, int pid, LogConfig.RequestLines lines) {
        this.sink = sink;
        this.counters = counters;
        this.clock = clock;
        this.selection = lines.selection();
        LineStyle style = lines.style();
        this.desks = ThreadLocal.withInitial(
                () -> new Desk(new LineBuffer(), new LoggedRequest(pid), style.writer(clock.getZone())));
    }

    /** What a thread needs to write lines. */
    private record Desk(LineBuffer line, LoggedRequest logged, RequestLine writer) {}

    @Override
    public void over(Exchange exchange) {
        int status = LoggedRequest.status(exchange);
        long total = counters.request(status);
        if (exchange.isClientGone()) {
            counters.clientGone();
        }
        if (exchange.failure() == Failure.APPLICATION) {
            counters.exception();
        }
        if (selection.includes(exchange, status)) {
            Desk desk = desks.get();
            write(desk, desk.logged().of(exchange, total));
        }
    }

    @Override
    public void refused(String remoteAddress, Violation violation, String requestLine) {
        int status = LoggedRequest.status(violation);
        long total = counters.request(status);
        if (selection.includes(status)) {
            Desk desk = desks.get();
            write(
                    desk,
                    desk.logged()
                            .ofRefused(
                                    LoggedRequest.refused(remoteAddress, requestLine),
                                    violation,
                                    clock.millis(),
                                    total));
        }
    }

    private void write(Desk desk, LoggedRequest logged) {
        LineBuffer line = desk.line();
        line.clear();
        desk.writer().append(line, logged);
        sink.offer(line.octets(), 0, line.size());
    }
}
