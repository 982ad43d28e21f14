// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./merapi check}, and the configuration that {@code ./merapi init} writes. */
final class CheckIT {
    private static final String APPLICATION = """
            def application(environ, start_response):
                start_response("200 OK", [])
                return [b"found"]
            """;

    @TempDir
    Path directory;

    /** What it printed on both streams. */
    private String merapi(int exit, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString()));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exit);
        return output;
    }

    @Test
    void theExitCodeSaysWhetherTheServerCanStart() throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        Path ini = directory.resolve("site.ini");
        Files.writeString(ini, "[uwsgi]\nhttp = 127.0.0.1:0\nmodule = app\nvaccum = true\n");
        assertThat(merapi(0, "check", "site.ini")).contains("did you mean vacuum?", "the server can start like this");
        merapi(1, "check", "--strict", "site.ini");
        Files.writeString(ini, "[uwsgi]\nmodule = app\n");
        assertThat(merapi(2, "check", "--json", "site.ini"))
                .startsWith("{\"usable\":false,")
                .endsWith("}\n");
        assertThat(merapi(2, "check", "none.ini")).contains("none.ini", "the server cannot start like this");
    }

    @Test
    void whatInitWritesIsServed() throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        assertThat(merapi(0, "init")).startsWith("a WSGI application: wrote merapi.ini;");
        Path ini = directory.resolve("merapi.ini");
        // the harness has the server listen on a port of its own
        Files.writeString(ini, Files.readString(ini).replaceFirst("(?m)^http = .*$", ""));
        try (MerapiServer server =
                MerapiServer.Call.of("merapi.ini").in(directory).start()) {
            assertThat(server.get("/").body()).isEqualTo("found");
        }
    }
}
