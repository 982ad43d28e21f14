// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * What the Flask, Django and Bottle sites of the tests do when a browser uses them, wherever they are served: directly,
 * or through a web server.
 */
public final class FrameworkSite implements AutoCloseable {
    /** What the file named by $SENT_FILE is to hold. */
    public static final String CONTENT = "0123456789".repeat(20_000);

    private final String base;
    private final boolean isDjango;
    private final Output log;
    private final HttpClient client;

    /**
     * A browser for a site.
     *
     * @param base where it is, without a slash at the end
     * @param log what its server writes
     */
    public FrameworkSite(String base, boolean isDjango, Output log) {
        this.base = base;
        this.isDjango = isDjango;
        this.log = log;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** A check by its name. */
    public record Check(String name, Step step) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What a check does. */
    public interface Step {
        void on(FrameworkSite site) throws Exception;
    }

    /** All that is checked. */
    public static List<Check> checks() {
        return List.of(
                new Check("forms are read", FrameworkSite::forms),
                new Check("sessions are kept", FrameworkSite::sessions),
                new Check("cookies are set and come back", FrameworkSite::cookies),
                new Check("redirects are followed", FrameworkSite::redirects),
                new Check("uploads arrive", FrameworkSite::uploads),
                new Check("JSON is read and written", FrameworkSite::json),
                new Check("streams are streamed", FrameworkSite::streams),
                new Check("files are sent", FrameworkSite::files),
                new Check("ranges of files are sent", FrameworkSite::ranges),
                new Check("what has not changed is not sent again", FrameworkSite::unchanged),
                new Check("a bug gives 500, and its traceback in the log", FrameworkSite::bugs));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(base + target));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Patience.LIMIT).build(), BodyHandlers.ofString());
    }

    /** The answer to a GET. */
    public HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send(request(target));
    }

    private HttpResponse<String> post(String target, String type, String body)
            throws IOException, InterruptedException {
        return send(request(target).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private void forms() throws Exception {
        HttpResponse<String> answer = post("/form?a=1&a=2", "application/x-www-form-urlencoded", "name=%C3%85se+M");
        assertThat(answer.body()).startsWith("POST|").endsWith("|['1', '2']");
        assertThat(get("/form").body()).isEqualTo("GET|None|[]");
    }

    private void sessions() throws Exception {
        assertThat(get("/visits").body()).isEqualTo("visit 1");
        assertThat(get("/visits").body()).isEqualTo("visit 2");
        assertThat(get("/visits").body()).isEqualTo("visit 3");
    }

    private void cookies() throws Exception {
        assertThat(get("/cookies").headers().allValues("set-cookie")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(get("/cookies").body()).contains("('one', '1')", "('two', '2')");
    }

    private void redirects() throws Exception {
        HttpResponse<String> answer = get("/old");
        assertThat(answer.uri().getPath()).isEqualTo("/form");
        assertThat(answer.body()).isEqualTo("GET|None|['moved']");
    }

    private void uploads() throws Exception {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--cut\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + "x".repeat(600_000) + "\r\n--cut--\r\n";
        assertThat(post("/upload", "multipart/form-data; boundary=cut", body).body())
                .isEqualTo("([('file', 'f.bin', 600000)], {'a': 'value'})");
    }

    private void json() throws Exception {
        HttpResponse<String> answer = post("/json", "application/json", "{\"a\": [1, 2]}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body()).contains("\"length\":").contains("13");
    }

    private void streams() throws Exception {
        HttpResponse<String> answer = get("/stream");
        // its length is not told, unless a web server in front has had the whole of it before its head left
        assertThat(answer.body()).isEqualTo("/stream 0\n/stream 1\n/stream 2\n");
    }

    private void files() throws Exception {
        HttpResponse<String> whole = get("/file");
        assertThat(whole.body()).isEqualTo(CONTENT);
        assertThat(whole.headers().firstValue("content-length")).hasValue(Integer.toString(CONTENT.length()));
        HttpResponse<String> head = send(request("/file").HEAD());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length")).hasValue(Integer.toString(CONTENT.length()));
    }

    private void ranges() throws Exception {
        if (isDjango) {
            return; // which has none
        }
        HttpResponse<String> part = send(request("/file").header("Range", "bytes=12-100011"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(CONTENT.substring(12, 100_012));
        assertThat(part.headers().firstValue("content-range")).hasValue("bytes 12-100011/" + CONTENT.length());
    }

    private void unchanged() throws Exception {
        String target = isDjango ? "/tagged" : "/file";
        HttpResponse<String> first = get(target);
        String name = first.headers().firstValue("etag").isPresent() ? "etag" : "last-modified";
        HttpResponse<String> second = send(request(target)
                .header(
                        name.equals("etag") ? "If-None-Match" : "If-Modified-Since",
                        first.headers().firstValue(name).orElseThrow()));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    private void bugs() throws Exception {
        int mark = log.mark();
        assertThat(get("/error").statusCode()).isEqualTo(500);
        log.await("^Traceback \\(most recent call last\\):$", mark);
        log.await("^LookupError: a bug in \\w+ code$", mark);
        assertThat(get("/forbidden").statusCode()).isEqualTo(403);
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
