// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problems;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.observe.Counters;
import io.merapi.observe.LogConfig;
import io.merapi.observe.RequestLog;
import io.merapi.observe.RequestSelection;
import io.merapi.observe.line.LineStyle;
import io.merapi.observe.sink.LogFileRules;
import io.merapi.observe.sink.LogSink;
import io.merapi.observe.sink.LogTarget;
import io.merapi.observe.sink.MessageForm;
import io.merapi.observe.sink.ServerLog;
import io.merapi.protocol.http1.Http1Violation;
import io.merapi.protocol.workerlink.ControlEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BannerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T09:30:51.123Z"), ZoneOffset.UTC);
    private static final String STAMP = "2026-11-23 09:30:51.123 merapi: ";

    @TempDir
    Path directory;

    private LogSink sink;
    private Banner banner;

    @BeforeEach
    void open() throws IOException {
        sink = LogSink.open(
                LogTarget.file(directory.resolve("log"), LogFileRules.NONE, CLOCK), new MessageForm(CLOCK, null));
        banner = new Banner(new ServerLog(sink));
    }

    private List<String> told() throws IOException {
        sink.close();
        List<String> lines = Files.readAllLines(directory.resolve("log"));
        assertThat(lines).allMatch(line -> line.startsWith(STAMP));
        return lines.stream().map(line -> line.substring(STAMP.length())).toList();
    }

    @Test
    void theStartIsTold() throws IOException {
        banner.interpreter("cpython", "3.11.2", "/srv/venv/bin/python");
        banner.application(new ControlEvent.Application("", "shop.wsgi", 45, ""));
        banner.application(new ControlEvent.Application("/blog", "blog.py", 3, "OSError: no"));
        banner.listening("http://127.0.0.1:8000");
        banner.worker(1, 4711);
        banner.ready(Duration.ofMillis(430));
        assertThat(told())
                .containsExactly(
                        "CPython 3.11.2 at /srv/venv/bin/python",
                        "application shop.wsgi imported in 45 ms",
                        "error: application blog.py at /blog is not loaded, its requests get 500: OSError: no",
                        "listening on http://127.0.0.1:8000",
                        "worker 1 ready, pid 4711",
                        "ready in 430 ms");
    }

    @Test
    void whatIsOddAboutTheConfigurationIsTold() throws IOException {
        Files.writeString(
                directory.resolve("site.ini"),
                "[uwsgi]\nmaster = true\nemperor = 60\nvaccum = true\nstats = :1717\nthunder-lock = true\n");
        Problems problems = new Problems();
        Loader.load(List.of("site.ini"), new Surroundings(directory, Map.of(), directory, 4096), problems);
        banner.problems(problems);
        assertThat(told())
                .containsExactly(
                        "warning: site.ini:3: emperor: is not available yet, ignored",
                        "warning: site.ini:4: vaccum: there is no such option; did you mean vacuum?",
                        "warning: site.ini:5: stats: is not available yet, ignored",
                        "site.ini:2: master: has no effect: there is always a supervising process",
                        "site.ini:6: thunder-lock: has no effect: workers do not share a listening socket");
    }

    @Test
    void oneIsNotMany() throws IOException {
        Counters counters = new Counters();
        new RequestLog(
                        sink,
                        counters,
                        CLOCK,
                        1,
                        new LogConfig.RequestLines(RequestSelection.NONE, LineStyle.uwsgi(false, false)))
                .refused("::1", Http1Violation.FIELDS_TOO_LARGE, "");
        banner.interpreter("pypy", "3.9.16", "/usr/bin/pypy3");
        banner.threadsBeforeFork(1);
        banner.stopped(counters, 1);
        assertThat(told())
                .containsExactly(
                        "PyPy 3.9.16 at /usr/bin/pypy3",
                        "warning: the application started 1 thread when it was imported; no worker has them, for they do"
                                + " not survive a fork. lazy-apps imports it in each worker instead",
                        "stopped after 1 request, 1 x 4xx, 1 log line dropped");
    }

    @Test
    void theEndIsToldWithWhatWasServed() throws IOException {
        Counters counters = new Counters();
        RequestLog requests = new RequestLog(
                sink,
                counters,
                CLOCK,
                1,
                new LogConfig.RequestLines(RequestSelection.NONE, LineStyle.uwsgi(false, false)));
        requests.refused("::1", Http1Violation.FIELDS_TOO_LARGE, "");
        requests.refused("::1", Http1Violation.FIELDS_TOO_LARGE, "");
        banner.stopping("SIGTERM", Duration.ZERO);
        banner.stopped(counters, 3);
        assertThat(told())
                .containsExactly(
                        "SIGTERM: stopping, what has been accepted is finished first; the same again to leave at once",
                        "stopped after 2 requests, 2 x 4xx, 3 log lines dropped");
    }
}
