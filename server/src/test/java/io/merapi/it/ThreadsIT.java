// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application may expect of the processes and threads it runs in. */
final class ThreadsIT {
    @TempDir
    static Path directory;

    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(
                directory,
                "--processes",
                "1",
                "--threads",
                "3",
                "--pyargv",
                "first second",
                "--callable",
                "application");
    }

    @AfterAll
    static void stop() {
        site.close();
        assertThat(site.server().workers()).as(site.server().log()).hasSize(1);
    }

    @Test
    void threadsRunRequestsAtOnceAndSaySo() throws Exception {
        String path = site.path("""
                import threading
                met = threading.Barrier(3, timeout=40)
                def application(environ, start_response):
                    met.wait()
                    start_response("200 OK", [])
                    return [repr((environ["wsgi.multithread"], environ["wsgi.multiprocess"])).encode()]
                """);
        try (Wire one = site.wire();
                Wire two = site.wire();
                Wire three = site.wire()) {
            Wire[] all = {one, two, three};
            for (Wire wire : all) {
                wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            for (Wire wire : all) {
                assertThat(wire.answer().text()).isEqualTo("(True, False)");
            }
        }
    }

    @Test
    void aSlowRequestHoldsUpNoOther() throws Exception {
        Gate gate = Gate.in(directory);
        String slow = site.path(Gate.PYTHON + """
                def application(environ, start_response):
                    wait()
                    start_response("200 OK", [])
                    return [b"slow"]
                """);
        String fast = site.path("""
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"fast"]
                """);
        try (Wire waiting = site.wire();
                Wire busy = site.wire()) {
            waiting.send("GET " + slow + " HTTP/1.1\r\nHost: a\r\n\r\n");
            gate.awaitArrival();
            for (int i = 0; i < 200; i++) {
                assertThat(busy.get(fast).text()).isEqualTo("fast");
            }
            gate.open();
            assertThat(waiting.answer().text()).isEqualTo("slow");
        }
    }

    @Test
    void threadsOfTheApplicationRun() throws Exception {
        assertThat(site.ask("""
                import queue, threading
                asked, answered = queue.Queue(), queue.Queue()
                def work():
                    while True:
                        answered.put(asked.get() * 2)
                threading.Thread(target=work, daemon=True).start()
                def application(environ, start_response):
                    asked.put(21)
                    start_response("200 OK", [])
                    return [b"%d" % answered.get(timeout=40)]
                """).text()).isEqualTo("42");
    }

    @Test
    void theProcessIsAsUnderUwsgi() throws Exception {
        assertThat(site.ask("""
                import signal, sys, threading
                def application(environ, start_response):
                    found = (sys.argv, sys.modules["__main__"].__name__, sys.stdin.read(),
                             signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN,
                             signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL,
                             sorted(thread.name for thread in threading.enumerate() if "uWSGI" in thread.name))
                    start_response("200 OK", [])
                    return [repr(found).encode()]
                """).text())
                .isEqualTo("(['uwsgi', 'first', 'second'], '__main__', '', True, True, "
                        + "['uWSGIWorker1Core0', 'uWSGIWorker1Core1', 'uWSGIWorker1Core2'])");
    }

    @Test
    void atForkHooksRunInTheWorker(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("hooked.py"), """
                import os
                told = []
                os.register_at_fork(before=lambda: told.append("before"),
                                    after_in_child=lambda: told.append("in the child of %d" % os.getppid()))
                imported = os.getpid()
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [repr((told[-1] == "in the child of %d" % imported, "before" in told,
                                  os.getppid() == imported)).encode()]
                """);
        try (MerapiServer server =
                MerapiServer.Call.of("--module", "hooked").in(other).start()) {
            assertThat(server.get("/").body()).isEqualTo("(True, True, True)");
        }
    }

    @Test
    void programsMayBeStartedAndWaitedFor() throws Exception {
        assertThat(site.ask("""
                import os, subprocess, sys, multiprocessing
                def application(environ, start_response):
                    ran = subprocess.run([sys.executable, "-c", "print(6 * 7)"], stdout=subprocess.PIPE, check=True)
                    pid = os.fork()
                    if not pid:
                        os._exit(7)
                    code = os.waitpid(pid, 0)[1] >> 8
                    start_response("200 OK", [])
                    return [ran.stdout.strip(), b" %d" % code]
                """).text()).isEqualTo("42 7");
    }

    @Test
    void aForkThatComesBackFromItsRequestAnswersNothing() throws Exception {
        int mark = site.server().output().mark();
        String path = site.path("""
                import os
                def application(environ, start_response):
                    pid = os.fork()
                    if pid:
                        os.waitpid(pid, 0)
                    start_response("200 OK", [])
                    return [b"parent" if pid else b"child"]
                """);
        try (Wire wire = site.wire()) {
            assertThat(wire.get(path).text()).isEqualTo("parent");
            assertThat(wire.get(path).text()).isEqualTo("parent");
        }
        site.server().output().await("a process that the application forked came back from its request", mark);
    }

    @Test
    void signalHandlersOfTheApplicationRun() throws Exception {
        Files.writeString(directory.resolve("handled.py"), """
                import signal
                signal.signal(signal.SIGUSR2, lambda number, frame: print("handled " + str(int(number))))
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [b"still here"]
                """);
        try (MerapiServer server =
                MerapiServer.Call.of("--module", "handled").in(directory).start()) {
            new ProcessBuilder("kill", "-USR2", Long.toString(server.workers().getFirst()))
                    .start()
                    .waitFor();
            server.awaitLog("^handled \\d+$");
            assertThat(server.get("/").body()).isEqualTo("still here");
        }
    }

    @Test
    void whatIsPrintedIsLoggedLineByLine() throws Exception {
        int mark = site.server().output().mark();
        site.ask("""
                import logging, os, subprocess, sys, warnings
                def application(environ, start_response):
                    print("half a line, ", end="")
                    print("and the other \\u2713")
                    sys.stderr.write("one\\ntwo\\n")
                    logging.warning("by logging")
                    os.write(2, b"from the descriptor\\n")
                    subprocess.run(["echo", "from a program"], check=True)
                    start_response("200 OK", [])
                    return []
                """);
        Output output = site.server().output();
        for (String line : new String[] {
            "half a line, and the other ✓",
            "one",
            "two",
            "WARNING:root:by logging",
            "from the descriptor",
            "from a program"
        }) {
            output.await("^" + line + "$", mark);
        }
    }

    @Test
    void linesOfManyThreadsAreNotTorn() throws Exception {
        int mark = site.server().output().mark();
        site.ask("""
                import threading
                def application(environ, start_response):
                    def talk(letter):
                        for i in range(300):
                            print(letter * 500 + "\\n", end="")
                    threads = [threading.Thread(target=talk, args=(letter,)) for letter in "XYZ"]
                    for thread in threads:
                        thread.start()
                    for thread in threads:
                        thread.join()
                    print("the end " + "of talk")
                    start_response("200 OK", [])
                    return []
                """);
        site.server().output().await("^the end of talk$", mark);
        assertThat(site.server().output().lines().stream()
                        .skip(mark)
                        .filter(line -> line.matches(".*[XYZ]{5}.*"))
                        .filter(line -> !line.matches("X{500}|Y{500}|Z{500}")))
                .isEmpty();
    }

    @Test
    void theEnvironmentIsInherited() throws Exception {
        String applications = site.ask("""
                import os
                def application(environ, start_response):
                    start_response("200 OK", [])
                    return [os.environ["APPLICATIONS"].encode()]
                """).text();
        assertThat(applications).isEqualTo(directory.toString());
    }
}
