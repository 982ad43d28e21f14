// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How it is seen that a setting has its effect. */
enum Effect {
    /** {@code EXPRESSION = VALUE}: what the application finds. */
    ASKS((site, row) -> {
        int equals = row.argument().lastIndexOf(" = ");
        assertThat(site.asked(row.argument().substring(0, equals)))
                .isEqualTo(row.argument().substring(equals + 3));
    }),
    /** {@code SCHEME [FILE]}: requests are answered there. */
    SERVES((site, row) -> {
        String[] words = row.argument().split(" ", 2);
        Entrance entrance = site.entrances().stream()
                .filter(each -> each.scheme().equals(words[0]))
                .filter(each -> words.length == 1 || each.place().equals(words[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is none of " + site.entrances()));
        assertThat(entrance.ask("40+2")).isEqualTo(new Entrance.Answer(200, "42"));
    }),
    /** {@code NUMBER}: so many processes beside each other take requests. */
    WORKERS((site, row) -> {
        ProcessHandle zygote =
                ProcessHandle.of(Long.parseLong(site.asked("os.getppid()"))).orElseThrow();
        Patience.until(
                "there are " + row.argument() + " workers",
                () -> zygote.children().count() == Long.parseLong(row.argument()),
                site::text);
    }),
    /** {@code NUMBER}: so many requests at a time in each worker. */
    THREADS((site, row) -> {
        assertThat(site.asked("sum('Core' in each.name for each in threading.enumerate())"))
                .isEqualTo(row.argument());
        assertThat(site.asked("environ['wsgi.multithread']"))
                .isEqualTo(row.argument().equals("1") ? "False" : "True");
    }),
    /** {@code FILE PERMISSIONS}. */
    MODE((site, row) -> {
        String[] words = row.argument().split(" ", 2);
        int bits = (Integer) Files.getAttribute(Path.of(words[0]), "unix:mode");
        assertThat(Integer.toOctalString(bits & 0777)).isEqualTo(words[1]);
    }),
    /** {@code FILE UID:GID}. */
    OWNER((site, row) -> {
        String[] words = row.argument().split(" ", 2);
        Map<String, Object> file = Files.readAttributes(Path.of(words[0]), "unix:uid,gid");
        assertThat(file.get("uid") + ":" + file.get("gid")).isEqualTo(words[1]);
    }),
    /** {@code FILE}: holds the front's process id. */
    PID((site, row) -> assertThat(Path.of(row.argument())).hasContent(site.pid() + "\n")),
    /** {@code FILE}: is there, and at the end it is not. */
    REMOVES(
            (site, row) -> assertThat(Path.of(row.argument())).exists(),
            (site, row) -> assertThat(Path.of(row.argument())).doesNotExist()),
    /** The server stops as it should. */
    STOPS((site, row) -> {}, (site, row) -> assertThat(site.text()).contains("SIGTERM: stopping", "stopped after ")),
    /** {@code EXPRESSION}: the log has such a line, now or in a while. */
    LOGS((site, row) -> site.awaitLog(row.argument())),
    /** {@code EXPRESSION => REGEX}: when the application has been asked that, the log has such a line. */
    WRITES((site, row) -> {
        int arrow = row.argument().lastIndexOf(" => ");
        site.entrances().getFirst().ask(row.argument().substring(0, arrow));
        site.awaitLog(row.argument().substring(arrow + " => ".length()));
    }),
    /** {@code EXPRESSION}: to its end the log has no such line. */
    OMITS((site, row) -> site.asked("1"), (site, row) -> assertThat(site.text()).doesNotContainPattern(row.argument())),
    /** {@code TEXT}: the log says so of a line with the setting. */
    SAYS((site, row) -> assertThat(site.findings(row.key())).anyMatch(finding -> finding.startsWith(row.argument()))),
    /** {@code TEXT}: the server's configuration is that; for what only shows after hours. */
    MEANS((site, row) -> assertThat(site.configuration()).contains(row.argument())),
    /** {@code TEXT}: what {@code --show-config} has for the value, with all that is put in for placeholders. */
    SHOWN((site, row) -> assertThat(site.shown())
            .filteredOn(line -> line.key().equals(row.key()))
            .extracting(RealFile.Line::value)
            .contains(row.argument())),
    /** {@code NUMBER}: a request with a header field of so many octets is answered. */
    TAKES((site, row) -> assertThat(site.entrances()
                    .getFirst()
                    .ask("len(environ['HTTP_X_FIELD'])", "x".repeat(Integer.parseInt(row.argument())))
                    .body())
            .isEqualTo(row.argument())),
    /** {@code NUMBER}: the kernel keeps so many connections until they are accepted. */
    BACKLOG((site, row) -> {
        String place = site.entrances().getFirst().place();
        Process ss = new ProcessBuilder("ss", "-ltnH", "sport = " + place.substring(place.lastIndexOf(':'))).start();
        assertThat(new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .matches("(?s)LISTEN +0 +" + row.argument() + " .*");
    }),
    /** {@code DIRECTORY COMMAND LINE}: a stand-in for a program has been called like that, there. */
    RUNS((site, row) -> Patience.until(
            "'" + row.argument() + "' has run",
            () -> site.calls().contains(row.argument()),
            () -> site.calls() + site.text())),
    /** {@code FILE}: the server reloads when it is touched. */
    RELOADS((site, row) -> {
        String before = site.asked("os.getppid()");
        Files.setLastModifiedTime(
                Path.of(row.argument()), FileTime.from(Instant.now().plusSeconds(9)));
        site.awaitLog(" reloaded in ");
        assertThat(site.asked("os.getppid()")).isNotEqualTo(before);
    }),
    /** One of the workers leaves, since it has had as many requests as it may. */
    REPLACES((site, row) -> {
        List<String> before = site.workers();
        Patience.until(
                "one has left",
                () -> {
                    site.asked("1");
                    return !site.workers().containsAll(before);
                },
                site::text);
    }),
    /** The request that lasts too long is given up. */
    EXPIRES((site, row) -> assertThat(
                    site.entrances().getFirst().ask("threading.Event().wait()").status())
            .isEqualTo(504));

    /** Looks at a site. */
    interface Look {
        void at(Deployed site, RealFile.Row row) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // it captures nothing
    private final Look running;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Look stopped;

    Effect(Look running) {
        this(running, (site, row) -> {});
    }

    Effect(Look running, Look stopped) {
        this.running = running;
        this.stopped = stopped;
    }

    /** What is seen while the server runs. */
    Look running() {
        return running;
    }

    /** What is seen when it has stopped. */
    Look stopped() {
        return stopped;
    }
}
