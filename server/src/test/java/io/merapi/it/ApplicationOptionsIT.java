// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Options about the application, its processes and the log have the effect that a user sees. */
@ParameterizedClass
@EnumSource
final class ApplicationOptionsIT {
    @TempDir
    static Path parent;

    private static Path directory;
    private static MerapiServer server;

    @Parameter
    Written written;

    @BeforeParameterizedClassInvocation
    static void start(Written written) throws Exception {
        directory = Files.createDirectory(parent.resolve(written.name()));
        Path site = Files.createDirectories(directory.resolve("site/lib"));
        Files.copy(MerapiServer.APPS.resolve("options.py"), site.resolve("shown.py"));
        Files.createDirectories(directory.resolve("site/other"));
        Venv venv = Venv.create(directory.resolve("venv"));
        List<String> settings = List.of(
                "http=127.0.0.1:0",
                "http-socket=127.0.0.1:0",
                written == Written.IN_AN_INI ? "wsgi=shown:make_application()" : "module=shown:make_application()",
                "chdir=" + directory.resolve("site"),
                "pythonpath=lib",
                "pythonpath=other",
                (written == Written.IN_AN_INI ? "virtualenv=" : "home=") + venv.home(),
                "env=GREETING=hello = world",
                "env=EMPTY=",
                "pyargv=--verbose  -x",
                written == Written.IN_AN_INI ? "workers=2" : "processes=2",
                "threads=2",
                "master=true",
                "listen=17",
                "need-app=true",
                "pidfile=" + directory.resolve("merapi.pid"),
                "vacuum=true",
                "strict=true",
                "logto=" + directory.resolve("merapi.log"));
        server = written.call(directory, settings).launch();
        Patience.until("the log file tells that it is ready", () -> log().contains(" ready in "), server::log);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        assertThat(server.stop()).isZero();
        assertThat(directory.resolve("merapi.pid")).doesNotExist();
        assertThat(log()).contains("stopped after ");
        assertThat(server.log()).isEmpty();
    }

    private static String log() throws Exception {
        Path file = directory.resolve("merapi.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static List<Integer> ports() throws Exception {
        return Pattern.compile("listening on http://127.0.0.1:(\\d+)")
                .matcher(log())
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .toList();
    }

    private static String show(String expression) throws Exception {
        try (Wire wire = Wire.to(ports().getFirst())) {
            Wire.Answer answer = wire.get(
                    "/?" + URLEncoder.encode(expression, StandardCharsets.UTF_8).replace("+", "%20"));
            assertThat(answer.status()).as(log()).isEqualTo(200);
            return answer.text();
        }
    }

    @Test
    void httpAndHttpSocketListen() throws Exception {
        assertThat(ports()).hasSize(2);
        for (int port : ports()) {
            try (Wire wire = Wire.to(port)) {
                assertThat(wire.get("/?environ['SERVER_PORT']").text()).isEqualTo("'" + port + "'");
            }
        }
    }

    @Test
    void pidfileHasTheFrontsProcessId() {
        assertThat(directory.resolve("merapi.pid")).hasContent(server.pid() + "\n");
    }

    @Test
    void moduleNamesAFactory() throws Exception {
        assertThat(show("environ['made']")).isEqualTo("'by the factory'");
        assertThat(log()).contains("application shown:make_application() imported in ");
    }

    @Test
    void chdirIsTheWorkingDirectory() throws Exception {
        assertThat(show("os.getcwd()")).isEqualTo("'" + directory.resolve("site") + "'");
    }

    @Test
    void pythonpathIsSearchedTheLastFirst() throws Exception {
        assertThat(show("[entry for entry in sys.path if entry in ('lib', 'other')]"))
                .isEqualTo("['other', 'lib']");
        assertThat(show("__import__('shown').__file__")).endsWith("/lib/shown.py'");
    }

    @Test
    void homeIsTheVirtualEnvironment() throws Exception {
        assertThat(show("sys.prefix")).isEqualTo("'" + directory.resolve("venv") + "'");
        assertThat(show("__import__('only_in_venv').NAME")).isEqualTo("'a package of the environment'");
    }

    @Test
    void envSetsVariables() throws Exception {
        assertThat(show("os.environ['GREETING'], os.environ['EMPTY']")).isEqualTo("('hello = world', '')");
    }

    @Test
    void pyargvIsSeenAsArguments() throws Exception {
        assertThat(show("sys.argv")).isEqualTo("['uwsgi', '--verbose', '-x']");
    }

    @Test
    void processesAndThreadsAreAsMany() throws Exception {
        assertThat(show("environ['wsgi.multiprocess'], environ['wsgi.multithread']"))
                .isEqualTo("(True, True)");
        assertThat(show("sorted(thread.name.split('Core')[1] for thread in threading.enumerate())"))
                .isEqualTo("['0', '1']");
        Set<String> workers = new HashSet<>();
        for (MatchResult found : Pattern.compile("worker (\\d) ready, pid (\\d+)")
                .matcher(log())
                .results()
                .toList()) {
            workers.add(found.group(1));
            assertThat(ProcessHandle.of(Long.parseLong(found.group(2)))).isPresent();
        }
        assertThat(workers).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void theApplicationIsLoadedOnceBeforeTheForks() throws Exception {
        assertThat(show("loaded_by == os.getppid()")).isEqualTo("True");
    }

    @Test
    void listenIsTheBacklog() throws Exception {
        Process ss = new ProcessBuilder("ss", "-ltnH", "sport = :" + ports().getFirst()).start();
        assertThat(new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .matches("(?s)LISTEN +0 +17 .*");
    }

    @Test
    void requestsAreLoggedInTheFile() throws Exception {
        show("'a request of its own'");
        Patience.until(
                "the log has the request's line", () -> log().contains("GET /?%27a%20request%20of%20its%20own%27"));
    }
}
