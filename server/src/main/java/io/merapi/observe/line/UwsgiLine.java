// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import io.merapi.exchange.ProcessMemory;
import io.merapi.exchange.Request;
import io.merapi.protocol.Violation;
import java.time.ZoneId;

/**
 * uWSGI's default line ({@code core/logging.c}), which log tools know:
 *
 * <pre>
 * [pid: 2965|app: 0|req: 1/1] 127.0.0.1 () {24 vars in 263 bytes} [Mon Nov 23 09:30:51 2026] GET /a?x=1 =>
 *     generated 1541 bytes in 0 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)
 * </pre>
 *
 * <p>What the client can choose is escaped. A request that no worker had is of {@code app: -1}. The line of one that
 * was turned away ends with the rule it broke.
 */
final class UwsgiLine implements RequestLine {
    private static final int MOST_OF_A_TOKEN = 64;
    private static final long MIB = 1 << 20;

    private final Style style;
    private final TimeText time;

    private UwsgiLine(Style style, TimeText time) {
        this.style = style;
        this.time = time;
    }

    /** What varies in it, see {@link LineStyle#uwsgi}. */
    record Style(boolean tellsMemory, boolean inMicros) implements LineStyle {
        @Override
        public RequestLine writer(ZoneId zone) {
            return new UwsgiLine(this, new TimeText(Strftime.CTIME, zone));
        }
    }

    @Override
    public void append(LineBuffer line, LoggedRequest logged) {
        Request request = logged.request();
        if (style.tellsMemory()) {
            appendMemory(line, logged.memory());
        }
        line.text("[pid: ").number(logged.pid());
        line.text("|app: ").number(logged.isOfWorker() ? 0 : -1);
        line.text("|req: ").number(logged.workerRequests());
        line.text("/").number(logged.total()).text("] ");
        line.escaped(request.remoteAddress(), MOST_OF_A_TOKEN).text(" (");
        line.escaped(logged.var("REMOTE_USER"), MOST_OF_A_TOKEN);
        line.text(") {").number(request.vars().count()).text(" vars in ");
        line.number(request.vars().encodedBytes()).text(" bytes} [");
        line.octets(time.of(logged.wallMillis())).text("] ");
        line.escaped(request.method(), MOST_OF_A_TOKEN).text(" ");
        line.escaped(request.uri(), Escaping.MOST).text(" => generated ");
        line.number(logged.responseBodyBytes()).text(" bytes in ");
        appendDuration(line, logged.totalMicros());
        line.text(logged.isFromFile() ? " via sendfile() (" : " (");
        line.escaped(request.protocol(), MOST_OF_A_TOKEN).text(" ").number(logged.status());
        line.text(") ").number(logged.responseFields()).text(" headers in ");
        line.number(logged.responseHeadBytes()).text(" bytes (");
        line.number(logged.isOfWorker() ? 1 : 0).text(" switches on core ");
        line.number(logged.core()).text(")");
        appendReason(line, logged);
        line.text("\n");
    }

    private static void appendMemory(LineBuffer line, ProcessMemory memory) {
        long addressSpace = memory.addressSpaceBytes();
        long resident = memory.residentBytes();
        line.text("{address space usage: ").number(addressSpace);
        line.text(" bytes/").number(addressSpace / MIB);
        line.text("MB} {rss usage: ").number(resident);
        line.text(" bytes/").number(resident / MIB).text("MB} ");
    }

    private void appendDuration(LineBuffer line, long micros) {
        if (style.inMicros()) {
            line.number(micros).text(" micros");
        } else {
            line.number(micros / 1000).text(" msecs");
        }
    }

    private static void appendReason(LineBuffer line, LoggedRequest logged) {
        Violation violation = logged.violation();
        if (violation != null) {
            line.text(" refused: ").text(violation.sentence());
            line.text(" (").text(violation.section()).text(")");
        }
    }
}
