// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people try first: curl. */
final class CurlIT {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path directory;

    private static MerapiServer server;
    private static Curl curl;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        server = MerapiServer.Call.of(
                        "--module", "bodies", "--pythonpath", MerapiServer.APPS.toString(), "--threads", "2")
                .with("TMPDIR", Files.createDirectory(directory.resolve("tmp")).toString())
                .start();
        url = "http://127.0.0.1:" + server.port();
        curl = new Curl(Path.of("/dev/null"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path random(String name, int bytes) throws Exception {
        byte[] octets = new byte[bytes];
        new Random(bytes).nextBytes(octets);
        return Files.write(directory.resolve(name), octets);
    }

    private static String digest(Path file) throws Exception {
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return Files.size(file) + " " + HexFormat.of().formatHex(sha);
    }

    @Test
    void getAndHeadHaveTheSameHead() throws Exception {
        String get = curl.ok("-i", url + "/");
        String head = curl.ok("-I", url + "/");
        assertThat(get).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nDate: ", "\r\nContent-Type: text/plain\r\n");
        assertThat(head).endsWith("\r\n\r\n").startsWith("HTTP/1.1 200 OK\r\n").contains("\r\nContent-Length: ");
        assertThat(get).contains("'GET'");
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        String[] three = {url + "/a", url + "/b", url + "/echo", "-w", "[%{num_connects} %{local_port}]"};
        assertThat(curl.ok(three)).matches("(?s).*'/a'.*\\[1 (\\d+)].*'/b'.*\\[0 \\1]\\[0 \\1]");
        String closing = curl.ok("-H", "Connection: close", "-i", url + "/a", url + "/b", "-w", "[%{num_connects}]");
        assertThat(closing)
                .containsPattern("(?i)connection: close")
                .contains("[1]")
                .doesNotContain("[0]");
    }

    @Test
    void http10IsAnsweredAndClosed() throws Exception {
        String answer = curl.ok("-0", "-i", url + "/a", url + "/b", "-w", "[%{num_connects}]");
        assertThat(answer).contains("'HTTP/1.0'", "[1]").doesNotContain("[0]", "chunked");
        assertThat(curl.ok("-0", url + "/down?100000")).hasSize(100_000);
        String kept =
                curl.ok("-0", "-H", "Connection: keep-alive", "-i", url + "/a", url + "/b", "-w", "[%{num_connects}]");
        assertThat(kept).contains("[1]", "[0]").containsPattern("(?i)connection: keep-alive");
    }

    @Test
    void aChunkedUploadArrives() throws Exception {
        Path file = random("chunked", 300_000);
        assertThat(new Curl(file).ok("-T", "-", url + "/digest")).isEqualTo(digest(file));
    }

    @Test
    void theBodyIsAskedForWhenItIsWanted() throws Exception {
        Path file = random("expected", 100_000);
        String upload = curl.ok("-i", "-H", "Expect: 100-continue", "--data-binary", "@" + file, url + "/digest");
        assertThat(upload)
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
                .endsWith(digest(file));
    }

    @Test
    void anUnknownExpectationIsRefused() throws Exception {
        assertThat(curl.ok("-i", "-H", "Expect: tea", "-d", "x", url + "/")).startsWith("HTTP/1.1 417 ");
    }

    @Test
    void formsAndFilesAreSent() throws Exception {
        Path file = random("form", 2000);
        String answer = curl.ok("-F", "name=value", "-F", "file=@" + file + ";filename=a.bin", url + "/echo");
        assertThat(answer).contains("name=\"name\"\r\n\r\nvalue", "filename=\"a.bin\"");
        assertThat(curl.ok("--data-urlencode", "a=b c&d", url + "/echo")).matches("a=b(\\+|%20)c%26d");
    }

    @Test
    void aMebibyteGoesUpAndComesDown() throws Exception {
        Path file = random("mebibyte", MIB);
        Path back = directory.resolve("back");
        curl.ok("--data-binary", "@" + file, "-o", back.toString(), url + "/echo");
        assertThat(back).hasSameBinaryContentAs(file);
        curl.ok("-o", back.toString(), url + "/down?" + MIB);
        assertThat(back).hasSize(MIB);
    }

    @Test
    void sixtyFourMebibytesGoUpAndLeaveNothingBehind() throws Exception {
        Path file = random("large", 64 * MIB);
        assertThat(curl.ok("-T", file.toString(), url + "/digest")).isEqualTo(digest(file));
        assertThat(new Curl(file).ok("-T", "-", url + "/digest")).isEqualTo(digest(file));
        Patience.until("the bodies' files are removed", () -> {
            try (var left = Files.walk(directory.resolve("tmp"))) {
                return left.noneMatch(path -> path.getFileName().toString().startsWith("body"));
            }
        });
    }

    @Test
    void largeHeadersPassUpToTheLimit() throws Exception {
        assertThat(curl.ok("-i", "-H", "X-Large: " + "x".repeat(60_000), url + "/"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(curl.ok("-i", "-H", "X-Large: " + "x".repeat(70_000), url + "/"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(curl.ok("-i", url + "/" + "x".repeat(17_000))).startsWith("HTTP/1.1 414 ");
    }

    @Test
    void theServerItselfIsAskedForItsOptions() throws Exception {
        String answer = curl.ok("-i", "-X", "OPTIONS", "--request-target", "*", url);
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void anyMethodReachesTheApplication() throws Exception {
        for (String method : new String[] {"DELETE", "PATCH", "OPTIONS", "PROPFIND"}) {
            assertThat(curl.ok("-X", method, url + "/x")).contains("'" + method + "', '/x'");
        }
    }

    @Test
    void anUpgradeToHttp2IsNotTaken() throws Exception {
        assertThat(curl.ok("--http2", "-i", url + "/a"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("'/a'");
    }

    @Test
    void aRangeOfWhatHasNoRangesIsAllOfIt() throws Exception {
        assertThat(curl.ok("-r", "0-9", url + "/down?100")).hasSize(100);
    }
}
