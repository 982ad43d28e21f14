// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What sites do with Flask, Django and Bottle; each also between wsgiref's validators, which PEP 3333 comes with. */
@ParameterizedClass
@ValueSource(
        strings = {
            "flask_site:app",
            "flask_site:checked",
            "django_site:app",
            "django_site:checked",
            "bottle_site:app",
            "bottle_site:checked"
        })
final class FrameworksIT {
    private static final String CONTENT = "0123456789".repeat(20_000);

    @TempDir
    static Path directory;

    private static MerapiServer server;

    @Parameter
    String application;

    @BeforeParameterizedClassInvocation
    static void start(String application) throws Exception {
        Path file = Files.writeString(directory.resolve("sent.txt"), CONTENT);
        server = MerapiServer.start(
                "--module",
                application,
                "--pythonpath",
                MerapiServer.APPS.toString(),
                "--threads",
                "2",
                "--home",
                MerapiServer.FRAMEWORKS,
                "--env",
                "SENT_FILE=" + file,
                "--need-app");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
        assertThat(server.log()).doesNotContain("AssertionError");
    }

    private static HttpRequest.Builder request(String target) throws Exception {
        return HttpRequest.newBuilder(server.uri(target));
    }

    @Test
    void formsAreRead() throws Exception {
        assertThat(server.post("/form?a=1&a=2", "name=%C3%85se+M").body())
                .endsWith("|['1', '2']")
                .startsWith("POST|");
        assertThat(server.get("/form").body()).isEqualTo("GET|None|[]");
    }

    @Test
    void sessionsAreKept() throws Exception {
        assertThat(server.get("/visits").body()).isEqualTo("visit 1");
        assertThat(server.get("/visits").body()).isEqualTo("visit 2");
        assertThat(server.get("/visits").body()).isEqualTo("visit 3");
    }

    @Test
    void cookiesAreSetAndCameBack() throws Exception {
        assertThat(server.get("/cookies").headers().allValues("set-cookie")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(server.get("/cookies").body()).contains("('one', '1')", "('two', '2')");
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        HttpResponse<String> answer = server.get("/old");
        assertThat(answer.uri().getPath()).isEqualTo("/form");
        assertThat(answer.body()).isEqualTo("GET|None|['moved']");
    }

    @Test
    void uploadsArrive() throws Exception {
        String large = "x".repeat(600_000);
        String body = "--cut\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--cut\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + large + "\r\n--cut--\r\n";
        HttpResponse<String> answer = server.send(request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.body()).isEqualTo("([('file', 'f.bin', 600000)], {'a': 'value'})");
    }

    @Test
    void jsonIsReadAndWritten() throws Exception {
        HttpResponse<String> answer = server.send(request("/json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"a\": [1, 2]}")));
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body()).contains("\"length\":").contains("13");
    }

    @Test
    void streamsAreStreamed() throws Exception {
        HttpResponse<String> answer = server.get("/stream");
        assertThat(answer.body()).isEqualTo("/stream 0\n/stream 1\n/stream 2\n");
        assertThat(answer.headers().firstValue("content-length")).isEmpty();
    }

    @Test
    void filesAreSent() throws Exception {
        HttpResponse<String> whole = server.get("/file");
        assertThat(whole.body()).isEqualTo(CONTENT);
        assertThat(whole.headers().firstValue("content-length")).hasValue(Integer.toString(CONTENT.length()));
        HttpResponse<String> head = server.send(request("/file").HEAD());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(CONTENT.length()));
    }

    @Test
    void rangesOfFilesAreSent() throws Exception {
        if (application.startsWith("django")) {
            return;
        }
        HttpResponse<String> part = server.send(request("/file").header("Range", "bytes=12-100011"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(CONTENT.substring(12, 100_012));
        assertThat(part.headers().firstValue("content-range")).hasValue("bytes 12-100011/" + CONTENT.length());
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String target = application.startsWith("django") ? "/tagged" : "/file";
        HttpResponse<String> first = server.get(target);
        String name = first.headers().firstValue("etag").isPresent() ? "etag" : "last-modified";
        HttpResponse<String> second = server.send(request(target)
                .header(
                        name.equals("etag") ? "If-None-Match" : "If-Modified-Since",
                        first.headers().firstValue(name).orElseThrow()));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void aBugGives500AndItsTracebackInTheLog() throws Exception {
        int mark = server.output().mark();
        assertThat(server.get("/error").statusCode()).isEqualTo(500);
        server.output().await("^Traceback \\(most recent call last\\):$", mark);
        server.output().await("^LookupError: a bug in \\w+ code$", mark);
        assertThat(server.get("/forbidden").statusCode()).isEqualTo(403);
        assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
    }
}
