// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeTimes;
import io.merapi.exchange.Failure;
import io.merapi.exchange.FileRange;
import io.merapi.exchange.ProcessMemory;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.ResponseHead;
import io.merapi.exchange.Vars;
import io.merapi.observe.line.Discarding;
import io.merapi.observe.line.LineFormat;
import io.merapi.observe.line.LineStyle;
import io.merapi.observe.line.Strftime;
import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.MessageForm;
import io.merapi.observe.sink.ScriptedTarget;
import io.merapi.protocol.http1.Http1Violation;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestLogTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:51.123Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String RULE = " refused: the fields take more octets than allowed (RFC 6585 section 5)\n";
    private static final Exchange.Server WORKER = new Exchange.Server(2965, 1, 0, 1, ProcessMemory.UNKNOWN);

    private final ScriptedTarget target = new ScriptedTarget();
    private final LogSink sink = LogSink.open(target, new MessageForm(CLOCK, null));
    private final Counters counters = new Counters();
    private long nanos;

    @AfterEach
    void close() {
        sink.close();
    }

    private RequestLog log(boolean lines) {
        return log(lines ? RequestSelection.ALL : RequestSelection.NONE, LineStyle.uwsgi(false, false));
    }

    private RequestLog log(RequestSelection selection, LineStyle style) {
        return new RequestLog(sink, counters, CLOCK, 77, new LogConfig.RequestLines(selection, style));
    }

    private String written() {
        sink.close();
        return target.text();
    }

    private Exchange exchange(RequestLog log, Request request) {
        ExchangeTimes times = new ExchangeTimes(() -> nanos, NOW.toEpochMilli());
        return new Exchange(request, new Discarding(), ImmediateEventExecutor.INSTANCE, log, times);
    }

    private static Request get(String uri) {
        Vars vars = new Vars(64);
        vars.add("REQUEST_METHOD", "GET");
        vars.add("REQUEST_URI", uri);
        return new Request("GET", uri, "HTTP/1.1", "127.0.0.1", vars, RequestBody.EMPTY);
    }

    @Test
    void aRequestGetsTheLineOfUwsgi() {
        Exchange exchange = exchange(log(true), get("/a%20b/c?x=1"));
        exchange.servedBy(WORKER);
        exchange.begin(Discarding.OK, Discarding.body(1541), true);
        nanos = 3_999_999;
        exchange.delivered();
        assertThat(written())
                .isEqualTo("[pid: 2965|app: 0|req: 1/1] 127.0.0.1 () {2 vars in 48 bytes}"
                        + " [Mon Nov 23 09:30:51 2026] GET /a%20b/c?x=1 => generated 1541 bytes in 3 msecs"
                        + " (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)\n");
    }

    @Test
    void theWorkersThreadAndCountAndTheTotalAreTold() {
        RequestLog log = log(true);
        for (int i = 1; i <= 2; i++) {
            Exchange exchange = exchange(log, get("/"));
            exchange.servedBy(new Exchange.Server(12, 3, 4, 500 + i, ProcessMemory.UNKNOWN));
            exchange.begin(Discarding.OK, Discarding.body(0), true);
            exchange.delivered();
        }
        assertThat(written().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("[pid: 12|app: 0|req: 501/1]")
                                .endsWith("on core 4)"),
                        line -> assertThat(line)
                                .startsWith("[pid: 12|app: 0|req: 502/2]")
                                .endsWith("on core 4)"));
    }

    @Test
    void whatTheClientChoosesIsEscaped() {
        Vars vars = new Vars(16);
        vars.add("REMOTE_USER", "eve\n\"");
        Request request = new Request("G\"T", "/\033[2J\u00e9", "HTTP/1.1", "::1", vars, RequestBody.EMPTY);
        Exchange exchange = exchange(log(true), request);
        exchange.begin(Discarding.OK, Discarding.body(0), true);
        exchange.delivered();
        assertThat(written()).contains("::1 (eve\\x0a\\x22) {", "] G\\x22T /\\x1b[2J\\xe9 => ");
    }

    @Test
    void anEndlessTargetIsCut() {
        Exchange exchange = exchange(log(true), get("/" + "x".repeat(10_000)));
        exchange.begin(Discarding.OK, Discarding.body(0), true);
        exchange.delivered();
        assertThat(written()).contains("x... => generated").hasSizeLessThan(3300);
    }

    @Test
    void aClientThatLeftIsLoggedAs499() {
        Exchange exchange = exchange(log(true), get("/"));
        exchange.servedBy(WORKER);
        exchange.clientGone();
        assertThat(written()).contains("generated 0 bytes in 0 msecs (HTTP/1.1 499) 0 headers in 0 bytes (1 switches");
        assertThat(counters.clientsGone()).isEqualTo(1);
        assertThat(counters.requests(4)).isEqualTo(1);
    }

    @Test
    void aRequestThatNoWorkerHadIsTheFronts() {
        Exchange exchange = exchange(log(true), get("/"));
        exchange.fail(Failure.OVERLOADED);
        exchange.delivered();
        assertThat(written())
                .startsWith("[pid: 77|app: -1|req: -1/1] ")
                .contains(" (HTTP/1.1 503) 2 headers in ")
                .endsWith("(0 switches on core 0)\n");
        assertThat(counters.requests(5)).isEqualTo(1);
        assertThat(counters.exceptions()).isZero();
    }

    @Test
    void anExceptionOfTheApplicationIsCounted() {
        Exchange exchange = exchange(log(true), get("/"));
        exchange.fail(Failure.APPLICATION);
        exchange.delivered();
        assertThat(counters.exceptions()).isEqualTo(1);
    }

    @Test
    void anAnswerFromAFileIsMarked(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "12345");
        Exchange exchange = exchange(log(true), get("/"));
        exchange.begin(Discarding.OK, Discarding.body(0), false);
        assertThat(exchange.writeFile(new FileRange(FileChannel.open(file), 0, 5)))
                .isTrue();
        exchange.finish();
        exchange.delivered();
        assertThat(written()).contains("generated 5 bytes in 0 msecs via sendfile() (HTTP/1.1 200)");
    }

    @Test
    void theMemoryOfTheWorkerAndMicrosecondsCanBeTold() {
        ProcessMemory memory = new ProcessMemory();
        memory.measured(5 << 20, 99 << 20);
        Exchange exchange = exchange(log(RequestSelection.ALL, LineStyle.uwsgi(true, true)), get("/"));
        exchange.servedBy(new Exchange.Server(12, 3, 4, 1, memory));
        exchange.begin(Discarding.OK, Discarding.body(0), true);
        nanos = 1_234_567;
        exchange.delivered();
        assertThat(written())
                .startsWith("{address space usage: 103809024 bytes/99MB} {rss usage: 5242880 bytes/5MB} [pid: 12|")
                .contains(" bytes in 1234 micros (HTTP/1.1 200)");
    }

    @Test
    void aRefusedRequestGetsALineToo() {
        RequestLog log = log(true);
        log.refused("10.0.0.7", Http1Violation.FIELDS_TOO_LARGE, "GET /x\033y HTTP/1.1");
        log.refused("10.0.0.7", Http1Violation.FIELDS_TOO_LARGE, "");
        assertThat(written())
                .isEqualTo("[pid: 77|app: -1|req: -1/1] 10.0.0.7 () {0 vars in 0 bytes} [Mon Nov 23 09:30:51 2026]"
                        + " GET /x\\x1by => generated 0 bytes in 0 msecs (HTTP/1.1 431) 0 headers in 0 bytes"
                        + " (0 switches on core 0)" + RULE
                        + "[pid: 77|app: -1|req: -1/2] 10.0.0.7 () {0 vars in 0 bytes} [Mon Nov 23 09:30:51 2026]"
                        + " - - => generated 0 bytes in 0 msecs (- 431) 0 headers in 0 bytes"
                        + " (0 switches on core 0)" + RULE);
        assertThat(counters.requests(4)).isEqualTo(2);
    }

    @Test
    void requestsOfNoteHaveALineWhereTheOthersHaveNone() {
        RequestSelection notable = new RequestSelection(false, true, true, true, false, true, 250, 1000);
        RequestLog log = log(notable, LineFormat.of("%(uri)", Strftime.CTIME));
        answer(log, "/usual", 200, 5, 249);
        answer(log, "/client", 404, 5, 0);
        answer(log, "/server", 500, 5, 0);
        answer(log, "/empty", 200, 0, 0);
        answer(log, "/slow", 200, 5, 250);
        answer(log, "/big", 200, 1000, 0);
        exchange(log, get("/gone")).clientGone();
        log.refused("::1", Http1Violation.FIELDS_TOO_LARGE, "GET /refused HTTP/1.1");
        assertThat(written().lines())
                .containsExactly("/client", "/server", "/empty", "/slow", "/big", "/gone", "/refused");
    }

    @Test
    void anErrorIsOfNoteOnlyWhereItsKindIsAskedFor() {
        RequestSelection slow = new RequestSelection(false, false, false, false, true, false, 0, 0);
        RequestLog log = log(slow, LineStyle.uwsgi(false, false));
        answer(log, "/client", 404, 5, 0);
        answer(log, "/server", 500, 0, 1000);
        exchange(log, get("/gone")).clientGone();
        log.refused("::1", Http1Violation.FIELDS_TOO_LARGE, "GET /refused HTTP/1.1");
        assertThat(written()).isEmpty();
    }

    private void answer(RequestLog log, String uri, int status, int bytes, int millis) {
        nanos = 0;
        Exchange exchange = exchange(log, get(uri));
        exchange.begin(new ResponseHead(status, "X", new byte[0], 0, -1, false), Discarding.body(bytes), true);
        nanos = millis * 1_000_000L;
        exchange.delivered();
    }

    @Test
    void withoutLinesRequestsAreStillCounted() {
        RequestLog log = log(false);
        Exchange exchange = exchange(log, get("/"));
        exchange.begin(Discarding.OK, Discarding.body(0), true);
        exchange.delivered();
        log.refused("10.0.0.7", Http1Violation.FIELDS_TOO_LARGE, "");
        assertThat(written()).isEmpty();
        assertThat(counters.requests()).isEqualTo(2);
        assertThat(counters.requests(2)).isEqualTo(1);
    }
}
