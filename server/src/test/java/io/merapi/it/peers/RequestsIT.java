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

    @OnEachLane
    void pathsAreDecodedAndTargetsAreNot(Lane lane) throws Exception {
        String found = lanes.get(lane, "/v%61riables?%41").text();
        assertThat(found).contains("\"PATH_INFO\": \"/variables\"", "\"QUERY_STRING\": \"%41\"");
    }

    @OnEachLane
    void clientsAreKnownByTheirAddresses(Lane lane) throws Exception {
        try (Wire wire = Wire.from("127.0.0.2", lanes.server(lane).port())) {
            String name = lane.deployment().protocol() == Protocol.HTTP ? "HTTP_X_FORWARDED_FOR" : "REMOTE_ADDR";
            assertThat(wire.get("/variables").text()).contains("\"" + name + "\": \"127.0.0.2\"");
        }
    }

    @OnEachLane
    void headsMayBeLarge(Lane lane) throws Exception {
        String field = "X-Large: " + "x".repeat(58_000) + "\r\n";
        try (Wire wire = lanes.wire(lane)) {
            Wire.Answer answer = wire.send("GET /variables HTTP/1.1\r\nHost: a\r\n" + field + "\r\n")
                    .answer();
            assertThat(answer.text()).contains("\"" + "x".repeat(58_000) + "\"");
        }
    }

    @OnEachLane
    void largeUploadsArrive(Lane lane) throws Exception {
        for (String target : new String[] {"/upload?token", "/live/upload?token"}) {
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

    @OnEachLane
    void chunkedUploadsArrive(Lane lane) throws Exception {
        byte[] body = Arrays.copyOf(BLOCK, 300_000);
        for (String target : new String[] {"/upload?token", "/live/upload?token"}) {
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
        for (String target : new String[] {"/unread", "/live/unread"}) {
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
