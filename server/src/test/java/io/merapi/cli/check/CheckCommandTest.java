// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.cli.page.Page;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CheckCommandTest {
    private static final int ROOT = 0;
    private static final int SOMEBODY = 1000;

    @TempDir
    Path directory;

    private Page check(int user, String... words) {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        return CheckCommand.run(List.of(words), new Surroundings(directory, environment, directory, 4096), user);
    }

    private String text(String... words) {
        return check(SOMEBODY, words).text();
    }

    private void write(String... lines) throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\n" + String.join("\n", lines) + "\n");
        Files.writeString(directory.resolve("app.py"), "");
    }

    @Test
    void eachLineIsToldWithWhatItDoesAndWhatIsWrong() throws IOException {
        write(
                "http = 127.0.0.1:0",
                "module = app",
                "procesess = 4",
                "master = true",
                "threads = 2",
                "threads = 10k",
                "emperor = /etc/vassals",
                "name = shop",
                "procname = %(name)");
        assertThat(check(SOMEBODY, "site.ini")).isEqualTo(new Page("""
                site.ini
                     2  http = 127.0.0.1:0
                          listen for HTTP on host:port, :port, [address]:port, 192.168.*:port (an interface), \
                /path.sock, @name (abstract), fd://N or fd://NAME (handed over) or =N (shared-socket); may be repeated
                     3  module = app
                          the application: package.module, package.module:callable or module:factory()
                     4  procesess = 4
                          warning: there is no such option; did you mean processes?
                     5  master = true
                          no effect: there is always a supervising process
                     6  threads = 2
                          overridden by site.ini:7
                     7  threads = 10k
                          how many requests a worker runs at a time, each in a thread
                          warning: '10k' is read as 10; write threads = 10 if that is meant
                     8  emperor = /etc/vassals
                          warning: is not available yet, ignored
                     9  name = shop
                          a placeholder, which stands for its value
                    10  procname = shop
                          call all processes so; this and the next imply auto-procname
                    10  auto-procname = true
                          implied by procname: call the processes merapi front, merapi zygote, merapi worker 1 and \
                so on, for ps and top to show
                0 errors, 3 warnings: the server can start like this
                """, "", 0));
    }

    @Test
    void whatKeepsTheServerFromStartingIsAnError() throws IOException {
        write(
                "http = 127.0.0.1:8000",
                "socket = :8000",
                "module = app",
                "processes = 2",
                "cheaper = 2",
                "chroot = /srv");
        Page page = check(SOMEBODY, "site.ini");
        assertThat(page.status()).isEqualTo(2);
        assertThat(page.text())
                .contains("\n     3  socket = :8000\n")
                .contains("          error: :8000 is listened on already, by http = 127.0.0.1:8000 (site.ini:2)")
                .contains("          error: it is to be less than processes, which is 2")
                .contains("          error: is not available: a JVM cannot be confined once it runs")
                .endsWith("3 errors, 0 warnings: the server cannot start like this\n");
    }

    @Test
    void warningsAreAFailureWhereThatIsAskedFor() throws IOException {
        write("http = 127.0.0.1:0", "module = app");
        assertThat(check(SOMEBODY, "--strict", "site.ini").status()).isZero();
        write("http = 127.0.0.1:0", "module = app", "vaccum = true");
        assertThat(check(SOMEBODY, "site.ini").status()).isZero();
        assertThat(check(SOMEBODY, "--strict", "site.ini").status()).isEqualTo(1);
        assertThat(check(SOMEBODY, "--strict", "site.ini", "--strict").status())
                .as("strict of the server makes it an error")
                .isEqualTo(2);
    }

    @Test
    void optionsOfACommandLineAreCheckedLikewise() throws IOException {
        write();
        assertThat(text("--http=127.0.0.1:0", "-w", "app"))
                .startsWith("command line\n        --http 127.0.0.1:0\n          listen for HTTP")
                .contains("\n        --module app\n          the application: ")
                .endsWith("\n0 errors, 0 warnings: the server can start like this\n");
    }

    @Test
    void whatBelongsToNoLineIsToldAtTheEnd() {
        assertThat(text("--threads=2", "none.ini")).contains("in all\n          ", "error: ", "none.ini");
        assertThat(text("--threads=2")).contains("          error: there is nowhere to listen; add --http :8000");
    }

    @Test
    void anApplicationThatRunsAsRootIsWarnedOf() throws IOException {
        write("http = 127.0.0.1:0", "module = app");
        assertThat(check(ROOT, "site.ini").text()).contains("warning: the application runs as root; add uid");
        assertThat(check(SOMEBODY, "site.ini").text()).doesNotContain("root");
    }

    @Test
    void aSocketForAllUsersOfTheMachineIsWarnedOf() throws IOException {
        String warned = "warning: any user of this machine may send requests to " + directory.resolve("site.sock");
        write("socket = site.sock", "chmod-socket = 666", "module = app");
        assertThat(text("site.ini")).contains(warned);
        write("socket = site.sock", "chmod-socket = 660", "umask = 000", "module = app");
        assertThat(text("site.ini")).doesNotContain(warned);
        write("socket = site.sock", "umask = 000", "module = app");
        assertThat(text("site.ini")).contains(warned);
        write("socket = site.sock", "umask = 027", "module = app");
        assertThat(text("site.ini")).doesNotContain(warned);
    }

    @Test
    void programsGetTheSame() throws IOException {
        write("http = 127.0.0.1:0", "module = app", "vaccum = true", "master = true");
        Page page = check(SOMEBODY, "--json", "site.ini");
        JsonNode report = JsonMapper.shared().readTree(page.text());
        assertThat(report.get("usable").booleanValue()).isTrue();
        assertThat(report.get("settings")).hasSize(4);
        assertThat(report.get("settings").get(3).toString())
                .isEqualTo("{\"source\":\"site.ini\",\"line\":5,\"key\":\"master\",\"value\":\"true\","
                        + "\"meaning\":\"no-effect\",\"text\":\"no effect: there is always a supervising process\"}");
        assertThat(report.get("warnings").get(0).toString())
                .isEqualTo("{\"source\":\"site.ini\",\"line\":4,\"key\":\"vaccum\","
                        + "\"what\":\"there is no such option\",\"fix\":\"did you mean vacuum?\"}");
        assertThat(report.get("errors")).isEmpty();
        assertThat(report.get("notes")).hasSize(1);
    }

    @Test
    void nothingToCheckIsAnError() {
        assertThat(check(SOMEBODY).status()).isEqualTo(2);
        assertThat(check(SOMEBODY).complaint()).contains("merapi check --help");
        assertThat(text("--help")).startsWith("Usage: merapi check");
    }
}
