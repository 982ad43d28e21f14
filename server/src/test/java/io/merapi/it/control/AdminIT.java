// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import io.merapi.it.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** docs/admin.md: a running server is asked, and told what to do, by commands. */
@Timeout(300)
final class AdminIT {
    private static final String APPLICATION = """
            def app(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"VERSION"]
            """;

    @TempDir
    Path directory;

    private Finished merapi(String... arguments) throws IOException, InterruptedException {
        return Finished.merapi(directory, arguments);
    }

    private Finished done(String... arguments) throws IOException, InterruptedException {
        Finished finished = merapi(arguments);
        assertThat(finished).as(finished.error()).returns(0, Finished::status).returns("", Finished::error);
        return finished;
    }

    private String socket() {
        return directory.resolve("admin.sock").toString();
    }

    private MerapiServer.Call faulty(String... options) {
        return Faulty.call(options).adding("--admin-socket", socket());
    }

    private MerapiServer site(String version, String... options) throws IOException, InterruptedException {
        write(version);
        return Faulty.callOf("site_code:app", options)
                .adding("--pythonpath", directory.toString(), "--admin-socket", socket())
                .start();
    }

    private void write(String version) throws IOException {
        Files.writeString(directory.resolve("site_code.py"), APPLICATION.replace("VERSION", version));
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(done("status", "--json", "--admin", socket()).out());
    }

    @Test
    void theStatusTellsHowTheServerFares() throws Exception {
        try (MerapiServer server = faulty("--processes", "2").start();
                Wire wire = server.wire()) {
            assertThat(server.get("/echo?x").body()).isEqualTo("x");
            wire.send("GET /endless?busy HTTP/1.1\r\nHost: merapi\r\n\r\n").head();

            JsonNode status = status();
            assertThat(status.at("/pid").asLong()).isEqualTo(server.pid());
            assertThat(status.at("/state").asString()).isEqualTo("serving");
            assertThat(status.at("/listeners/0").asString()).isEqualTo("http://127.0.0.1:" + server.port());
            assertThat(status.at("/requests/2xx").asInt()).isEqualTo(1);
            assertThat(status.at("/workers").size()).isEqualTo(2);
            assertThat(status.at("/workers")
                            .valueStream()
                            .map(worker -> worker.at("/pid").asLong()))
                    .containsExactlyInAnyOrderElementsOf(server.workers());
            assertThat(status.at("/workers")
                            .valueStream()
                            .mapToLong(worker -> worker.at("/rss_bytes").asLong()))
                    .allMatch(bytes -> bytes > 1 << 20);
            assertThat(status.at("/workers")
                            .valueStream()
                            .flatMap(worker -> worker.at("/running").valueStream()))
                    .singleElement()
                    .returns("/endless?busy", running -> running.at("/uri").asString());

            assertThat(done("status", "--admin", socket()).out())
                    .startsWith("Merapi ")
                    .contains(", pid " + server.pid() + ",", "2 of 2 workers ready", "  GET /endless?busy for ");
            assertThat(done("workers", "--admin", socket()).out()).hasLineCount(3);
        }
    }

    @Test
    void aReloadIsOverWhenTheNewCodeServes() throws Exception {
        try (MerapiServer server = site("one")) {
            write("two");
            assertThat(done("reload", "--admin", socket()).out()).contains("generation 2 serves");
            assertThat(server.get("/").body()).isEqualTo("two");
            write("three");
            done("reload", "--chain", "--admin", socket());
            assertThat(server.get("/").body()).isEqualTo("three");
            done("reload", "--workers", "--brutal", "--admin", socket());
            assertThat(status().at("/generation").asInt()).isEqualTo(3);
        }
    }

    @Test
    void aReloadThatFailsTellsTheTracebackAndSoDoesTheStatus() throws Exception {
        try (MerapiServer server = site("one")) {
            Files.writeString(directory.resolve("site_code.py"), "import no_such_module\n");
            Finished failed = merapi("reload", "--admin", socket());
            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.error())
                    .startsWith("failed: ModuleNotFoundError: No module named 'no_such_module'\nTraceback ");
            assertThat(server.get("/").body()).isEqualTo("one");
            assertThat(status().at("/load_failure").asString()).contains("Traceback (most recent call last)");
            assertThat(done("status", "--admin", socket()).out()).contains("did not load", "site_code.py\", line 1");
            write("two");
            done("reload", "--admin", socket());
            assertThat(status().at("/load_failure").asString()).isEmpty();
            assertThat(server.get("/").body()).isEqualTo("two");
        }
    }

    @Test
    void aStopIsOverWhenTheServerIsGone() throws Exception {
        try (MerapiServer server = faulty(
                        "--pidfile", directory.resolve("run.pid").toString(), "--vacuum")
                .start()) {
            assertThat(done("stop", "--admin", socket()).out()).isEqualTo("stopping\n");
            assertThat(directory.resolve("run.pid")).doesNotExist();
            assertThat(directory.resolve("admin.sock")).doesNotExist();
            assertThat(server.exit()).isZero();
            Finished again = merapi("stop", "--admin", socket());
            assertThat(again.status()).isEqualTo(3);
            assertThat(again.error()).startsWith("merapi: nobody can be asked at " + socket());
        }
    }

    @Test
    void theNumberOfWorkersFollows() throws Exception {
        try (MerapiServer server = faulty("--processes", "2").start()) {
            done("scale", "1", "--admin", socket());
            Patience.until("one worker", () -> Faulty.workers(server).size() == 1, server::log);
            done("scale", "4", "--admin", socket());
            assertThat(status().at("/generation").asInt()).isEqualTo(2);
            assertThat(status().at("/workers_wanted").asInt()).isEqualTo(4);
            assertThat(server.get("/echo?x").body()).isEqualTo("x");
        }
    }

    @Test
    void aServerIsFoundByItsPidfileOrItsConfiguration() throws Exception {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\npidfile = run.pid\nmodule = site_code:app\n");
        write("one");
        try (MerapiServer server =
                MerapiServer.Call.of("site.ini").in(directory).start()) {
            String socket = server.awaitLog("admin socket (.*)$").group(1);
            assertThat(socket).endsWith("/" + server.pid() + ".sock");
            for (String name : new String[] {"run.pid", "site.ini"}) {
                assertThat(done("status", name).out()).contains(", pid " + server.pid() + ",");
            }
            server.stop();
            assertThat(Path.of(socket)).doesNotExist();
            Finished stale = merapi("status", "run.pid");
            assertThat(stale.status()).isEqualTo(3);
            assertThat(stale.error()).contains(" is stale");
        }
    }

    @Test
    void aSocketThatAKilledServerHasLeftIsReplaced() throws Exception {
        try (MerapiServer killed = faulty().start()) {
            Faulty.signal(killed.pid(), "KILL");
            killed.exit();
        }
        assertThat(directory.resolve("admin.sock")).exists();
        assertThat(merapi("status", "--admin", socket()).status()).isEqualTo(3);
        try (MerapiServer server = faulty().start()) {
            assertThat(status().at("/pid").asLong()).isEqualTo(server.pid());
        }
    }

    @Test
    void thereNeedNotBeOne() throws Exception {
        try (MerapiServer server = Faulty.call("--admin-socket", "off").start()) {
            assertThat(server.log()).doesNotContain("admin socket");
        }
    }
}
