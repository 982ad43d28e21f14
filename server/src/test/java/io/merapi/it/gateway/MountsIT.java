// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Output;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several applications in one server: a request gets to the one that real uWSGI gives it to, and is told the same. */
final class MountsIT {
    private static final List<String> MOUNTS = List.of(
            "--module=mounted:root",
            "--mount=/shop=mounted:shop",
            "--mount=/shop/deep=mounted:deep",
            "--mount=/made=mounted:make()",
            "--mount=/file=mounted.py");

    /** SCRIPT_NAME and PATH_INFO as a web server sends them. */
    private static final List<List<String>> REQUESTS = List.of(
            List.of("", "/"),
            List.of("", "/shop"),
            List.of("", "/shop/"),
            List.of("", "/shop/a"),
            List.of("", "/shopping"),
            List.of("", "/shop/deep/a"),
            List.of("", "/shop/deeper"),
            List.of("", "/made/a"),
            List.of("", "/file/a"),
            List.of("", "//shop/a"),
            List.of("", "/shop//a"),
            List.of("/shop", "/a"),
            List.of("/shop", "/shop/a"),
            List.of("/shop", "/file/a"),
            List.of("/shop/deep", ""),
            List.of("/nowhere", "/a"),
            List.of("/outer", "/shop/a"));

    private static List<String> options(String... more) {
        return Stream.concat(MOUNTS.stream(), Stream.of(more)).toList();
    }

    private static List<String> answers(int port) throws IOException {
        List<String> answers = new ArrayList<>();
        for (List<String> request : REQUESTS) {
            Map<String, String> variables = Gateway.variables("GET", request.get(1), "");
            variables.put("SCRIPT_NAME", request.get(0));
            try (GatewayWire wire = GatewayWire.to(port, Gateway.UWSGI)) {
                answers.add(request + ": " + wire.send(variables).answer().body());
            }
        }
        return answers;
    }

    private static List<String> ofUwsgi(List<String> options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "uwsgi_python3", "--socket=127.0.0.1:0", "--single-interpreter", "--die-on-term", "--disable-logging"));
        line.addAll(options);
        Process uwsgi = new ProcessBuilder(line)
                .directory(MerapiServer.APPS.toFile())
                .redirectErrorStream(true)
                .start();
        Output output = new Output();
        Thread.ofVirtual().start(() -> output.copy(uwsgi.inputReader(StandardCharsets.UTF_8)));
        try {
            String port = output.await("bound to TCP address 127.0.0.1:(\\d+) ").group(1);
            return answers(Integer.parseInt(port));
        } finally {
            uwsgi.descendants().forEach(ProcessHandle::destroyForcibly);
            uwsgi.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--manage-script-name", "--master"})
    void aRequestGetsWhereUwsgiSendsIt(String more) throws Exception {
        List<String> options = options(more);
        MerapiServer.Call call = MerapiServer.Call.of("--socket=127.0.0.1:0")
                .in(MerapiServer.APPS)
                .adding(options.toArray(String[]::new));
        try (MerapiServer server = call.start()) {
            assertThat(answers(GatewayWire.port(server, Gateway.UWSGI))).isEqualTo(ofUwsgi(options));
        }
    }

    @Test
    void oneOfThemMayFail() throws Exception {
        MerapiServer.Call call = MerapiServer.Call.of(
                        "--manage-script-name",
                        "--home=" + MerapiServer.FRAMEWORKS,
                        "--mount=/site=mounted:site()",
                        "--mount=/gone=nowhere:application")
                .in(MerapiServer.APPS);
        try (MerapiServer server = call.start()) {
            assertThat(server.log())
                    .containsPattern("application mounted:site\\(\\) at /site imported in \\d+ ms")
                    .contains("error: application nowhere:application at /gone is not loaded, its requests get 500:"
                            + " ModuleNotFoundError: No module named 'nowhere'");
            HttpResponse<String> site = server.get("/site/");
            assertThat(site.uri().getPath()).isEqualTo("/site/page/7");
            assertThat(site.body()).isEqualTo("page 7 below /site");
            assertThat(server.get("/gone/a").statusCode()).isEqualTo(500);
            assertThat(server.get("/page/3").body()).isEqualTo("page 3 below ");
        }
    }
}
