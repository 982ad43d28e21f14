// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a web server gets from an application (PEP 3333), and what when that fails. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class GatewayAnswerIT {
    @TempDir
    static Path directory;

    private static GatewaySite site;
    private static Gate gate;

    @BeforeAll
    static void start() throws Exception {
        gate = Gate.in(directory);
        site = GatewaySite.start(directory, "--processes", "2");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Map<String, String> get(String module) throws Exception {
        return Gateway.variables("GET", site.path(module), "");
    }

    private static Map<String, String> request(String method, String module) throws Exception {
        return Gateway.variables(method, site.path(module), "");
    }

    @ParameterizedTest
    @EnumSource
    void headHasNoBody(Gateway gateway) throws Exception {
        GatewayWire.Answer answer = site.ask(gateway, request("HEAD", """
                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
                    return [b"hello"]
                """));
        assertThat(answer.head()).startsWith(gateway.beginning() + "200 OK");
        assertThat(answer.field("Content-Length")).isEqualTo("5");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.whole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void neitherHasNotModified(Gateway gateway) throws Exception {
        GatewayWire.Answer answer = site.ask(gateway, get("""
                def application(environ, start_response):
                    start_response("304 Not Modified", [("ETag", '"tag"')])
                    return [b"hello"]
                """));
        assertThat(answer.head()).startsWith(gateway.beginning() + "304 Not Modified");
        assertThat(answer.field("ETag")).isEqualTo("\"tag\"");
        assertThat(answer.body()).isEmpty();
        assertThat(answer.whole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerMayBeLarge(Gateway gateway) throws Exception {
        GatewayWire.Answer answer = site.ask(gateway, get("""
                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Large", "x" * 20000)])
                    return [b"0123456789" * 800000]
                """));
        assertThat(answer.field("X-Large")).hasSize(20_000);
        assertThat(answer.field("Content-Length")).isEqualTo("8000000");
        assertThat(answer.body().equals("0123456789".repeat(800_000))).isTrue();
        assertThat(answer.whole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsSentByTheFront(Gateway gateway) throws Exception {
        String text = "0123456789".repeat(300_000);
        Files.writeString(directory.resolve("file"), text);
        int mark = site.server().output().mark();
        Map<String, String> variables = get("""
                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    return environ["wsgi.file_wrapper"](open("file", "rb"))
                """);
        GatewayWire.Answer answer = site.ask(gateway, variables);
        assertThat(answer.body().equals(text)).isTrue();
        assertThat(answer.whole()).isTrue();
        site.server().output().await("GET " + variables.get("PATH_INFO") + " .* via sendfile\\(\\)", mark);
    }

    @ParameterizedTest
    @EnumSource
    void partsAreSentAsTheyCome(Gateway gateway) throws Exception {
        Map<String, String> variables = get(Gate.PYTHON + """

                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    yield b"first"
                    wait()
                    yield b"second"
                """);
        try (GatewayWire wire = site.wire(gateway)) {
            wire.send(variables).await("first");
            gate.letPass();
            GatewayWire.Answer answer = wire.answer();
            assertThat(answer.body()).isEqualTo("firstsecond");
            assertThat(answer.field("Content-Length")).isNull();
            assertThat(answer.whole()).isTrue();
        }
    }

    // ---- failures

    @ParameterizedTest
    @EnumSource
    void anExceptionBeforeTheHeadIs500(Gateway gateway) throws Exception {
        int mark = site.server().output().mark();
        GatewayWire.Answer answer = site.ask(gateway, get("""
                def application(environ, start_response):
                    raise LookupError("early")
                """));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("LookupError");
        assertThat(answer.whole()).isTrue();
        site.server().output().await("LookupError: early", mark);
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionAfterItCutsTheAnswer(Gateway gateway) throws Exception {
        assertCut(gateway, "raise LookupError('late')");
        site.server().awaitLog("LookupError: late");
    }

    @ParameterizedTest
    @EnumSource
    void soDoesAWorkerThatDies(Gateway gateway) throws Exception {
        assertCut(gateway, "os.kill(os.getpid(), 9)");
    }

    private static void assertCut(Gateway gateway, String failure) throws Exception {
        Map<String, String> variables = get(Gate.PYTHON + """

                import os
                def application(environ, start_response):
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    yield b"begun"
                    wait()
                    %s
                """.formatted(failure));
        try (GatewayWire wire = site.wire(gateway)) {
            wire.send(variables).await("begun");
            gate.letPass();
            GatewayWire.Answer answer = wire.answer();
            assertThat(answer.body()).isEqualTo("begun");
            assertThat(answer.whole()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerThatDiesBeforeTheHeadLosesNoIdempotentRequest(Gateway gateway) throws Exception {
        String path = site.path("""
                import os
                def application(environ, start_response):
                    marker = environ["QUERY_STRING"]
                    if not os.path.exists(marker):
                        open(marker, "w").close()
                        os.kill(os.getpid(), 9)
                    start_response("200 OK", [("Content-Type", "text/plain")])
                    return [b"second"]
                """);
        GatewayWire.Answer got = site.ask(gateway, Gateway.variables("GET", path, "get-" + gateway));
        assertThat(got.body()).isEqualTo("second");
        GatewayWire.Answer posted = site.ask(gateway, Gateway.variables("POST", path, "post-" + gateway), "x");
        assertThat(posted.status()).isEqualTo(502);
        assertThat(posted.whole()).isTrue();
    }
}
