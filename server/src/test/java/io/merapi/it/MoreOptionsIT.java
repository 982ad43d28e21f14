// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options that want a server of their own: the short letters, http-socket alone, streamed bodies, strict. */
final class MoreOptionsIT {
    private static final String APPLICATION = """
            def named(environ, start_response):
                body = environ["wsgi.input"]
                start_response("200 OK", [])
                yield b"first: " + body.readline()
                yield body.read()
            """;

    @TempDir
    Path directory;

    @Test
    void lettersMeanWhatTheyDoUnderUwsgi() throws Exception {
        Files.writeString(directory.resolve("letters.py"), APPLICATION);
        Venv venv = Venv.create(directory.resolve("venv"));
        MerapiServer.Call call = MerapiServer.Call.of(
                        "-M",
                        "-w",
                        "letters:named",
                        "-p",
                        "2",
                        "-H",
                        venv.home().toString(),
                        "-l",
                        "20",
                        "-b",
                        "70000",
                        "-L")
                .in(directory);
        try (MerapiServer server = call.start()) {
            assertThat(server.workers()).hasSize(2);
            assertThat(server.post("/", "x").body()).isEqualTo("first: x");
            server.stop();
            assertThat(server.log())
                    .contains(venv.home().resolve("bin/python").toString())
                    .doesNotContain(" => ");
        }
    }

    @Test
    void theApplicationReadsTheServersStandardInputWhereThatIsAskedFor() throws Exception {
        Files.writeString(directory.resolve("app.py"), """
                import sys

                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [sys.stdin.readline().encode()]
                """);
        Files.writeString(directory.resolve("input"), "typed\n");
        String[] line = {"--http", "127.0.0.1:0", "--module", "app"};
        MerapiServer.Call call = MerapiServer.Call.exactly(
                        "sh", "-c", "exec \"$0\" \"$@\" < input", MerapiServer.MERAPI.toString())
                .adding(line)
                .in(directory);
        try (MerapiServer server = call.start()) {
            assertThat(server.get("/").body()).isEmpty();
        }
        try (MerapiServer server = call.adding("--honour-stdin").start()) {
            assertThat(server.get("/").body()).isEqualTo("typed\n");
        }
    }

    @Test
    void fieldsOfAnswersAreAddedAndTakenOut() throws Exception {
        Files.writeString(directory.resolve("app.py"), """
                def application(environ, start_response):
                    start_response("200 OK", [("X-Powered-By", "a"), ("Cache-Control", "private")])
                    return [b""]
                """);
        List<String> settings = List.of(
                "http-socket=127.0.0.1:0",
                "module=app",
                "del-header=X-Powered-By",
                "add-header=X-Frame-Options: DENY",
                "add-header=Connection: close");
        try (MerapiServer server = Written.IN_AN_INI.call(directory, settings).start();
                Wire wire = server.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.head().fields())
                    .contains("Cache-Control: private", "X-Frame-Options: DENY", "Connection: close")
                    .noneMatch(field -> field.startsWith("X-Powered-By"));
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketTimeoutAndStreamedBodies(Written written) throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        List<String> settings = List.of(
                "http-socket=127.0.0.1:0", "module=app", "callable=named", "request-buffering=off", "socket-timeout=1");
        try (MerapiServer server = written.call(directory, settings).start();
                Wire wire = server.wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nline\n");
            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.chunk()).asString().isEqualTo("first: line\n");
            // the rest does not come within the second
            assertThat(wire.isAtEnd()).isTrue();
            server.awaitLog("OSError: the request body ended early");
        }
    }

    @Test
    void linesOfRequestsHaveTheFormThatIsWanted() throws Exception {
        Files.writeString(directory.resolve("app.py"), """
                def application(environ, start_response):
                    start_response(environ["QUERY_STRING"].replace("+", " "), [])
                    return [b"hello"]
                """);
        // the format of a configuration in use, with what others have in theirs behind it
        Files.writeString(directory.resolve("site.ini"), """
                [uwsgi]
                module = app
                log-date = %%Y-%%m
                logformat-strftime = true
                log-format = "address":"%(addr)", "worker_id":%(wid), "uri":"%(json_uri)", "protocol":"%(proto)", "resp_size":%(size), "resp_status":%(status), "agent":"%(uagent)", %(ftime) %(rssM) MB %(secs)
                disable-logging = true
                log-4xx = true
                """);
        try (MerapiServer server =
                MerapiServer.Call.of("site.ini").in(directory).start()) {
            server.send(HttpRequest.newBuilder(server.uri("/usual?200+OK")));
            server.send(HttpRequest.newBuilder(server.uri("/of/note?404+No")).header("User-Agent", "a\"b"));
            server.awaitLog("^\"address\":\"127.0.0.1\", \"worker_id\":1, \"uri\":\"/of/note\\?404\\+No\","
                    + " \"protocol\":\"HTTP/1.1\", \"resp_size\":\\d+, \"resp_status\":404, \"agent\":\"a\\\\\"b\","
                    + " \\d{4}-\\d\\d \\d+ MB \\d\\.\\d{6}$");
            assertThat(server.log()).doesNotContain("/usual").containsPattern("(?m)^\\d{4}-\\d\\d - merapi: ready");
        }
    }

    @ParameterizedTest
    @EnumSource
    void strictRefusesWhatIsNoOption(Written written) throws Exception {
        List<String> settings = List.of("http=127.0.0.1:0", "module=examples.hello:app", "prosesses=3", "strict=true");
        try (MerapiServer server = written.call(directory, settings).launch()) {
            assertThat(server.exit()).isEqualTo(1);
            String place = written == Written.IN_AN_INI ? "site.ini:4: " : "command line: ";
            server.awaitLog("^  " + place + "prosesses: there is no such option; did you mean processes\\?$");
        }
    }

    @Test
    void withoutStrictAnIniIsWarnedOf() throws Exception {
        List<String> settings = List.of(
                "http=127.0.0.1:0",
                "chdir=" + MerapiServer.HOME,
                "module=examples.hello:app",
                "prosesses=3",
                "spooler=spool");
        try (MerapiServer server = Written.IN_AN_INI.call(directory, settings).start()) {
            server.awaitLog("warning: site.ini:5: prosesses: there is no such option; did you mean processes\\?$");
            server.awaitLog("warning: site.ini:6: spooler: is not available yet, ignored$");
            assertThat(server.get("/").statusCode()).isEqualTo(200);
        }
    }
}
