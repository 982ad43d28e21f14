// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./merapi request} against a running server. */
final class RequestIT {
    private static final String ECHO = """
            def application(environ, start_response):
                body = environ["wsgi.input"].read()
                text = "%s %s [%s]" % (environ["REQUEST_METHOD"], environ["QUERY_STRING"], body.decode())
                start_response("202 Accepted", [("X-Field", environ.get("HTTP_X_FIELD", "none"))])
                yield text.encode()
            """;

    /** What it printed on both streams. */
    private static String request(int exit, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString(), "request"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exit);
        return output;
    }

    @Test
    void isAnsweredOverHttp(@TempDir Path directory) throws Exception {
        try (Site site = Site.start(directory)) {
            String url = site.server().uri(site.path(ECHO)).toString();
            assertThat(request(0, url + "?a=b")).isEqualTo("GET a=b []");
            assertThat(request(0, "-i", "-H", "X-Field: 7", "-d", "text", url))
                    .startsWith("HTTP/1.1 202 Accepted\r\n")
                    .contains("X-Field: 7\r\n")
                    .endsWith("\r\n\r\nPOST  [text]");
            assertThat(request(0, "-I", url))
                    .startsWith("HTTP/1.1 202 Accepted\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void isAnsweredOverEachGatewayProtocol(@TempDir Path directory) throws Exception {
        Map<String, String> options = Map.of("uwsgi", "socket", "fastcgi", "fastcgi-socket", "scgi", "scgi-socket");
        List<String> line = new ArrayList<>();
        options.forEach((scheme, option) -> line.addAll(List.of(
                "--" + option,
                "127.0.0.1:0",
                "--" + option,
                directory.resolve(scheme + ".sock").toString())));
        try (Site site = Site.start(directory, line.toArray(String[]::new))) {
            String path = site.path(ECHO);
            for (String scheme : options.keySet()) {
                String port = site.server()
                        .awaitLog("listening on " + scheme + "://127.0.0.1:(\\d+)$")
                        .group(1);
                String overTcp = scheme + "://127.0.0.1:" + port + path;
                String overUnix = scheme + "://" + directory.resolve(scheme + ".sock") + ":" + path;
                assertThat(request(0, overTcp + "?a=b")).isEqualTo("GET a=b []");
                assertThat(request(0, "-i", "-H", "X-Field: 7", "-d", "text", overUnix))
                        .startsWith(scheme.equals("uwsgi") ? "HTTP/1.1 202 Accepted\r\n" : "Status: 202 Accepted\r\n")
                        .contains("X-Field: 7\r\n")
                        .endsWith("\r\n\r\nPOST  [text]");
            }
            assertThat(request(0, "--modifier1", "100", "uwsgi://" + directory.resolve("uwsgi.sock")))
                    .containsIgnoringCase("alive");
            assertThat(request(22, "-f", "--modifier1", "5", "uwsgi://" + directory.resolve("uwsgi.sock")))
                    .contains("501");
        }
    }

    @Test
    void exitsWithWhatWentWrong(@TempDir Path directory) throws Exception {
        assertThat(request(7, "uwsgi://" + directory.resolve("none.sock"))).contains("cannot be connected to");
        assertThat(request(3, "uwsgi://nowhere/")).contains("name the port");
    }
}
