// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEP 3333 on what an application answers with, over the wire, on each interpreter. Names are sections of it. */
@ParameterizedClass
@MethodSource("io.merapi.it.Interpreters#all")
final class Pep3333ResponseIT {
    @TempDir
    static Path directory;

    private static Site site;
    private static Gate gate;

    @Parameter
    Interpreters.Interpreter interpreter;

    @BeforeParameterizedClassInvocation
    static void start(Interpreters.Interpreter interpreter) throws Exception {
        gate = Gate.in(directory);
        site = Site.start(directory, "--python", interpreter.path().toString());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        site.close();
        assertThat(site.server().workers())
                .as("no worker has died of its application:\n" + site.server().log())
                .hasSize(1);
    }

    /** An application of this body, with {@code environ}, {@code start_response}, and {@code wait()} for the gate. */
    private static String application(String body) {
        return Gate.PYTHON + "def application(environ, start_response):\n" + body.indent(4);
    }

    private static Wire.Answer ask(String body) throws Exception {
        return site.ask(application(body));
    }

    private static void assertFailed(Wire.Answer answer, String inTheLog) throws Exception {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).doesNotContain("Traceback", inTheLog);
        site.server().awaitLog(inTheLog);
    }

    @Test
    @DisplayName("The start_response() Callable: status, headers and their order are the application's")
    void headAsGiven() throws Exception {
        Wire.Answer answer = ask("""
                start_response("418 I'm a \\u00fc", [("Set-Cookie", "a=1"), ("X-B", "\\u00e9"), ("Set-Cookie", "b=2")])
                return [b"short"]
                """);
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 418 I'm a ü");
        assertThat(answer.fields()).containsSubsequence("Set-Cookie: a=1", "X-B: é", "Set-Cookie: b=2");
        assertThat(answer.field("Date")).endsWith("GMT");
        assertThat(answer.field("Content-Length")).isEqualTo("5");
    }

    @Test
    @DisplayName("The start_response() Callable: may be called when the iterable is first advanced, no later")
    void startResponseLate() throws Exception {
        assertThat(ask("start_response('200 OK', [])\nyield b'late'").text()).isEqualTo("late");
        assertFailed(ask("return [b'never']"), "start_response\\(\\) had not been called");
    }

    @Test
    @DisplayName("The start_response() Callable: a fatal error to call it twice without exc_info")
    void startResponseTwice() throws Exception {
        assertFailed(
                ask("start_response('200 OK', [])\nstart_response('200 OK', [])\nreturn []"),
                "AssertionError: start_response");
    }

    @Test
    @DisplayName("Error Handling: exc_info replaces a head that has not been sent")
    void excInfoBeforeTheHead() throws Exception {
        Wire.Answer answer = ask("""
                import sys
                start_response("200 OK", [("X-First", "1"), ("Content-Length", "1000")])
                try:
                    raise ValueError
                except ValueError:
                    start_response("503 Later", [("X-Second", "2")], sys.exc_info())
                return [b"explained"]
                """);
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 503 Later");
        assertThat(answer.field("X-First")).isNull();
        assertThat(answer.text()).isEqualTo("explained");
    }

    @Test
    @DisplayName("Error Handling: exc_info is raised again where the head has been sent, and the client can tell")
    void excInfoAfterTheHead() throws Exception {
        String path = site.path(application("""
                import sys
                start_response("200 OK", [])
                yield b"half"
                try:
                    raise ValueError("the very error")
                except ValueError:
                    start_response("500 No", [], sys.exc_info())
                yield b"never"
                """));
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.chunk()).asString().isEqualTo("half");
            assertThat(wire.isAtEnd()).isTrue();
        }
        site.server().awaitLog("ValueError: the very error");
    }

    @Test
    @DisplayName("The write() Callable: is sent before it returns, and before what the iterable yields")
    void writeCallable() throws Exception {
        String path = site.path(application("""
                write = start_response("200 OK", [])
                write(b"written")
                wait()
                write(b" more")
                return [b" and", b" returned"]
                """));
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            wire.head();
            assertThat(wire.chunk()).asString().isEqualTo("written");
            gate.letPass();
            assertThat(wire.chunks()).asString().isEqualTo(" more and returned");
        }
    }

    @Test
    @DisplayName("Buffering and Streaming: each block is sent before the next is asked for")
    void blocksAreSentAtOnce() throws Exception {
        String path = site.path(application("""
                start_response("200 OK", [])
                yield b"one"
                wait()
                yield b"two"
                wait()
                """));
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.head().field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(wire.chunk()).asString().isEqualTo("one");
            gate.letPass();
            assertThat(wire.chunk()).asString().isEqualTo("two");
            gate.letPass();
            assertThat(wire.chunk()).isEmpty();
        }
    }

    @Test
    @DisplayName("The start_response() Callable: headers are sent with the first non-empty block, no sooner")
    void emptyBlocksSendNothing() throws Exception {
        assertThat(ask("""
                import sys
                start_response("200 OK", [])
                yield b""
                try:
                    raise ValueError
                except ValueError:
                    start_response("404 Changed", [], sys.exc_info())
                yield b"now"
                """).statusLine()).isEqualTo("HTTP/1.1 404 Changed");
        assertThat(ask("start_response('200 OK', [])\nreturn [b'']").field("Content-Length"))
                .isEqualTo("0");
        assertThat(ask("start_response('200 OK', [])\nreturn iter(())").field("Content-Length"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "raise ValueError('halfway')"})
    @DisplayName("Specification Details: close() is called upon completion, and upon an error")
    void closeIsCalled(String end) throws Exception {
        int mark = site.server().output().mark();
        String path = site.path("""
                class application:
                    def __init__(self, environ, start_response):
                        start_response("200 OK", [("X-A", "b")])
                    def __iter__(self):
                        yield b"part"
                        %s
                    def close(self):
                        print("closed " + "it")
                """.formatted(end));
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            wire.head();
            assertThat(wire.chunk()).asString().isEqualTo("part");
        }
        site.server().output().await("^closed it$", mark);
    }

    @Test
    @DisplayName("Specification Details: close() is called when the client has gone")
    void closeIsCalledWithoutAClient() throws Exception {
        int mark = site.server().output().mark();
        String path = site.path("""
                class application:
                    def __init__(self, environ, start_response):
                        start_response("200 OK", [])
                    def __iter__(self):
                        while True:
                            yield b"more" * 1000
                    def close(self):
                        print("closed without " + "a client")
                """);
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            wire.head();
            wire.chunk();
        }
        site.server().output().await("^closed without a client$", mark);
        site.server().output().await("GET " + path + " => .* \\(HTTP/1.1 499\\)", mark);
    }

    @Test
    @DisplayName("Handling the Content-Length Header: added where it shows, chunked where it does not")
    void contentLength() throws Exception {
        assertThat(ask("start_response('200 OK', [])\nreturn [b'on', b'e']").field("Content-Length"))
                .isEqualTo("3");
        Wire.Answer generated = ask("start_response('200 OK', [])\nyield b'on'\nyield b'e'");
        assertThat(generated.field("Content-Length")).isNull();
        assertThat(generated.text()).isEqualTo("one");
        String old = "GET PATH HTTP/1.0\n\n";
        Wire.Answer toTheEnd = site.send(application("start_response('200 OK', [])\nyield b'on'\nyield b'e'"), old);
        assertThat(toTheEnd.field("Transfer-Encoding")).isNull();
        assertThat(toTheEnd.text()).isEqualTo("one");
    }

    @Test
    @DisplayName("Handling the Content-Length Header: no more is sent, and less is an error the client can see")
    void contentLengthIsEnforced() throws Exception {
        String tooMuch =
                site.path(application("start_response('200 OK', [('Content-Length', '3')])\nreturn [b'fours']"));
        String tooLittle = site.path(application("start_response('200 OK', [('Content-Length', '9')])\nyield b'four'"));
        try (Wire wire = site.wire()) {
            assertThat(wire.get(tooMuch).text()).isEqualTo("fou");
            assertThat(wire.get(tooMuch).text()).isEqualTo("fou");
            assertThatThrownBy(() -> wire.get(tooLittle))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("5 octets early");
        }
        site.server().awaitLog("GET " + tooMuch + ": octets past the Content-Length of 3 are dropped");
        site.server().awaitLog("GET " + tooLittle + ": the body ended 5 octets short of the Content-Length of 9");
    }

    @Test
    @DisplayName("HEAD, 204 and 304 have no body, whatever the application returns (RFC 9110 section 6.4.1)")
    void noBody() throws Exception {
        String page = site.path(application("start_response('200 OK', [])\nreturn [b'four']"));
        String none = site.path(application(
                "start_response(environ['QUERY_STRING'] + ' X', [('Content-Length', '4')])\nreturn [b'four']"));
        try (Wire wire = site.wire()) {
            Wire.Answer head =
                    wire.send("HEAD " + page + " HTTP/1.1\r\nHost: a\r\n\r\n").head();
            assertThat(head.field("Content-Length")).isEqualTo("4");
            assertThat(wire.send("GET " + none + "?204 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head()
                            .fields())
                    .noneMatch(field -> field.startsWith("Content-Length"));
            assertThat(wire.send("GET " + none + "?304 HTTP/1.1\r\nHost: a\r\n\r\n")
                            .head()
                            .status())
                    .isEqualTo(304);
            assertThat(wire.get(page).text()).isEqualTo("four");
        }
    }

    @Test
    @DisplayName("Optional Platform-Specific File Handling: a real file from where it stands, with sendfile")
    void fileWrapperOfARealFile() throws Exception {
        String content = "0123456789".repeat(50_000);
        Files.writeString(directory.resolve("content"), content);
        String path = site.path(application("""
                file = open("content", "rb")
                file.seek(123)
                start_response("200 OK", [])
                return environ["wsgi.file_wrapper"](file, 4096)
                """));
        try (Wire wire = site.wire()) {
            for (int i = 0; i < 2; i++) {
                Wire.Answer answer = wire.get(path);
                assertThat(answer.field("Content-Length")).isEqualTo(Integer.toString(content.length() - 123));
                assertThat(answer.text()).isEqualTo(content.substring(123));
            }
        }
        site.server().awaitLog("GET " + path + " => generated 499877 bytes in \\d+ msecs via sendfile\\(\\)");
    }

    @Test
    @DisplayName("Optional Platform-Specific File Handling: an object with read() alone, and its close()")
    void fileWrapperOfAFileLikeObject() throws Exception {
        int mark = site.server().output().mark();
        assertThat(ask("""
                class File:
                    left = 3
                    def read(self, size):
                        self.left -= 1
                        return b"%d " % size if self.left >= 0 else b""
                    def close(self):
                        print("closed the file-" + "like")
                start_response("200 OK", [])
                return environ["wsgi.file_wrapper"](File(), 99)
                """).text()).isEqualTo("99 99 99 ");
        site.server().output().await("^closed the file-like$", mark);
        assertThat(ask("""
                import io
                start_response("200 OK", [("Content-Length", "4")])
                return environ["wsgi.file_wrapper"](io.BytesIO(b"from memory"))
                """).text()).isEqualTo("from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "('A b', 'x')",
                "('', 'x')",
                "('A:', 'x')",
                "('A\\r\\nB', 'x')",
                "('\\u00c4', 'x')",
                "('A', 'x\\r\\nB: y')",
                "('A', 'x\\n')",
                "('A', '\\x00')",
                "('A', '\\u20ac')",
                "('A', 1)",
                "('A', b'x')",
                "('Connection', 'close')",
                "('Transfer-Encoding', 'chunked')",
                "('Content-Length', '-1')",
                "['A', 'x']"
            })
    @DisplayName("The start_response() Callable: header names and values that must not be")
    void badHeaders(String header) throws Exception {
        int mark = site.server().output().mark();
        assertThat(ask("start_response('200 OK', [" + header + "])\nreturn [b'never']")
                        .status())
                .isEqualTo(500);
        site.server().output().await("^(ValueError|TypeError): ", mark);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'OK'", "200", "'200 OK\\r\\nA: b'", "'20 OK'", "'100 Continue'", "b'200 OK'"})
    @DisplayName("The start_response() Callable: statuses that must not be")
    void badStatus(String status) throws Exception {
        assertThat(ask("start_response(" + status + ", [])\nreturn [b'never']").status())
                .isEqualTo(500);
    }

    @Test
    @DisplayName("Error Handling: an exception before the head gives 500 and its traceback in the log")
    void exceptionBeforeTheHead() throws Exception {
        int mark = site.server().output().mark();
        assertFailed(ask("start_response('200 OK', [])\nraise KeyError('early')"), "^KeyError: 'early'$");
        site.server().output().await("^Traceback \\(most recent call last\\):$", mark);
    }

    @Test
    @DisplayName("Error Handling: an exception after the head cuts the connection, also in HTTP/1.0")
    void exceptionAfterTheHead() throws Exception {
        String module = application("start_response('200 OK', [])\nyield b'begun'\nraise KeyError('late')");
        String path = site.path(module);
        try (Wire wire = site.wire()) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            wire.head();
            assertThat(wire.chunk()).asString().isEqualTo("begun");
            assertThat(wire.isAtEnd()).isTrue();
        }
        assertThatThrownBy(() -> site.send(module, "GET PATH HTTP/1.0\n\n"))
                .isInstanceOf(java.net.SocketException.class);
        site.server().awaitLog("^KeyError: 'late'$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['text']", "[1]", "None", "iter(['text'])", "iter([None])", "5"})
    @DisplayName("Specification Details: what is returned must yield bytes")
    void notBytes(String result) throws Exception {
        assertFailed(ask("start_response('200 OK', [])\nreturn " + result), "^TypeError: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SystemExit(3)", "KeyboardInterrupt()", "GeneratorExit()", "BaseException('all')"})
    @DisplayName("Error Handling: no exception of a request ends the worker")
    void exceptionsThatAreNoErrors(String exception) throws Exception {
        assertThat(ask("raise " + exception).status()).isEqualTo(500);
        assertThat(ask("start_response('200 OK', [])\nyield from ()\nraise " + exception)
                        .status())
                .isEqualTo(500);
    }

    @Test
    void theBodyMayHaveAnyOctets() throws Exception {
        byte[] all = ask("start_response('200 OK', [])\nreturn (bytes([i]) for i in range(256))")
                .body();
        assertThat(new String(all, StandardCharsets.ISO_8859_1))
                .hasSize(256)
                .startsWith("\0\1")
                .endsWith("ÿ");
    }
}
