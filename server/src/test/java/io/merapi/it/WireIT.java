// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 octet by octet, through the application and back. */
final class WireIT {
    @TempDir
    static Path directory;

    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(directory, "--processes", "2", "--threads", "2");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static final String PATH_SHOWN = """
            def application(environ, start_response):
                start_response("200 OK", [])
                return [environ["QUERY_STRING"].encode()]
            """;

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        String path = site.path("""
                import threading
                def application(environ, start_response):
                    number = int(environ["QUERY_STRING"])
                    threading.Event().wait(0.001 * (number % 3))
                    start_response("200 OK", [])
                    return [b"%d " % number, environ["wsgi.input"].read()]
                """);
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String body = "b".repeat(i);
            requests.append("POST %s?%d HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(path, i, body.length(), body));
        }
        try (Wire wire = site.wire()) {
            wire.send(requests.toString());
            for (int i = 0; i < 100; i++) {
                assertThat(wire.answer().text()).isEqualTo(i + " " + "b".repeat(i));
            }
        }
    }

    @Test
    void aRequestMayComeOctetByOctet() throws Exception {
        String path = site.path(PATH_SHOWN);
        try (Wire wire = site.wire()) {
            for (byte octet :
                    ("GET " + path + "?slow HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII)) {
                wire.send(new byte[] {octet});
            }
            assertThat(wire.answer().text()).isEqualTo("slow");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1~~                                                        | 400",
                "GET / HTTP/1.1~Host: a~Host: b~~                                        | 400",
                "GET / HTTP/1.1~Host : a~~                                               | 400",
                "GET / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~x           | 400",
                "GET / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~x  | 400",
                "GET / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~x              | 501",
                "GET / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~zz~                  | 400",
                "GET / HTTP/2.0~Host: a~~                                                | 505",
                "G@T / HTTP/1.1~Host: a~~                                                | 400",
            })
    void whatIsMalformedIsRefusedAndEndsTheConnection(String request, int status) throws Exception {
        try (Wire wire = site.wire()) {
            String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
            Wire.Answer answer =
                    wire.send(request.strip().replace("~", "\r\n") + smuggled).answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("Connection")).isEqualTo("close");
            assertThat(wire.isAtEnd()).isTrue();
        }
        assertThat(site.server().log()).doesNotContain("GET /smuggled");
    }

    @Test
    void aResponseIsNotSplitByWhatTheApplicationIsGiven() throws Exception {
        String path = site.path("""
                from urllib.parse import unquote
                def application(environ, start_response):
                    start_response("302 Found", [("Location", unquote(environ["QUERY_STRING"]))])
                    return []
                """);
        try (Wire wire = site.wire()) {
            assertThat(wire.get(path + "?/x%0d%0aSet-Cookie:%20a=b").status()).isEqualTo(500);
            assertThat(wire.get(path + "?/x").field("Location")).isEqualTo("/x");
        }
    }

    @Test
    void aSlowUploadOccupiesNoWorker() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [environ["wsgi.input"].read()]
                """);
        try (Wire one = site.wire();
                Wire two = site.wire();
                Wire three = site.wire();
                Wire four = site.wire();
                Wire five = site.wire()) {
            for (Wire slow : new Wire[] {one, two, three, four}) {
                slow.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nsl");
            }
            assertThat(five.post(path, "fast").text()).isEqualTo("fast");
            for (Wire slow : new Wire[] {one, two, three, four}) {
                assertThat(slow.send("ow").answer().text()).isEqualTo("slow");
            }
        }
    }

    @Test
    void aSlowReaderOccupiesNoWorkerForASmallAnswer() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"x" * 100000]
                """);
        try (Wire one = site.wire();
                Wire two = site.wire();
                Wire three = site.wire();
                Wire four = site.wire();
                Wire five = site.wire()) {
            for (Wire slow : new Wire[] {one, two, three, four}) {
                slow.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            assertThat(five.get(path).body()).hasSize(100_000);
            assertThat(four.answer().body()).hasSize(100_000);
        }
    }

    @Test
    void aLargeAnswerIsTakenAtTheClientsPace() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    start_response("200 OK", [])
                    for i in range(256):
                        yield bytes([i]) * 65536
                """);
        try (Wire wire = site.wire()) {
            byte[] body = wire.get(path).body();
            assertThat(body).hasSize(16 << 20);
            for (int i = 0; i < body.length; i++) {
                if (body[i] != (byte) (i >> 16)) {
                    throw new AssertionError("octet " + i + " is " + body[i]);
                }
            }
        }
    }
}
