// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** PEP 3333 on what an application is called with, over the wire, on each interpreter. Names are sections of it. */
@ParameterizedClass
@MethodSource("io.merapi.it.Interpreters#all")
final class Pep3333RequestIT {
    private static final String SHOW = """
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
                return ["".join("%s=%r\\n" % item for item in sorted(environ.items())).encode("utf-8")]
            """;

    @TempDir
    static Path directory;

    private static Site site;

    @Parameter
    Interpreters.Interpreter interpreter;

    @BeforeParameterizedClassInvocation
    static void start(Interpreters.Interpreter interpreter) throws Exception {
        site = Site.start(directory, "--python", interpreter.path().toString());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        site.close();
    }

    /** Evaluates an expression on {@code environ} and, as {@code body}, its input; the answer's text is its repr(). */
    private static String application(String expression) {
        return """
                import sys
                def application(environ, start_response):
                    body = environ["wsgi.input"]
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    return [repr((%s)).encode()]
                """.formatted(expression);
    }

    private static String evaluate(String expression) throws Exception {
        return site.ask(application(expression)).text();
    }

    @Test
    void theInterpreterIsTheOneAskedFor() throws Exception {
        String version = "__import__('platform').python_implementation() + ' %d.%d' % sys.version_info[:2]";
        assertThat(evaluate(version)).isEqualTo("'" + interpreter.kind() + "'");
        assertThat(site.server().log()).containsIgnoringCase("merapi: " + interpreter.kind());
    }

    @Test
    @DisplayName("environ Variables: a builtin Python dictionary, a new one each time")
    void environIsADict() throws Exception {
        String spoil = """
                def application(environ, start_response):
                    assert type(environ) is dict
                    found = "SPOILT" in environ, "PATH_INFO" in environ
                    environ.clear()
                    environ["SPOILT"] = "1"
                    start_response("200 OK", [])
                    return [repr(found).encode()]
                """;
        String path = site.path(spoil);
        try (Wire wire = site.wire()) {
            assertThat(wire.get(path).text()).isEqualTo("(False, True)");
            assertThat(wire.get(path).text()).isEqualTo("(False, True)");
        }
    }

    @Test
    @DisplayName("environ Variables: CGI variables")
    void cgiVariables() throws Exception {
        String path = site.path(SHOW);
        try (Wire wire = site.wire()) {
            String found = wire.get(path + "/caf%C3%A9%2F%20x?a=%20b&c").text();
            assertThat(found.lines())
                    .contains(
                            "REQUEST_METHOD='GET'",
                            "SCRIPT_NAME=''",
                            "QUERY_STRING='a=%20b&c'",
                            "REQUEST_URI='" + path + "/caf%C3%A9%2F%20x?a=%20b&c'",
                            "SERVER_PORT='" + site.server().port() + "'",
                            "SERVER_PROTOCOL='HTTP/1.1'",
                            "REMOTE_ADDR='127.0.0.1'",
                            "REMOTE_PORT='" + wire.socket().getLocalPort() + "'",
                            "HTTP_HOST='merapi'")
                    .anyMatch(line -> line.matches("SERVER_NAME='.+'"))
                    .noneMatch(line -> line.startsWith("CONTENT_LENGTH='0"));
            // "Unicode Issues": str whose code points are octets
            assertThat(found).contains("PATH_INFO='" + path + "/cafÃ©/ x'");
        }
    }

    @Test
    @DisplayName("environ Variables: HTTP_ variables correspond to the client-supplied request headers")
    void headerVariables() throws Exception {
        String found = site.send(SHOW, """
                POST PATH HTTP/1.1
                Host: a
                Content-Type: text/x-test; charset=utf-8
                Content-Length: 2
                X-Twice: 1
                x-twice: 2
                Cookie: a=1
                Cookie: b=2
                X_Forged: evil
                Proxy: evil
                X-Octets: \u00e9
                X-Empty:

                ab""").text();
        assertThat(found.lines())
                .contains(
                        "CONTENT_TYPE='text/x-test; charset=utf-8'",
                        "CONTENT_LENGTH='2'",
                        "HTTP_COOKIE='a=1; b=2'",
                        "HTTP_X_OCTETS='é'",
                        "HTTP_X_EMPTY=''")
                .anyMatch(line -> line.matches("HTTP_X_TWICE='1, ?2'"));
        assertThat(found).doesNotContain("evil", "HTTP_CONTENT", "HTTP_PROXY");
    }

    @Test
    @DisplayName("environ Variables: wsgi. variables")
    void wsgiVariables() throws Exception {
        String values = "environ['wsgi.version'], environ['wsgi.url_scheme'], environ['wsgi.multithread'], "
                + "environ['wsgi.multiprocess'], environ['wsgi.run_once'], environ['wsgi.input_terminated']";
        assertThat(evaluate(values)).isEqualTo("((1, 0), 'http', False, False, False, True)");
    }

    @Test
    @DisplayName("Unicode Issues: all strings are str, of latin-1")
    void nativeStrings() throws Exception {
        String values = "[key for key, value in environ.items() if type(key) is not str or "
                + "(key.upper() == key and (type(value) is not str or value.encode('latin-1') is None))]";
        assertThat(evaluate(values)).isEqualTo("[]");
    }

