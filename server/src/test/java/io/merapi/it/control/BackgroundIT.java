// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes to the background, and what is asked of it by its pidfile. */
final class BackgroundIT {
    private static final String APPLICATION = """
            import os
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [os.getcwd().encode()]
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        Files.writeString(directory.resolve("site.ini"), """
                [uwsgi]
                http = 127.0.0.1:0
                module = app
                need-app = true
                pidfile = run.pid
                safe-pidfile = safe.pid
                vacuum = true
                """);
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        if (Files.exists(directory.resolve("run.pid"))) {
            ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Finished merapi(String... arguments) throws IOException, InterruptedException {
        return Finished.merapi(directory, arguments);
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(directory.resolve("run.pid")).strip());
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("site.log"));
    }

    private String get() throws IOException, InterruptedException {
        Matcher port = Pattern.compile("listening on http://127.0.0.1:(\\d+)").matcher(log());
        assertThat(port.find()).as(log()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private void awaitLog(String text) throws Exception {
        Patience.until("the log tells: " + text, () -> log().contains(text));
    }

    private void awaitEnd(long pid) throws Exception {
        Patience.until("the server has ended", () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void theCommandReturnsWhenItsServerIsReady() throws Exception {
        assertThat(merapi("site.ini", "--daemonize", "site.log")).isEqualTo(new Finished(0, "", ""));
        assertThat(log()).contains(" ready in ");
        assertThat(get())
                .as("its working directory")
                .isEqualTo(directory.toRealPath().toString());
        assertThat(directory.resolve("safe.pid")).hasContent(pid() + "");
        assertThat(sessionOf(pid())).as("its session").isEqualTo(pid());

        long pid = pid();
        assertThat(merapi("--reload", "run.pid")).isEqualTo(new Finished(0, "", ""));
        awaitLog(" reloaded in ");
        assertThat(merapi("--stop", "run.pid")).isEqualTo(new Finished(0, "", ""));
        awaitEnd(pid);
        assertThat(log()).contains("SIGINT: leaving at once");
        assertThat(directory.resolve("run.pid")).doesNotExist();
        assertThat(directory.resolve("safe.pid")).doesNotExist();
    }

    @Test
    void aConfigurationOnStandardInputIsThatOfTheBackgroundAndOfItsReloads() throws Exception {
        Files.writeString(directory.resolve("stdin.txt"), """
                uwsgi:
                  http: 127.0.0.1:0
                  module: app
                  pidfile: run.pid
                """);
        assertThat(merapi("--yaml", "-", "--daemonize", "site.log")).isEqualTo(new Finished(0, "", ""));
        assertThat(get()).isEqualTo(directory.toRealPath().toString());
        assertThat(merapi("--reload", "run.pid")).isEqualTo(new Finished(0, "", ""));
        awaitLog(" reloaded in ");
        assertThat(get()).isEqualTo(directory.toRealPath().toString());
    }

    private static long sessionOf(long pid) throws IOException {
        String afterName = Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst(".*\\) ", "");
        return Long.parseLong(afterName.split(" ", -1)[3]);
    }

    @Test
    void aStartThatFailsIsShownWithItsExitCode() throws Exception {
        Files.writeString(directory.resolve("app.py"), "import does_not_exist\n");
        Files.writeString(directory.resolve("safe.pid"), "1234\n");
        Files.writeString(directory.resolve("site.log"), "of an earlier start\n");
        Finished finished = merapi("site.ini", "--daemonize", "site.log");
        assertThat(finished.status()).isEqualTo(22);
        assertThat(finished.error())
                .contains("ModuleNotFoundError: No module named 'does_not_exist'")
                .doesNotContain("of an earlier start");
        assertThat(log()).isEqualTo("of an earlier start\n" + finished.error());
        assertThat(directory.resolve("run.pid")).doesNotExist();
        assertThat(directory.resolve("safe.pid")).as("a predecessor's").hasContent("1234");
    }

    @Test
    void aConfigurationThatIsNoGoodIsToldBeforeAnythingGoesToTheBackground() throws Exception {
        Finished finished = merapi("site.ini", "--daemonize", "logs/site.log");
        assertThat(finished.status()).isEqualTo(1);
        assertThat(finished.error())
                .contains("command line: daemonize: there is no directory " + directory.resolve("logs"));
    }

    @Test
    void theStartIsShownWhereThatIsAskedFor() throws Exception {
        Finished finished = merapi("site.ini", "--daemonize2", "site.log");
        assertThat(finished.status()).isZero();
        assertThat(finished.error()).contains(" imported in ", " ready in ");
        long pid = pid();
        assertThat(merapi("--stop", "run.pid").status()).isZero();
        awaitEnd(pid);
    }

    @Test
    void aPidfileThatNamesNoServerIsToldApart() throws Exception {
        Files.writeString(
                directory.resolve("stale.pid"),
                ProcessHandle.current().parent().orElseThrow().pid() + 9_000_000 + "\n");
        assertThat(merapi("--stop", "none.pid"))
                .isEqualTo(new Finished(1, "", "merapi: there is no file " + directory.resolve("none.pid") + "\n"));
        Finished stale = merapi("--reload", "stale.pid");
        assertThat(stale.status()).isEqualTo(1);
        assertThat(stale.error()).contains("is not running: ", "is stale");
    }
}
