// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

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
