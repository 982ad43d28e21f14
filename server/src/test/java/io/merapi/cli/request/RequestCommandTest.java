// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.cli.request.ScriptedServer.Script;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.scgi.ScgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiPacket;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command against servers that say what the test has them say. */
final class RequestCommandTest {
    private static final String HTTP_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more";

    @TempDir
    Path directory;

    /** What the command printed. */
    private record Outcome(int exit, String output, String errors) {}

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        RequestCommand command = new RequestCommand(
                new ByteArrayInputStream("from input".getBytes(StandardCharsets.US_ASCII)),
                output,
                new PrintStream(errors, true, StandardCharsets.UTF_8));
        int exit = command.run(List.of(arguments));
        return new Outcome(exit, output.toString(StandardCharsets.ISO_8859_1), errors.toString(StandardCharsets.UTF_8));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String http(ByteBuf in) {
        String text = in.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0
                ? ""
                : in.readCharSequence(end, StandardCharsets.ISO_8859_1).toString();
    }

    private static String uwsgi(ByteBuf in) {
        UwsgiPacket packet = UwsgiDecoder.decode(in);
        return packet == null ? "" : packet.modifier1() + "/" + packet.modifier2() + " " + texts(packet.variables());
    }

    private static String scgi(ByteBuf in) {
        CgiVariables variables = new ScgiDecoder(ScgiDecoder.HEADER_BYTES).decode(in);
        return variables == null ? "" : texts(variables);
    }

    private static String texts(CgiVariables variables) {
        StringBuilder texts = new StringBuilder();
        for (int i = 0; i < variables.count(); i++) {
            texts.append(variables.name(i))
                    .append('=')
                    .append(variables.text(i))
                    .append('\n');
        }
        return texts.toString();
    }

    private Outcome answered(String answer, String... options) throws IOException {
        return answered(RequestCommandTest::http, "http", octets(answer), options);
    }

    private static Outcome answered(Script script, String scheme, byte[] answer, String... options) throws IOException {
        try (ScriptedServer server = ScriptedServer.tcp(script, answer)) {
            String[] all = Arrays.copyOf(options, options.length + 1);
            all[options.length] = scheme + "://127.0.0.1:" + server.port() + "/";
            return run(all);
        }
    }

    // ---- what is sent

    @Test
    void sendsHttpWithTheFieldsOneAsksFor() throws Exception {
        try (ScriptedServer server = ScriptedServer.tcp(RequestCommandTest::http, octets(HTTP_ANSWER))) {
            String url = "http://127.0.0.1:" + server.port() + "/a%20b?c=d";
            assertThat(run("-H", "X-A: 1", "-H", "Accept:", "-d", "a=b", "-d", "@-", url))
                    .isEqualTo(new Outcome(0, "hello", ""));
            assertThat(server.request().lines())
                    .containsExactly(
                            "POST /a%20b?c=d HTTP/1.1",
                            "Host: 127.0.0.1:" + server.port(),
                            "User-Agent: merapi",
                            "Content-Type: application/x-www-form-urlencoded",
                            "X-A: 1",
                            "Content-Length: 14",
                            "Connection: close|",
                            "",
                            "a=b&from input");
        }
    }

    @Test
    void sendsAUwsgiPacketToAUnixSocket() throws Exception {
        Path socket = directory.resolve("u.sock");
        Path body = Files.writeString(directory.resolve("body"), "octets");
        byte[] answer = octets("HTTP/1.1 201 Created\r\nA: b\r\n\r\nmade");
        try (ScriptedServer server = ScriptedServer.unix(socket, RequestCommandTest::uwsgi, answer)) {
            String url = "uwsgi://" + socket + ":/caf%C3%A9?q";
            assertThat(run(
                            "--modifier1=30",
                            "--modifier2",
                            "2",
                            "-XPUT",
                            "-d@" + body,
                            "--var",
                            "UWSGI_SCHEME=https",
                            url))
                    .isEqualTo(new Outcome(0, "made", ""));
            assertThat(server.request())
                    .startsWith(
                            "30/2 REQUEST_METHOD=PUT\nREQUEST_URI=/caf%C3%A9?q\nSCRIPT_NAME=\nPATH_INFO=/caf\u00c3\u00a9\n")
                    .contains("QUERY_STRING=q\n", "CONTENT_LENGTH=6\n", "HTTP_HOST=localhost\n")
                    .endsWith("UWSGI_SCHEME=https\n|octets");
        }
    }

    @Test
    void sendsScgi() throws Exception {
        byte[] answer = octets("Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\nno");
        try (ScriptedServer server = ScriptedServer.tcp(RequestCommandTest::scgi, answer)) {
            assertThat(run("-i", "scgi://127.0.0.1:" + server.port()))
                    .isEqualTo(new Outcome(0, new String(answer, StandardCharsets.ISO_8859_1), ""));
            assertThat(server.request())
                    .startsWith("CONTENT_LENGTH=0\nSCGI=1\nREQUEST_METHOD=GET\n")
                    .endsWith("|");
        }
    }

    @Test
    void sendsFastCgiAndPrintsItsTwoStreams() throws Exception {
        byte[] answer = HexFormat.of()
                .parseHex("0107000100030000" + "6f6f70" // an error
                        + "01060001000c0400" + HexFormat.of().formatHex(octets("A: b\r\n\r\nbody")) + "00000000"
                        + "0106000100000000" + "0103000100080000" + "0000000000000000");
        Script script = in -> in.toString(StandardCharsets.ISO_8859_1).endsWith("\001\005\0\001\0\0\0\0") ? "all" : "";
        try (ScriptedServer server = ScriptedServer.tcp(script, answer)) {
            assertThat(run("-d", "x", "fastcgi://127.0.0.1:" + server.port() + "/f"))
                    .isEqualTo(new Outcome(0, "body", "oop"));
            assertThat(server.request()).contains("\013\002REQUEST_URI/f", "REQUEST_METHODPOST");
        }
    }