    @Test
    @DisplayName("URL Reconstruction")
    void urlReconstruction() throws Exception {
        String request = "GET PATH/a%20b/%C3%A9?x=%2F HTTP/1.1\nHost: merapi.example:8000\n\n";
        String url = "__import__('wsgiref.util').util.request_uri(environ)";
        assertThat(site.send(application(url), request).text())
                .matches("'http://merapi\\.example:8000/a\\d+/a%20b/%C3%A9\\?x=%2F'");
    }

    @Test
    @DisplayName("Input and Error Streams: read, readline, readlines, iteration")
    void inputStream() throws Exception {
        String reads = "[body.read(3), body.readline(), body.readline(2), body.readline(), body.readlines(1), "
                + "next(iter(body)), list(body), body.read(), body.read(10), body.readline(), body.readlines()]";
        assertThat(site.post(application(reads), "one\ntwo\nthree\nfour\nfive\nsix")
                        .text())
                .isEqualTo("[b'one', b'\\n', b'tw', b'o\\n', [b'three\\n'], b'four\\n', [b'five\\n', b'six'], "
                        + "b'', b'', b'', []]");
        assertThat(site.post(application("body.read(-1), body.read(None)"), "all")
                        .text())
                .isEqualTo("(b'all', b'')");
        assertThat(evaluate("body.read(), body.readline(), list(body)")).isEqualTo("(b'', b'', [])");
    }

    @Test
    @DisplayName("Input and Error Streams: a body too large for memory is read alike")
    void inputFromAFile() throws Exception {
        String line = "x".repeat(999) + "\n";
        String reads = "[body.read(1), len(body.readline()), len(body.read(5000)), len(body.readlines()), body.read()]";
        assertThat(site.post(application(reads), line.repeat(700)).text()).isEqualTo("[b'x', 999, 5000, 694, b'']");
        String digest = "__import__('hashlib').sha256(body.read()).hexdigest(), environ['CONTENT_LENGTH']";
        byte[] sha = java.security.MessageDigest.getInstance("SHA-256")
                .digest(line.repeat(700).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(site.post(application(digest), line.repeat(700)).text())
                .isEqualTo("('" + java.util.HexFormat.of().formatHex(sha) + "', '700000')");
    }

    @Test
    @DisplayName("Input and Error Streams: what an application does not read does not disturb the next request")
    void unreadInput() throws Exception {
        String path = site.path(application("environ['PATH_INFO']"));
        try (Wire wire = site.wire()) {
            assertThat(wire.post(path, "GET /x HTTP/1.1\r\n\r\n".repeat(9)).status())
                    .isEqualTo(200);
            assertThat(wire.post(path, "y".repeat(500_000)).status()).isEqualTo(200);
            assertThat(wire.get(path).text()).isEqualTo("'" + path + "'");
        }
    }

    @Test
    @DisplayName("Input and Error Streams: errors is a text stream, its lines go to the log")
    void errorStream() throws Exception {
        site.ask("""
                def application(environ, start_response):
                    errors = environ["wsgi.errors"]
                    errors.write("caf\\u00e9 of ")
                    errors.write("two writes\\n")
                    errors.writelines(["line one\\n", "line two\\n"])
                    errors.flush()
                    start_response("200 OK", [])
                    return []
                """);
        site.server().awaitLog("^café of two writes$");
        site.server().awaitLog("^line one$");
        site.server().awaitLog("^line two$");
    }

    @Test
    @DisplayName("HTTP 1.1 Expect/Continue: the server asks for the body")
    void expectContinue() throws Exception {
        String path = site.path(application("body.read()"));
        try (Wire wire = site.wire()) {
            wire.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.head().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(wire.send("ab").answer().text()).isEqualTo("b'ab'");
        }
    }

    @Test
    @DisplayName("Input and Error Streams: a chunked body has been decoded, its length is known")
    void chunkedInput() throws Exception {
        String expression =
                "body.read(), environ.get('CONTENT_LENGTH'), [key for key in environ if 'TRANSFER' in key or 'TRAILER' in key]";
        String request = "POST PATH HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3;x=y\nabc\n2\nde\n0\nX: y\n\n";
        assertThat(site.send(application(expression), request).text()).isEqualTo("(b'abcde', '5', [])");
    }

    @Test
    @DisplayName("environ Variables: an absolute target's authority goes before Host (RFC 9112 section 3.2.2)")
    void absoluteTarget() throws Exception {
        String expression = "environ['HTTP_HOST'], environ['QUERY_STRING'], environ['PATH_INFO'].count('/')";
        String request = "GET http://real.example:81PATH?q HTTP/1.1\nHost: other\n\n";
        assertThat(site.send(application(expression), request).text()).isEqualTo("('real.example:81', 'q', 1)");
    }

    @Test
    @DisplayName(
            "The Application/Framework Side: classes, instances and functions, called with two positional arguments")
    void kindsOfApplications() throws Exception {
        String start = "start_response('200 OK', [])";
        for (String module : Arrays.asList(
                "class application:\n  def __init__(self, *args):\n    self.args = args\n  def __iter__(self):\n"
                        + "    environ, start_response = self.args\n    " + start + "\n    yield b'called'\n",
                "class Application:\n  def __call__(self, e, start_response):\n    " + start
                        + "\n    return [b'called']\napplication = Application()\n",
                "application = lambda e, start_response: " + start + " and [b'called']\n")) {
            assertThat(site.ask(module).text()).isEqualTo("called");
        }
    }

    @Test
    @DisplayName("Thread Support: one thread, the main one")
    void mainThread() throws Exception {
        assertThat(evaluate("__import__('threading').current_thread() is __import__('threading').main_thread()"))
                .isEqualTo("True");
    }
}
