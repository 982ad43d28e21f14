// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code request-buffering = off}: an application reads a body while it comes. */
final class StreamedRequestIT {
    private static final int BLOCK = 64 << 10;

    @TempDir
    static Path directory;

    private static Site site;
    private static Gate gate;

    @BeforeAll
    static void start() throws Exception {
        gate = Gate.in(directory);
        site = Site.start(directory, "--request-buffering", "off", "--threads", "2", "--limit-post", "100m");
    }

    @AfterAll
    static void stop() {
        site.close();
        assertThat(site.server().workers()).as(site.server().log()).hasSize(1);
    }

    @Test
    void theApplicationStartsBeforeTheBodyHasCome() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    body = environ["wsgi.input"]
                    start_response("200 OK", [])
                    for line in body:
                        yield b"got " + line
                """);
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n");
            // whether all of the body will be taken off the connection is not known when the answer begins
            assertThat(wire.head().field("Connection")).isEqualTo("close");
            assertThat(wire.chunk()).asString().isEqualTo("got one\n");
            wire.send("4\r\ntwo\n\r\n");
            assertThat(wire.chunk()).asString().isEqualTo("got two\n");
            wire.send("0\r\n\r\n");
            assertThat(wire.chunk()).isEmpty();
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void aSmallBodyIsReadAlike() throws Exception {
        assertThat(site.post("""
                def application(environ, start_response):
                    body = environ["wsgi.input"]
                    found = environ["CONTENT_LENGTH"], body.read(2), body.readline(), body.readlines(), body.read()
                    start_response("200 OK", [])
                    return [repr(found).encode()]
                """, "abc\nd\ne").text()).isEqualTo("('7', b'ab', b'c\\n', [b'd\\n', b'e'], b'')");
    }

    @Test
    void aClientIsHeldBackUntilTheApplicationReads() throws Exception {
        String path = site.path(Gate.PYTHON + """
                def application(environ, start_response):
                    wait()
                    count = 0
                    for block in iter(lambda: environ["wsgi.input"].read(65536), b""):
                        count += len(block)
                    start_response("200 OK", [])
                    return [b"%d" % count]
                """);
        int blocks = 1024;
        AtomicLong sent = new AtomicLong();
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + (long) BLOCK * blocks + "\r\n\r\n");
            Thread sender = Thread.ofPlatform().start(() -> send(wire, blocks, sent));
            gate.awaitArrival();
            Patience.until("the client is held back", () -> isHeldBack(sent));
            assertThat(sent.get()).isLessThan((long) BLOCK * blocks);
            gate.open();
            assertThat(wire.answer().text()).isEqualTo(Long.toString((long) BLOCK * blocks));
            sender.join();
        }
    }

    private static void send(Wire wire, int blocks, AtomicLong sent) {
        byte[] block = new byte[BLOCK];
        try {
            OutputStream out = wire.socket().getOutputStream();
            for (int i = 0; i < blocks; i++) {
                out.write(block);
                sent.addAndGet(BLOCK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a while passes in which nothing more can be sent. */
    private static boolean isHeldBack(AtomicLong sent) {
        long before = sent.get();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        return before > 0 && sent.get() == before;
    }

    @Test
    void aBodyThatEndsEarlyRaises() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    try:
                        environ["wsgi.input"].read()
                    except OSError as error:
                        print("told: %s" % error)
                        raise
                """);
        int mark = site.server().output().mark();
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
        }
        site.server().output().await("^told: the request body ended early", mark);
    }

    @Test
    void anApplicationStopsWhoseRequestHasBeenRefusedMeanwhile() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    try:
                        environ["wsgi.input"].read()
                    except OSError:
                        start_response("200 OK", [])
                    try:
                        while True:
                            yield b"for nobody"
                    finally:
                        print("stopped")
                """);
        int mark = site.server().output().mark();
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n");
            assertThat(wire.answer().status()).isEqualTo(400);
            site.server().output().await("^stopped$", mark);
        }
    }

    @Test
    void aConnectionGoesOnAfterABodyThatWasReadBeforeTheAnswer() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    found = environ["wsgi.input"].read()
                    start_response("200 OK", [])
                    return [b"%d" % len(found)]
                """);
        try (Wire wire = site.wire()) {
            assertThat(wire.post(path, "x".repeat(300_000)).text()).isEqualTo("300000");
            assertThat(wire.post(path, "x".repeat(3)).text()).isEqualTo("3");
            assertThat(wire.get(path).text()).isEqualTo("0");
        }
    }

    @Test
    void aBodyThatNobodyReadsLosesNoAnswer() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"unread"]
                """);
        for (int length : new int[] {1_000_000, 8_000_000}) {
            try (Wire wire = site.wire()) {
                Wire.Answer answer = wire.post(path, "x".repeat(length));
                assertThat(answer.text()).isEqualTo("unread");
                assertThat(answer.field("Connection")).isEqualTo("close");
                assertThat(wire.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void theBodyIsAskedForWhenTheApplicationReads() throws Exception {
        String path = site.path("""
                def application(environ, start_response):
                    if environ["QUERY_STRING"] == "refuse":
                        start_response("403 Forbidden", [])
                        return [b"no"]
                    found = environ["wsgi.input"].read()
                    start_response("200 OK", [])
                    return [found]
                """);
        String head = "POST " + path + "%s HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
        try (Wire wire = site.wire()) {
            assertThat(wire.send(head.replace("%s", "")).head().status()).isEqualTo(100);
            assertThat(wire.send("abc").answer().text()).isEqualTo("abc");
        }
        try (Wire wire = site.wire()) {
            Wire.Answer answer = wire.send(head.replace("%s", "?refuse")).answer();
            assertThat(answer.status()).isIn(100, 403);
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        String path = site.path("def application(environ, start_response):\n    environ['wsgi.input'].read()\n");
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 200000000\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(413);
        }
    }
}
