// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.it.Wire;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients send arrives through each web server as it was meant. */
@SuppressWarnings("NullAway.Init")
final class RequestsIT {
    private static final int MIB = 1 << 20;
    private static final int LARGE = 64 * MIB;
    private static final byte[] BLOCK = Faulty.pattern("token", MIB);

    @TempDir
    static Path directory;

    private static Lanes lanes;
    private static String receipt;

    @BeforeAll
    static void start() throws Exception {
        lanes = Lanes.start(directory, "--processes", "2", "--threads", "2");
        receipt = Faulty.receipt("token", repeated());
    }

    @AfterAll
    static void stop() {
        lanes.close();
    }

    private static byte[] repeated() {
        byte[] octets = new byte[LARGE];
        for (int at = 0; at < LARGE; at += MIB) {
            System.arraycopy(BLOCK, 0, octets, at, MIB);
        }
        return octets;
    }

    @OnEachLane
    void theVariablesAreThoseOfPep3333(Lane lane) throws Exception {
        String found = lanes.get(lane, "/variables?a=%20b&c").text();
        assertThat(found)
                .contains("\"REQUEST_METHOD\": \"GET\"", "\"SCRIPT_NAME\": \"\"", "\"PATH_INFO\": \"/variables\"")
                .contains("\"QUERY_STRING\": \"a=%20b&c\"", "\"wsgi.url_scheme\": \"http\"");
        assertThat(found).contains("\"HTTP_HOST\": \"merapi\"", "\"SERVER_PROTOCOL\": \"HTTP/1.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#decoding")
    void escapesAreDecodedInPathsAlone(Lane lane) throws Exception {
        Wire.Answer answer = lanes.get(lane, "/v%61riables;%C3%A9%20%3F?%C3%A9");
        assertThat(answer.text())
                .contains("\"PATH_INFO\": \"/variables;\\u00c3\\u00a9 ?\"", "\"QUERY_STRING\": \"%C3%A9\"");
    }

    @OnEachLane
    void clientsAreKnownByTheirAddresses(Lane lane) throws Exception {
        try (Wire wire = Wire.from("127.0.0.2", lanes.server(lane).port())) {
            assertThat(wire.get("/variables").text()).contains("\"REMOTE_ADDR\": \"127.0.0.2\"");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#overHttp")
    void clientsCannotSayWhatTheyHaveAskedFor(Lane lane) throws Exception {
        String lies = """
                X-Forwarded-Proto: https
                X-Forwarded-Host: elsewhere
                X-Forwarded-Port: 1
                X-Forwarded-Ssl: on
                Forwarded: for=192.0.2.1;proto=https;host=elsewhere
                """.replace("\n", "\r\n");
        try (Wire wire = lanes.wire(lane)) {
            Wire.Answer answer = wire.send("GET /variables HTTP/1.1\r\nHost: here\r\n" + lies + "\r\n")
                    .answer();
            assertThat(answer.text())
                    .contains("\"wsgi.url_scheme\": \"http\"", "\"HTTP_HOST\": \"here\"")
                    .doesNotContain("\"SERVER_NAME\": \"elsewhere\"", "\"SERVER_PORT\": \"1\"", "\"192.0.2.1\"");
        }
    }

    @OnEachLane
    void headsMayBeLarge(Lane lane) throws Exception {
        // httpd leaves out what is more than 16 KiB in FastCGI
        String value = "x".repeat(lane.deployment() == Deployment.APACHE_FASTCGI ? 15_000 : 58_000);
        String field = "X-Large: " + value + "\r\n";
        try (Wire wire = lanes.wire(lane)) {
            Wire.Answer answer = wire.send("GET /variables HTTP/1.1\r\nHost: a\r\n" + field + "\r\n")
                    .answer();
            assertThat(answer.text()).contains("\"" + value + "\"");
        }
    }

    @OnEachLane
    void largeUploadsArrive(Lane lane) throws Exception {
        for (String target : lane.targets("/upload?token")) {
            try (Wire wire = lanes.wire(lane)) {
                wire.send("PUT " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + LARGE + "\r\n\r\n");
                OutputStream out = wire.socket().getOutputStream();
                for (int sent = 0; sent < LARGE; sent += MIB) {
                    out.write(BLOCK);
                }
                assertThat(wire.answer().text()).isEqualTo(receipt);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.peers.Lane#takingChunks")
    void chunkedUploadsArrive(Lane lane) throws Exception {
        byte[] body = Arrays.copyOf(BLOCK, 300_000);
        for (String target : lane.targets("/upload?token")) {
            try (Wire wire = lanes.wire(lane)) {
                wire.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (int at = 0; at < body.length; at += 100_000) {
                    wire.send("186a0\r\n")
                            .send(Arrays.copyOfRange(body, at, at + 100_000))
                            .send("\r\n");
                }
                assertThat(wire.send("0\r\n\r\n").answer().text()).isEqualTo(Faulty.receipt("token", body));
            }
        }
    }

    @OnEachLane
    void aBodyThatNobodyReadsLosesNoAnswer(Lane lane) throws Exception {
        for (String target : lane.targets("/unread")) {
            try (Wire wire = lanes.wire(lane)) {
                Wire.Answer answer = wire.post(target, "x".repeat(2 * MIB));
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).isEqualTo("unread");
            }
        }
    }

    @OnEachLane
    void theBodyIsAskedFor(Lane lane) throws Exception {
        try (Wire wire = lanes.wire(lane)) {
            wire.send("POST /upload?token HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.head().status()).isEqualTo(100);
            wire.send("token");
            assertThat(wire.answer().text())
                    .isEqualTo(Faulty.receipt("token", "token".getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
