// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import io.merapi.it.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code py-autoreload}: what is written is served, whatever was there before. */
@Timeout(300)
final class AutoreloadIT {
    private static final String APPLICATION = """
            from pkg import part

            def app(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                if environ["PATH_INFO"] == "/late":
                    import late
                    return [late.text.encode()]
                return [part.text.encode()]
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(directory.resolve("pkg"));
        write("pkg/__init__.py", "");
        write("pkg/part.py", "text = 'one'");
        write("late.py", "text = 'late one'");
        write("autoreloaded.py", APPLICATION);
    }

    /** As editors do: at no time is there a part of it only, which might be loaded. */
    private void write(String name, String code) throws IOException {
        Path written = directory.resolve(name + ".new");
        Files.writeString(written, code + "\n");
        Files.move(written, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Edits, and again if that is not noticed: the server learns of what has been imported within a second, and looks
     * from then on.
     */
    private static void editUntil(MerapiServer server, String noticed, Edit edit) throws Exception {
        AtomicInteger edits = new AtomicInteger();
        AtomicLong due = new AtomicLong(System.nanoTime());
        Patience.until(
                "an edit is noticed",
                () -> {
                    if (System.nanoTime() - due.get() >= 0) {
                        edit.make(edits.incrementAndGet());
                        due.set(System.nanoTime() + TimeUnit.SECONDS.toNanos(2));
                    }
                    return server.log().contains(noticed);
                },
                server::log);
    }

    @FunctionalInterface
    private interface Edit {
        void make(int number) throws IOException;
    }

    private MerapiServer start(String... options) throws IOException, InterruptedException {
        return MerapiServer.Call.of("--module", "autoreloaded:app", "--pythonpath", directory.toString())
                .adding(options)
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--enable-threads", "--lazy-apps"})
    void anyModuleCounts(String option) throws Exception {
        try (MerapiServer server = start("--py-autoreload", "1", option)) {
            assertThat(server.get("/").body()).isEqualTo("one");
            int mark = server.output().mark();
            write("pkg/part.py", "text = 'the second'");
            server.output().await("py-autoreload .*/pkg/part.py: reloading", mark);
            server.output().await(" reloaded in ", mark);
            assertThat(server.get("/").body()).isEqualTo("the second");
        }
    }

    @Test
    void andSoDoesOneThatARequestImports() throws Exception {
        try (MerapiServer server = start("--py-autoreload", "1")) {
            assertThat(server.get("/late").body()).isEqualTo("late one");
            editUntil(server, "/late.py: reloading", edit -> write("late.py", "text = 'late, edited " + edit + "'"));
            server.awaitLog(" reloaded in ");
            assertThat(server.get("/late").body()).startsWith("late, edited ");
        }
    }

    @Test
    void aMistakeCanBeMended() throws Exception {
        try (MerapiServer server = start("--py-autoreload", "1")) {
            editUntil(
                    server,
                    "error: the application did not load again, its workers serve on: SyntaxError",
                    edit -> write("pkg/part.py", "text = 'not ended, edit " + edit));
            assertThat(server.get("/").body()).isEqualTo("one");
            int mark = server.output().mark();
            write("pkg/part.py", "text = 'the third'");
            server.output().await(" reloaded in ", mark);
            assertThat(server.get("/").body()).isEqualTo("the third");
        }
    }

    @Test
    void evenOneThatWasThereAtTheStart() throws Exception {
        write("pkg/part.py", "text = no_such_name");
        try (MerapiServer server = start("--py-autoreload", "1")) {
            assertThat(server.get("/").statusCode()).isEqualTo(500);
            int mark = server.output().mark();
            write("pkg/part.py", "text = 'mended'");
            server.output().await(" reloaded in ", mark);
            assertThat(server.get("/").body()).isEqualTo("mended");
        }
    }

    @Test
    void whatIsIgnoredDoesNotCount() throws Exception {
        try (MerapiServer server = start("--py-autoreload", "1", "--py-auto-reload-ignore", "pkg")) {
            int mark = server.output().mark();
            editUntil(server, ": reloading", edit -> {
                write("pkg/part.py", "text = 'edit " + edit + "'");
                write("autoreloaded.py", APPLICATION + "\n# edit " + edit + "\n");
            });
            assertThat(server.output()
                            .await("py-autoreload (.*): reloading", mark)
                            .group(1))
                    .endsWith("/autoreloaded.py");
        }
    }
}
