// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentsTest {
    @TempDir
    Path directory;

    private Contents contents(Duration patience) {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "NAME", "shop");
        return new Contents(new Surroundings(directory, environment, directory, 1), patience);
    }

    private String read(String name) throws IOException {
        return contents(Duration.ofSeconds(30)).read(name);
    }

    @Test
    void filesAreRelativeToTheWorkingDirectory() throws IOException {
        Files.writeString(directory.resolve("file"), "text\n");
        assertThat(read("file")).isEqualTo("text\n");
        assertThat(read(directory + "/file")).isEqualTo("text\n");
    }

    @Test
    void aByteOrderMarkIsNoPartOfAText() throws IOException {
        Files.writeString(directory.resolve("file"), "\uFEFFa\uFEFF");
        assertThat(read("file")).isEqualTo("a\uFEFF");
    }

    @Test
    void commandsRunInTheWorkingDirectoryWithTheEnvironment() throws IOException {
        Files.writeString(directory.resolve("file"), "text");
        assertThat(read("exec://cat file; echo $NAME; exit 3")).isEqualTo("textshop\n");
    }

    @Test
    void commandsThatTakeTooLongAreEnded() {
        assertThatThrownBy(() -> contents(Duration.ofMillis(100)).read("exec://sleep 1000"))
                .hasMessage("it takes longer than 0 seconds");
    }

    @Test
    void commandsThatSayTooMuchAreEnded() {
        assertThatThrownBy(() -> read("exec://yes")).hasMessage("it is longer than 16777216 octets");
    }

    @Test
    void webServersAreAsked() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length > 4 ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(read(url + "/a")).isEqualTo("/a");
            assertThatThrownBy(() -> read(url + "/missing")).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    /** Sends the beginning of an answer and its rest again and again; returns when the client has gone. */
    private static void answerEndlessly(ServerSocket listener, byte[] rest, Duration pause) {
        try (Socket client = listener.accept()) {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(rest);
                Thread.sleep(pause);
            }
        } catch (IOException e) {
            // what this waits for
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(Duration patience, byte[] rest, Duration pause, String reason) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> answerEndlessly(listener, rest, pause));
            String url = "http://127.0.0.1:" + listener.getLocalPort() + "/site.ini";
            assertThatThrownBy(() -> contents(patience).read(url)).hasMessage(reason);
            server.join();
        }
    }

    @Test
    void webServersThatTakeTooLongInAllAreLeft() throws Exception {
        assertRefused(Duration.ofMillis(300), new byte[1], Duration.ofMillis(10), "it takes longer than 0 seconds");
    }

    @Test
    void webServersThatSayTooMuchAreLeft() throws Exception {
        assertRefused(Duration.ofMinutes(5), new byte[1 << 16], Duration.ZERO, "it is longer than 16777216 octets");
    }

    @Test
    void descriptorsAreRead() throws IOException {
        assertThatThrownBy(() -> read("fd://x")).hasMessage("'x' is no number of a descriptor");
        assertThatThrownBy(() -> read("fd://999999999")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sym://a", "section://a", "data://0", "call://f", "callint://f", "emperor://x"})
    void schemesThatReachIntoUwsgiAreRefusedWithTheReason(String url) {
        assertThatThrownBy(() -> read(url)).message().endsWith("; name a file, or exec:// and a command");
    }

    @Test
    void standardInputIsKeptForTheNextTime() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(read("-")).isEqualTo("text");
            assertThat(read("-")).isEqualTo("text");
            assertThat(StandardInput.kept()).asString(StandardCharsets.UTF_8).isEqualTo("text");
        } finally {
            System.setIn(before);
        }
    }
}
