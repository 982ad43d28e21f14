// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code fallback-config}: what cannot start as configured starts with another file, once. */
@Timeout(300)
final class FallbackIT {
    private static final String NOTICE =
            "fallback-config: the server could not start as configured, and starts with safe.ini instead";

    private static final Pattern LISTENING = Pattern.compile("listening on (http:\\S+)");

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        write("safe.py", """
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"safe"]
                """);
        write("broken.py", "import no_such_module\n");
        write("safe.ini", "[uwsgi]\nhttp = 127.0.0.1:0\nmodule = safe\nneed-app = true\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private MerapiServer.Call site(String... lines) throws IOException {
        write("site.ini", "[uwsgi]\nfallback-config = safe.ini\n" + String.join("\n", lines) + "\n");
        return MerapiServer.Call.exactly(MerapiServer.MERAPI.toString(), "site.ini")
                .in(directory);
    }

    private void servesSafely(MerapiServer.Call call, String reason) throws Exception {
        try (MerapiServer server = call.start()) {
            assertThat(server.log()).containsOnlyOnce(NOTICE).contains(reason);
            assertThat(server.log().indexOf(reason)).isLessThan(server.log().indexOf(NOTICE));
            assertThat(answer(server)).isEqualTo("safe");
            server.signal("HUP");
            server.awaitLog(" reloaded in ");
            assertThat(answer(server)).isEqualTo("safe");
            assertThat(server.stop()).isZero();
        }
    }

    /** Asks the listener of the fallback; the first attempt may have had one, too. */
    private static String answer(MerapiServer server) throws Exception {
        Matcher url = LISTENING.matcher(server.log().substring(server.log().indexOf(NOTICE)));
        assertThat(url.find()).isTrue();
        return server.send(HttpRequest.newBuilder(URI.create(url.group(1)))).body();
    }

    @Test
    void anErrorInTheConfigurationIsToldAndTheFallbackServes() throws Exception {
        servesSafely(site("http = 127.0.0.1:0", "module = safe", "processes = 0"), "there must be at least one");
    }

    @Test
    void anApplicationThatIsNeededAndDoesNotLoadLeadsToTheFallback() throws Exception {
        servesSafely(
                site("http = 127.0.0.1:0", "module = broken", "need-app = true", "pidfile = run.pid", "vacuum = true")
                        .with("UWSGI_PROCESSES", "2"),
                "no application (need-app)");
    }

    @Test
    void aSocketThatIsTakenLeadsToTheFallback() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = taken.getInetAddress().getHostAddress() + ":" + taken.getLocalPort();
            servesSafely(site("http = " + address, "module = safe"), address);
        }
    }

    @Test
    void aServerInTheBackgroundFallsBackThere() throws Exception {
        MerapiServer.Call call = site(
                "http = 127.0.0.1:0",
                "module = broken",
                "need-app = true",
                "daemonize2 = run.log",
                "pidfile = run.pid");
        write("safe.ini", "[uwsgi]\nhttp = 127.0.0.1:0\nmodule = safe\nsafe-pidfile = safe.pid\n");
        try (MerapiServer command = call.launch()) {
            assertThat(command.exit()).as(command.log()).isZero();
            assertThat(command.log()).contains(NOTICE, "ready in ");
        }
        long pid =
                Long.parseLong(Files.readString(directory.resolve("safe.pid")).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroy();
        server.onExit().join();
    }

    @Test
    void aFallbackThatCannotStartEitherIsTheEnd() throws Exception {
        write(
                "safe.ini",
                "[uwsgi]\nfallback-config = site.ini\nhttp = 127.0.0.1:0\nmodule = broken\nneed-app = true\n");
        try (MerapiServer server = site("threads = 0").launch()) {
            assertThat(server.exit()).isEqualTo(22);
            assertThat(server.log())
                    .containsOnlyOnce("there must be at least one")
                    .containsOnlyOnce(NOTICE)
                    .containsOnlyOnce("no application (need-app)");
        }
    }
}
