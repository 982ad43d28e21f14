// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say. */
final class ExamplesIT {
    @Test
    void helloSaysHello() throws Exception {
        try (MerapiServer server = MerapiServer.start("--module", "examples.hello:app", "--processes", "2")) {
            HttpResponse<String> answer = server.get("/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("Hello, World!\n");
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void theLogbookKeepsWhatIsWrittenDown(@TempDir Path directory) throws Exception {
        String database = "LOGBOOK_DB=" + directory.resolve("log.sqlite3");
        String[] options = {"--module", "examples.logbook:app", "--processes", "2", "--threads", "2", "--env", database
        };
        try (MerapiServer server = MerapiServer.start(options)) {
            String token = field(server.get("/").body(), "token");
            String form = "token=" + token + "&observer=Raffles&level=3&text=ash+%26+%3Cfire%3E";
            HttpResponse<String> entry = server.post("/entries", form);
            assertThat(entry.uri().getPath()).isEqualTo("/entries/1");
            assertThat(entry.body()).contains("Raffles", "ash &amp; &lt;fire&gt;");
            assertThat(server.get("/?q=fire").body()).contains("Raffles");
            assertThat(server.post("/entries", form.replace(token, "forged")).statusCode())
                    .isEqualTo(403);
            HttpResponse<String> style = server.get("/static/style.css");
            assertThat(style.headers().firstValue("content-type")).hasValue("text/css");
            assertThat(style.body()).contains("--lava");
            assertThat(server.get("/static/nothing.css").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void flaskServesPagesUploadsAndStreams() throws Exception {
        String[] options = {"--module", "examples.flask_app:app", "--threads", "2", "--home", MerapiServer.FRAMEWORKS};
        try (MerapiServer server = MerapiServer.start(options)) {
            assertThat(server.get("/?name=Ada").body()).contains("Hello, Ada!");
            assertThat(server.get("/where").body()).contains("\"multithread\":true");
            assertThat(server.get("/count").body()).startsWith("0\n1\n").endsWith("99\n");
            assertThat(upload(server, "/digest", "abc").body())
                    .startsWith("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    @Test
    void djangoKeepsASession() throws Exception {
        String[] options = {"--module", "examples.django_app:app", "--processes", "2", "--home", MerapiServer.FRAMEWORKS
        };
        try (MerapiServer server = MerapiServer.start(options)) {
            String token = field(server.get("/").body(), "csrfmiddlewaretoken");
            HttpResponse<String> answer = server.post("/", "csrfmiddlewaretoken=" + token + "&name=Ada");
            assertThat(answer.body()).contains("Hello, Ada!", "2 visits");
            assertThat(server.post("/", "name=Eve").statusCode()).isEqualTo(403);
            assertThat(server.get("/health").body()).isEqualTo("{\"status\": \"ok\"}");
        }
    }

    @Test
    void bottleGreets() throws Exception {
        String file = MerapiServer.HOME.resolve("examples/bottle_app.py").toString();
        try (MerapiServer server =
                MerapiServer.start("--wsgi-file", file, "--callable", "app", "--home", MerapiServer.FRAMEWORKS)) {
            assertThat(server.post("/hello", "name=%C3%85se").body()).contains("Hello, Åse!");
            assertThat(server.get("/headers").body()).contains("Host: ");
        }
    }

    private static HttpResponse<String> upload(MerapiServer server, String target, String content) throws Exception {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n" + content
                + "\r\n--cut--\r\n";
        return server.send(HttpRequest.newBuilder(server.uri(target))
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String field(String page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
        assertThat(field.find()).as("a field %s in %s", name, page).isTrue();
        return field.group(1);
    }
}
