// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.ExchangeTimes;
import io.merapi.exchange.ProcessMemory;
import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.http1.Http1Violation;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:51.123Z");
    private static final Strftime FTIME = Strftime.of("%Y-%m-%d %H:%M:%S,000");

    private final LoggedRequest logged = new LoggedRequest(77);
    private final ProcessMemory memory = new ProcessMemory();
    private long nanos;

    private String written(String format) {
        LineBuffer line = new LineBuffer();
        LineFormat.of(format, FTIME).writer(ZoneOffset.UTC).append(line, logged);
        String text = new String(line.octets(), 0, line.size(), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        return text.substring(0, text.length() - 1);
    }

    private static Vars vars(String... namesAndValues) {
        Vars vars = new Vars(64);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            vars.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return vars;
    }

    /** Served by worker 3 in 1234.567 milliseconds, of which the application took 1000 and the queue 100. */
    private void served(Vars vars) {
        ExchangeTimes times = new ExchangeTimes(() -> nanos, NOW.toEpochMilli());
        Request request = new Request("GET", "/a?b", "HTTP/1.1", "10.0.0.7", vars, RequestBody.EMPTY);
        Exchange exchange =
                new Exchange(request, new Discarding(), ImmediateEventExecutor.INSTANCE, Discarding.NO_OBSERVER, times);
        memory.measured(5 << 20, 99 << 20);
        nanos = 100_000_000;
        times.dispatched();
        exchange.servedBy(new Exchange.Server(4711, 3, 2, 8, memory));
        times.applicationMicros(1_000_000);
        exchange.begin(Discarding.OK, Discarding.body(5), true);
        nanos = 1_234_567_000;
        exchange.delivered();
        logged.of(exchange, 12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                %(method) %(uri) %(proto)          = GET /a?b HTTP/1.1
                %(addr) %(host) %(user)            = 10.0.0.7 site eve
                %(uagent) %(referer)               = curl/8 http://r/
                %(status) %(headers)               = 200 1
                %(rsize) %(hsize) %(size)          = 5 45 50
                %(cl) %(vars) %(pktsize)           = 9 6 119
                %(msecs) %(micros) %(secs)         = 1234 1234567 1.234567
                %(queue_msecs) %(queue_micros)     = 100 100000
                %(app_msecs) %(app_micros)         = 1000 1000000
                %(time) %(tmsecs) %(tmicros)       = 1795426251 1795426251123 1795426251123000
                %(epoch)                           = 1795426252
                %(ctime)                           = Mon Nov 23 09:30:51 2026
                %(ltime)                           = 23/Nov/2026:09:30:51 +0000
                %(ftime)                           = 2026-11-23 09:30:51,000
                %(pid) %(wid) %(core) %(switches)  = 4711 3 2 1
                %(rss) %(rssM) %(vsz) %(vszM)      = 5242880 5 103809024 99
                %(modifier1) %(modifier2)          = 0 0
                %(werr) %(rerr) %(ioerr)           = 0 0 0
                %(var.HTTP_X_ID) %(var.NONE)       = 17 -
                %(metric.x) %(nope) %(refused)     = 0 - -
                %() 50% %(open                     = %() 50% %(open
                é%(wid)é                           = é3é
                """)
    void tokensStandForWhatTheyNameInUwsgi(String format, String expected) {
        served(vars(
                "REMOTE_USER", "eve",
                "HTTP_HOST", "site",
                "HTTP_USER_AGENT", "curl/8",
                "HTTP_REFERER", "http://r/",
                "CONTENT_LENGTH", "9",
                "HTTP_X_ID", "17"));
        assertThat(written(format)).isEqualTo(expected);
    }

    @Test
    void whatIsNotThereIsADash() {
        served(vars());
        assertThat(written("[%(user)] [%(host)] [%(uagent)] %(cl)")).isEqualTo("[-] [-] [-] 0");
    }

    @Test
    void whatTheClientChoosesIsEscaped() {
        served(vars("HTTP_USER_AGENT", "a\"b\\c\n\033[2J\u00e9"));
        assertThat(written("%(uagent)")).isEqualTo("a\\x22b\\x5cc\\x0a\\x1b[2J\\xe9");
        String json = "a\\\"b\\\\c\\u000a\\u001b[2J\\u00e9";
        assertThat(written("%(json_uagent)")).isEqualTo(json);
        assertThat(written(" {\"agent\": \"%(uagent)\"}")).isEqualTo(" {\"agent\": \"" + json + "\"}");
        assertThat(written("\"agent\": \"%(var.HTTP_USER_AGENT)\"")).isEqualTo("\"agent\": \"" + json + "\"");
    }

    @Test
    void aRequestThatWasTurnedAwayIsTheFronts() {
        Request refused = LoggedRequest.refused("::1", "GET /x y HTTP/1.1");
        logged.ofRefused(refused, Http1Violation.FIELDS_TOO_LARGE, NOW.toEpochMilli(), 1);
        assertThat(written("%(addr) %(method) %(uri) %(proto) %(status) %(pid) %(wid) %(msecs) %(size) %(refused)"))
                .isEqualTo("::1 GET /x y HTTP/1.1 431 77 0 0 0 the fields take more octets than allowed");
        logged.ofRefused(LoggedRequest.refused("::1", ""), Http1Violation.FIELDS_TOO_LARGE, 0, 1);
        assertThat(written("%(method) %(uri) %(proto) %(time)")).isEqualTo("- - - 0");
    }

    @Test
    void tokensThatThereAreNotAreTold() {
        LineFormat format = LineFormat.of("%(uri) %(url) %(json_x) %(var.X) %(metric.x)", FTIME);
        assertThat(format.unknown()).containsExactly("url", "json_x");
        assertThat(format.tellsMemory()).isFalse();
        assertThat(LineFormat.of("%(rssM)", FTIME).tellsMemory()).isTrue();
    }
}
