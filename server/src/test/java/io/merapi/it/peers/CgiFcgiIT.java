// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.it.MerapiServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The FastCGI specification's own client, {@code cgi-fcgi}: the request is its environment and standard input. */
@SuppressWarnings("NullAway.Init")
final class CgiFcgiIT {
    @TempDir
    static Path directory;

    private static MerapiServer merapi;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        address = "127.0.0.1:" + Ports.free();
        merapi = Faulty.call("--fastcgi-socket", address).start();
    }

    @AfterAll
    static void stop() {
        merapi.close();
    }

    /** What it prints. */
    private static String ask(Map<String, String> variables, byte[] body) throws Exception {
        Path input = Files.write(directory.resolve("input"), body);
        ProcessBuilder builder = new ProcessBuilder("cgi-fcgi", "-bind", "-connect", address);
        builder.redirectErrorStream(true).redirectInput(input.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("PATH", "/usr/bin:/bin");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    @Test
    void aGetIsAnswered() throws Exception {
        String answer = ask(
                Map.of("REQUEST_METHOD", "GET", "SCRIPT_NAME", "", "PATH_INFO", "/echo", "QUERY_STRING", "token"),
                new byte[0]);
        assertThat(answer)
                .startsWith("Status: 200 OK\r\n")
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\ntoken");
    }

    @Test
    void aBodyArrives() throws Exception {
        byte[] body = Faulty.pattern("token", 200_000);
        Map<String, String> variables = Map.of(
                "REQUEST_METHOD",
                "POST",
                "SCRIPT_NAME",
                "",
                "PATH_INFO",
                "/upload",
                "QUERY_STRING",
                "token",
                "CONTENT_LENGTH",
                Integer.toString(body.length));
        assertThat(ask(variables, body)).endsWith("\r\n\r\n" + Faulty.receipt("token", body));
    }

    @Test
    void aLargeAnswerArrives() throws Exception {
        Map<String, String> variables =
                Map.of("REQUEST_METHOD", "GET", "PATH_INFO", "/chunks", "QUERY_STRING", "token&1000000");
        String answer = ask(variables, new byte[0]);
        String body = new String(Faulty.pattern("token", 1_000_000), StandardCharsets.ISO_8859_1);
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4).equals(body))
                .isTrue();
    }
}