    @Test
    void pings() throws IOException {
        byte[] alive = {100, 0, 0, 1};
        assertThat(answered(RequestCommandTest::uwsgi, "uwsgi", alive, "--modifier1", "100"))
                .isEqualTo(new Outcome(0, "alive: modifier1 100, modifier2 1\n", ""));
        assertThat(answered(RequestCommandTest::uwsgi, "uwsgi", new byte[0], "--modifier1", "100")
                        .exit())
                .isEqualTo(Exit.EMPTY.number());
    }

    @Test
    void tellsWhatItSendsAndHowItIsAnswered() throws IOException {
        Outcome outcome = answered(HTTP_ANSWER, "-v");
        assertThat(outcome.output()).isEqualTo("hello");
        assertThat(outcome.errors().lines())
                .contains("> GET / HTTP/1.1", "> Connection: close", "< HTTP/1.1 200 OK", "< Content-Length: 5");
    }

    // ---- what comes back

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\n\r\nall there is', 0, 'all there is'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n', 0, abcde",
        "'HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx', 0, x",
        "'HTTP/1.1 204 No Content\r\n\r\nx', 0, ''",
        "'HTTP/1.1 500 Oh\r\n\r\nx', 0, x",
        "'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort', 18, short",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab', 18, ab",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 56, ''",
        "'HTTP/1.1 2000 OK\r\n\r\n', 8, ''",
        "'HTTP/1.1 200 OK\r\nA: b\r\n', 8, ''",
        "'SSH-2.0-OpenSSH\r\n\r\n', 8, ''",
        "'', 52, ''",
    })
    void readsAnswersAsTheyAreDelimited(String answer, int exit, String output) throws IOException {
        Outcome outcome = answered(answer);
        assertThat(outcome.output()).isEqualTo(output);
        assertThat(outcome.exit()).as(outcome.errors()).isEqualTo(exit);
    }

    @Test
    void aStatusOf400OrAboveIsAFailureWhereAskedFor() throws IOException {
        assertThat(answered("HTTP/1.1 404 Not Found\r\n\r\nno", "-f"))
                .isEqualTo(new Outcome(22, "", "merapi request: the status is 404" + System.lineSeparator()));
        assertThat(answered("HTTP/1.1 302 Found\r\n\r\nyes", "-f").exit()).isZero();
    }

    @Test
    void headHasNoBody() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        assertThat(answered(head, "-I")).isEqualTo(new Outcome(0, head, ""));
    }

    @Test
    void anAnswerThatComesBeforeALongBodyWasTakenIsPrinted() throws IOException {
        Path body = Files.write(directory.resolve("long"), new byte[16 << 20]);
        assertThat(answered("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig", "-d@" + body))
                .isEqualTo(new Outcome(0, "big", ""));
    }

    // ---- what goes wrong before

    @Test
    void whoIsNotThereIsToldWithItsAddress() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Outcome outcome = run("uwsgi://127.0.0.1:" + port + "/");
        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.errors()).contains("127.0.0.1:" + port + ": cannot be connected to");
        assertThat(run("scgi://" + directory.resolve("none.sock")).exit()).isEqualTo(7);
        assertThat(run("http://does-not-exist.invalid/").exit()).isEqualTo(6);
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForLongerThanAllowed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = run("-m", "0", "http://127.0.0.1:" + silent.getLocalPort());
            assertThat(outcome.exit()).isEqualTo(28);
            assertThat(outcome.errors()).contains("--max-time");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--nothing, 2, there is no such option",
        "-i, 2, one URL is needed",
        "-HX http://a, 2, is no field",
        "--var X http://a, 2, is no variable",
        "-d@/does/not/exist http://a, 26, /does/not/exist: cannot be read",
        "ftp://a, 3, none of http",
    })
    void whatCannotBeDoneIsSaid(String arguments, int exit, String message) {
        Outcome outcome = run(arguments.split(" "));
        assertThat(outcome.exit()).isEqualTo(exit);
        assertThat(outcome.errors()).startsWith("merapi request: ").contains(message);
        assertThat(outcome.output()).isEmpty();
    }

    @Test
    void variablesThatNoPacketHoldsAreNotSent() {
        Outcome outcome = run("--var", "A=" + "x".repeat(65_536), "uwsgi://127.0.0.1:1/");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.errors()).contains("65,535");
    }

    @Test
    void anOutputThatBreaksIsSaid() throws IOException {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("nobody reads");
            }
        };
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (ScriptedServer server = ScriptedServer.tcp(RequestCommandTest::http, octets(HTTP_ANSWER))) {
            RequestCommand command = new RequestCommand(
                    InputStream.nullInputStream(), broken, new PrintStream(errors, true, StandardCharsets.UTF_8));
            assertThat(command.run(List.of("http://127.0.0.1:" + server.port())))
                    .isEqualTo(23);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("nobody reads");
    }

    @Test
    void helpNamesEveryOptionAndExitCode() {
        String help = run("--help").output();
        for (Flag flag : Flag.values()) {
            assertThat(help).contains(flag.option());
        }
        for (Exit exit : Exit.values()) {
            assertThat(help).contains(exit.number() + "  " + exit.meaning());
        }
        assertThat(help.lines()).allMatch(line -> line.length() <= 110);
    }
}
