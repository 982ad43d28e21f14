// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer.Call;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command to the exit: what is printed, what signals do, what is left behind. */
final class RunningIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} merapi: ";

    private static final String WAITS = Gate.PYTHON + """
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                wait()
                return [b"finished"]
            """;

    @TempDir
    Path directory;

    private void write(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), content);
    }

    private List<Path> leftInTmp() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            return left.toList();
        }
    }

    @Test
    void tellsOfItsStartAndItsEnd() throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        Call call = Call.of("--module", "examples.hello:app", "--processes", "2")
                .with("TMPDIR", directory.resolve("tmp").toString());
        try (MerapiServer server = call.start()) {
            List<String> start = server.output().lines().stream()
                    .filter(line -> !line.contains(" the application runs as root; "))
                    .toList();
            assertThat(start).hasSize(8);
            assertThat(start.get(0))
                    .matches(TIME + "Merapi \\S+ starts, pid " + server.pid() + ", in " + MerapiServer.HOME + ".*");
            assertThat(start.get(1)).matches(TIME + "listening on http://127\\.0\\.0\\.1:\\d+");
            assertThat(start.get(2)).matches(TIME + "admin socket /.*\\.sock");
            assertThat(start.get(3)).matches(TIME + "(CPython|PyPy) 3\\.\\d+\\.\\d+ at /.*");
            assertThat(start.get(4)).matches(TIME + "application examples\\.hello:app imported in \\d+ ms");
            assertThat(start.subList(5, 7))
                    .anyMatch(line -> line.matches(TIME + "worker 1 ready, pid \\d+"))
                    .anyMatch(line -> line.matches(TIME + "worker 2 ready, pid \\d+"));
            assertThat(start.get(7)).matches(TIME + "ready in \\d+ ms");
            assertThat(server.workers())
                    .allMatch(pid -> ProcessHandle.of(pid).orElseThrow().isAlive());
            assertThat(server.get("/").body()).isEqualTo("Hello, World!\n");
            assertThat(server.stop()).isZero();
            server.awaitLog(TIME + "SIGTERM: stopping");
            assertThat(server.output().lines().getLast()).matches(TIME + "stopped after 1 request, 1 x 2xx");
        }
        assertThat(leftInTmp()).isEmpty();
    }

    @Test
    void writesTheRequestLineOfUwsgi() throws Exception {
        try (MerapiServer server = MerapiServer.start("--module", "examples.hello:app");
                Wire bad = server.wire();
                Wire good = server.wire()) {
            long pid = server.workers().getFirst();
            bad.get("/a%20b?x=é");
            good.get("/second");
            server.awaitLog("^\\[pid: " + pid + "\\|app: 0\\|req: 1/2\\] 127\\.0\\.0\\.1 \\(\\) "
                    + "\\{\\d+ vars in \\d+ bytes\\} \\[\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}\\] GET /second => "
                    + "generated 14 bytes in \\d+ msecs \\(HTTP/1\\.1 200\\) 1 headers in \\d+ bytes "
                    + "\\(\\d switches on core 0\\)$");
            server.awaitLog("^\\[pid: " + server.pid() + "\\|app: -1\\|req: -1/1\\] 127\\.0\\.0\\.1 \\(\\) .*400\\)");
        }
    }

    @Test
    void runsTheSecondCommandOfTheReadme() throws Exception {
        Venv venv = Venv.create(directory.resolve("venv"));
        write("site/app.py", "from greetings import app\n");
        write("site/lib/greetings.py", """
                import only_in_venv, os
                def app(environ, start_response):
                    start_response("200 OK", [])
                    return [("%s, %s, %s" % (only_in_venv.NAME, os.getcwd(), environ["wsgi.multithread"])).encode()]
                """);
        String[] options = {
            "--wsgi-file",
            "app.py",
            "--callable",
            "app",
            "--processes",
            "4",
            "--threads",
            "2",
            "--home",
            venv.home().toString(),
            "--chdir",
            "site",
            "--pythonpath",
            "lib"
        };
        try (MerapiServer server = Call.of(options).in(directory).start()) {
            assertThat(server.get("/").body())
                    .isEqualTo("a package of the environment, " + directory.resolve("site") + ", True");
            assertThat(server.workers()).hasSize(4);
            server.awaitLog("at " + venv.home().resolve("bin/python"));
        }
    }

    @Test
    void finishesWhatItHasAccepted() throws Exception {
        write("waits.py", WAITS);
        Gate gate = Gate.in(directory);
        try (MerapiServer server = Call.of("--module", "waits").in(directory).start();
                Wire running = server.wire();
                Wire queued = server.wire()) {
            int port = server.port();
            running.send("GET /running HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            queued.send("GET /queued HTTP/1.1\r\nHost: a\r\n\r\n");
            server.signal("TERM");
            server.awaitLog("SIGTERM: stopping");
            Patience.until("nobody listens", () -> isRefused(port));
            gate.open();
            gate.letPass();
            assertThat(running.answer().text()).isEqualTo("finished");
            assertThat(queued.answer().text()).isEqualTo("finished");
            assertThat(running.isAtEnd()).isTrue();
            assertThat(server.exit()).isZero();
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Wire _ = Wire.to(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    /** A terminal's Ctrl-C reaches every process of the group, not the front alone. */
    @Test
    void workersLeaveASignalToTheFront() throws Exception {
        write("waits.py", WAITS);
        Gate gate = Gate.in(directory);
        try (MerapiServer server = Call.of("--module", "waits").in(directory).start();
                Wire wire = server.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            for (ProcessHandle process : server.descendants()) {
                for (String signal : List.of("-INT", "-TERM", "-HUP")) {
                    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
            server.signal("TERM");
            gate.open();
            assertThat(wire.answer().text()).isEqualTo("finished");
            assertThat(server.exit()).isZero();
        }
    }

    @Test
    void leavesAtOnceWhenToldTwice() throws Exception {
        write("waits.py", WAITS);
        Gate gate = Gate.in(directory);
        try (MerapiServer server = Call.of("--module", "waits").in(directory).start();
                Wire wire = server.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            server.signal("TERM");
            server.awaitLog("SIGTERM: stopping");
            // one on the heels of the first is taken for the same
            Patience.until("the second has been heard", () -> {
                server.signal("TERM");
                return server.log().contains("SIGTERM again: leaving at once");
            });
            assertThat(server.exit()).isZero();
        }
    }

    @Test
    void withoutTheNeededApplicationItLeavesWith22() throws Exception {
        Files.createDirectory(directory.resolve("tmp"));
        write("broken.py", "import no_such_module\n");
        write("pidfile", "");
        Call call = Call.of("--module", "broken", "--need-app", "--pidfile", "pidfile", "--vacuum")
                .in(directory)
                .with("TMPDIR", directory.resolve("tmp").toString());
        try (MerapiServer server = call.launch()) {
            assertThat(server.exit()).isEqualTo(22);
            server.awaitLog("^Traceback \\(most recent call last\\):$");
            server.awaitLog("^ModuleNotFoundError: No module named 'no_such_module'$");
            server.awaitLog(TIME + "error: .*need-app.*no_such_module.*the interpreter is /.*python3");
            assertThat(server.output().lines())
                    .filteredOn(line -> line.contains(" error: "))
                    .hasSize(1);
        }
        assertThat(directory.resolve("pidfile")).doesNotExist();
        assertThat(leftInTmp()).isEmpty();
    }

    @Test
    void withoutAnApplicationItAnswers500() throws Exception {
        write("broken.py", "def handler(environ, start_response): pass\n");
        try (MerapiServer server = Call.of("--module", "broken").in(directory).start()) {
            server.awaitLog("broken has no application; did you mean handler\\?");
            server.awaitLog(TIME + "error: no application is loaded, requests get 500");
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            assertThat(server.workers()).hasSize(1);
        }
    }

    @Test
    void warnsOfThreadsThatNoWorkerWillHave() throws Exception {
        write("threaded.py", """
                import threading
                threading.Thread(target=threading.Event().wait, daemon=True).start()
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"served"]
                """);
        try (MerapiServer server = Call.of("--module", "threaded").in(directory).start()) {
            server.awaitLog(TIME + "warning: the application started 1 thread when it was imported.*lazy-apps");
            assertThat(server.get("/").body()).isEqualTo("served");
        }
    }

    @Test
    void lazilyLoadedApplicationsAreNeededToo() throws Exception {
        write("broken.py", "raise RuntimeError('not today')\n");
        Call call = Call.of("--module", "broken", "--need-app", "--lazy-apps", "--processes", "2")
                .in(directory);
        try (MerapiServer server = call.launch()) {
            assertThat(server.exit()).isEqualTo(22);
            server.awaitLog("^RuntimeError: not today$");
        }
    }
}
