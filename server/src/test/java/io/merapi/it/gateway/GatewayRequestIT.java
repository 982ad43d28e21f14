// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Faulty;
import io.merapi.protocol.uwsgi.UwsgiEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application is called with behind a web server (PEP 3333, "environ Variables" and "Input Streams"). */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class GatewayRequestIT {
    private static final String SHOW = """
            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                lines = ["%s=%s" % (name, ascii(value)) for name, value in environ.items()]
                return ["\\n".join(lines + [type(environ).__name__, ""]).encode()]
            """;
    private static final String DIGEST = """
            import hashlib
            def application(environ, start_response):
                digest, body = hashlib.sha256(), environ["wsgi.input"]
                digest.update(body.readline())
                for block in iter(lambda: body.read(10000), b""):
                    digest.update(block)
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [("%s %s" % (environ["QUERY_STRING"], digest.hexdigest())).encode()]
            """;

    @TempDir
    static Path directory;

    private static GatewaySite site;
    private static String show;

    @BeforeAll
    static void start() throws Exception {
        site = GatewaySite.start(directory);
        show = site.path(SHOW);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void theEnvironIsWhatTheWebServerSaysAndNoneOfTheServersOwnKeys(Gateway gateway) throws Exception {
        Map<String, String> sent = Gateway.variables("GET", show + "/x y\u00c3\u00a4", "a=b");
        sent.put("SCRIPT_NAME", "/mount");
        sent.put("HTTPS", "on");
        sent.put("HTTP_X_FIELD", "kept");
        sent.put("MY_PARAM", "1");
        sent.put("wsgi.input", "x");
        sent.put("wsgi.url_scheme", "gopher");
        sent.put("wsgi.version", "9");
        sent.put("HTTP_PROXY", "http://evil.test");
        GatewayWire.Answer answer = site.ask(gateway, sent);
        assertThat(answer.head()).startsWith(gateway.beginning() + "200 OK");
        assertThat(answer.whole()).isTrue();
        assertThat(answer.body().lines())
                .contains(
                        "dict",
                        "REQUEST_METHOD='GET'",
                        "SCRIPT_NAME='/mount'",
                        "PATH_INFO='" + show + "/x y\\xc3\\xa4'",
                        "QUERY_STRING='a=b'",
                        "REMOTE_ADDR='192.0.2.7'",
                        "SERVER_NAME='front.test'",
                        "SERVER_PORT='80'",
                        "SERVER_PROTOCOL='HTTP/1.1'",
                        "HTTP_HOST='front.test'",
                        "HTTP_X_FIELD='kept'",
                        "MY_PARAM='1'",
                        "wsgi.version=(1, 0)",
                        "wsgi.url_scheme='https'")
                .noneMatch(line -> line.startsWith("HTTP_PROXY=") || line.equals("wsgi.input='x'"));
    }

    @ParameterizedTest
    @CsvSource({"https,,https", "HTTPS,,https", "gopher,,http", "http,on,http", ",on,https", ",1,https", ",off,http"})
    void theSchemeIsHttpOrHttps(String scheme, String https, String expected) throws Exception {
        for (Gateway gateway : Gateway.values()) {
            Map<String, String> sent = Gateway.variables("GET", show, "");
            sent.put("UWSGI_SCHEME", scheme == null ? "" : scheme);
            sent.put("HTTPS", https == null ? "" : https);
            assertThat(site.ask(gateway, sent).body()).contains("wsgi.url_scheme='" + expected + "'\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodiesArriveAsTheyAre(Gateway gateway) throws Exception {
        String path = site.path(DIGEST);
        for (int size : new int[] {0, 1, 9_999, 1 << 20}) {
            byte[] body = Faulty.pattern("line\n", size);
            GatewayWire.Answer answer = site.ask(
                    gateway, Gateway.variables("POST", path, "q"), new String(body, StandardCharsets.ISO_8859_1));
            assertThat(answer.body()).isEqualTo(Faulty.receipt("q", body));
        }
    }

    @Test
    void aFastCgiBodyEndsWithItsStreamWhereNoLengthIsTold() throws Exception {
        byte[] body = Faulty.pattern("chunk", 300_000);
        try (GatewayWire wire = site.wire(Gateway.FASTCGI)) {
            wire.octets(Gateway.FASTCGI.head(Gateway.variables("POST", site.path(DIGEST), "q")));
            wire.octets(Gateway.FASTCGI.body(body)).octets(Gateway.FASTCGI.end());
            assertThat(wire.answer().body()).isEqualTo(Faulty.receipt("q", body));
        }
    }

    @Test
    void aBodyIsReadWhileItComes() throws Exception {
        try (GatewaySite streaming = GatewaySite.start(directory, "--request-buffering=off")) {
            String path = streaming.path("""
                    def application(environ, start_response):
                        body = environ["wsgi.input"]
                        start_response("200 OK", [("Content-Type", "text/plain")])
                        yield b"first " + body.read(5)
                        yield b", then " + body.read()
                    """);
            for (Gateway gateway : Gateway.values()) {
                Map<String, String> sent = Gateway.variables("POST", path, "");
                sent.put("CONTENT_LENGTH", "11");
                try (GatewayWire wire = streaming.wire(gateway)) {
                    wire.octets(gateway.head(sent)).octets(gateway.body("01234"));
                    wire.await("first 01234");
                    wire.octets(gateway.body("56789\n")).octets(gateway.end());
                    assertThat(wire.answer().body()).isEqualTo("first 01234, then 56789\n");
                }
            }
        }
    }

    // ---- modifiers

    private static GatewayWire packet(GatewayWire wire, int modifier1, Map<String, String> variables) throws Exception {
        ByteBuf out = Unpooled.buffer();
        UwsgiEncoder.packet(out, modifier1, 0, variables);
        return wire.octets(ByteBufUtil.getBytes(out));
    }

    @Test
    void modifier30TakesTheMountPointOffThePath() throws Exception {
        Map<String, String> sent = Gateway.variables("GET", "/mount" + show + "/rest", "");
        sent.put("SCRIPT_NAME", "/mount");
        try (GatewayWire wire = site.wire(Gateway.UWSGI)) {
            assertThat(packet(wire, 30, sent).answer().body())
                    .contains("SCRIPT_NAME='/mount'\n", "PATH_INFO='" + show + "/rest'\n");
        }
    }

    @Test
    void modifier100IsAPing() throws Exception {
        try (GatewayWire wire = site.wire(Gateway.UWSGI)) {
            assertThat(packet(wire, 100, Map.of()).all()).isEqualTo("d\0\0\1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 110, 200, 255})
    void othersAreRefusedAndLogged(int modifier1) throws Exception {
        int mark = site.server().output().mark();
        try (GatewayWire wire = site.wire(Gateway.UWSGI)) {
            GatewayWire.Answer answer =
                    packet(wire, modifier1, Gateway.variables("GET", show, "")).answer();
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.body()).contains("modifier1 is neither");
        }
        site.server().output().await("501\\) .* refused: modifier1 is neither 0, 30 nor 100", mark);
    }

    @Test
    void whatWouldLoadCodeIsLoggedAndDoesNothing() throws Exception {
        Map<String, String> sent = Gateway.variables("GET", show, "");
        sent.put("UWSGI_FILE", "/tmp/other.py");
        sent.put("UWSGI_CHDIR", "/tmp");
        assertThat(site.ask(Gateway.UWSGI, sent).status()).isEqualTo(200);
        site.server().awaitLog("warning: .* sends UWSGI_FILE, which is ignored");
        site.server().awaitLog("warning: .* sends UWSGI_CHDIR, which is ignored");
    }

    // ---- listeners that strangers can reach

    @Test
    void aListenerThatIsNotForThisMachineAloneIsWarnedOf(@TempDir Path other) throws Exception {
        // an address for documentation: nobody can really come by it
        try (GatewaySite exposed = GatewaySite.start(other, "--freebind", "--socket", "192.0.2.1:0")) {
            exposed.server().awaitLog("listening on uwsgi://192.0.2.1:");
            assertThat(exposed.server().log().lines())
                    .filteredOn(line -> line.contains("warning: "))
                    .singleElement()
                    .asString()
                    .contains("whoever reaches 192.0.2.1:0 passes for a web server");
        }
    }
}
