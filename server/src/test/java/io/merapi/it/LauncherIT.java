// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./merapi}, the command. */
final class LauncherIT {
    private static final String APPLICATION = """
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"from here"]
            """;

    @Test
    void runsFromAnyDirectoryThroughALink(@TempDir Path directory) throws Exception {
        Path odd = Files.createDirectory(directory.resolve("a directory"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), MerapiServer.HOME.resolve("merapi"));
        Files.writeString(odd.resolve("app.py"), APPLICATION);
        try (MerapiServer server = MerapiServer.Call.exactly(
                        link.toString(), "--http", "127.0.0.1:0", "--wsgi-file", "app.py")
                .in(odd)
                .start()) {
            assertThat(server.get("/").body()).isEqualTo("from here");
        }
    }

    @Test
    void readsAnIniFile(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nmodule = app\nprocesses = 2\n");
        try (MerapiServer server =
                MerapiServer.Call.of("site.ini").in(directory).start()) {
            assertThat(server.get("/").body()).isEqualTo("from here");
        }
    }

    @Test
    void startsWithoutAWarningOfTheJvm() throws Exception {
        try (MerapiServer server = MerapiServer.start("--module", "examples.hello:app")) {
            assertThat(server.stop()).isZero();
            assertThat(server.log()).doesNotContainIgnoringCase("warning");
        }
    }

    @Test
    void anApplicationThatIsNeededAndDoesNotLoadEndsIt(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("broken.py"), "import does_not_exist\n");
        MerapiServer server = MerapiServer.Call.of("--module", "broken", "--need-app")
                .in(directory)
                .launch();
        try (server) {
            assertThat(server.exit()).isEqualTo(22);
            assertThat(server.log()).contains("Traceback", "does_not_exist");
        }
    }
}
